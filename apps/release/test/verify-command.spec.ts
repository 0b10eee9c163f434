import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { heroku } from './program.ts';
import { ReleaseWorld, REPOSITORY } from './release-world.ts';
import { makeTemplate, type Template } from './template.ts';

const SDIST = 'demo-1.3.0.tar.gz';

let template: Template;
let world: ReleaseWorld;
let matchesSchema: (document: unknown) => boolean;

beforeAll(async () => {
  template = await makeTemplate();
  const schema = await readFile(join(import.meta.dirname, '../../../docs/verify.schema.json'), 'utf8');
  matchesSchema = new Ajv2020({ strict: false }).compile(JSON.parse(schema) as object);
});

beforeEach(async () => {
  world = await ReleaseWorld.open(template);
  await world.tagRelease();
  const published = await world.run(['publish', '1.3.0', '--yes'], await world.publishEnv());
  expect(published.exitCode, published.stderr).toBe(0);
});

afterEach(async () => {
  await world.close();
});

afterAll(async () => {
  await rm(template.folder, { recursive: true, force: true });
});

/** Verifies with `--json` and without a token; the document has its published form. */
async function verify(...args: readonly string[]) {
  const ended = await world.run(['verify', '1.3.0', '--json', ...args], { GITHUB_TOKEN: undefined });
  const document = JSON.parse(ended.stdout) as Readonly<Record<string, unknown>>;
  expect(matchesSchema(document), ended.stdout).toBe(true);
  expect(document['exitCode']).toBe(ended.exitCode);
  return { ...ended, document };
}

it('proves a release to somebody without a token', async () => {
  const writes = world.writes();
  const ended = await world.run(['verify', '1.3.0'], { GITHUB_TOKEN: undefined });
  expect(ended.exitCode, ended.stderr).toBe(0);
  const [head, wheel, sdist] = ended.stdout.split('\n');
  expect(head).toMatch(/^file +plan +GitHub release +index$/);
  expect(wheel).toMatch(/^demo-1\.3\.0-py3-none-any\.whl +[0-9a-f]{12} +same +same$/);
  expect(sdist).toMatch(/^demo-1\.3\.0\.tar\.gz +[0-9a-f]{12} +same +same$/);
  expect(ended.stdout.trimEnd().split('\n').at(-1)).toMatch(/^verdict: same /);
  expect((await verify()).document).toMatchObject({ verdict: 'same', exitCode: 0, repository: REPOSITORY });
  expect(world.writes()).toEqual(writes);
});

it('proves it without a checkout', async () => {
  const env = { ...world.env(), GITHUB_TOKEN: undefined, GITHUB_REPOSITORY: REPOSITORY };
  const ended = await heroku(['verify', 'v1.3.0'], { env, cwd: '/' });
  expect(ended.exitCode, ended.stderr).toBe(0);
});

it('ends with 3 for another file on the index', async () => {
  const bytes = world.sandbox.pypi.store.file(SDIST)?.bytes;
  if (bytes === undefined) throw new Error('not on the index');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  const { exitCode, document } = await verify();
  expect(exitCode).toBe(3);
  expect(document).toMatchObject({ verdict: 'different', error: { code: 'RELEASE_DIFFERS' } });
  const plain = await world.run(['verify', '1.3.0'], { GITHUB_TOKEN: undefined });
  expect(plain.exitCode).toBe(3);
  expect(plain.stdout).toMatch(/^demo-1\.3\.0\.tar\.gz +[0-9a-f]{12} +same +different$/m);
});

it('ends with 3 for a missing file', async () => {
  world.sandbox.pypi.store.deleteFile(SDIST);
  const { exitCode, document } = await verify();
  expect(exitCode).toBe(3);
  expect(document).toMatchObject({ verdict: 'missing', error: { code: 'RELEASE_INCOMPLETE' } });
});

it('ends with 1 when the index refuses to be read', async () => {
  world.sandbox.faults.next('pypi.simple', { then: { status: 403 } });
  const { exitCode, document } = await verify();
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({ verdict: 'unread', error: { code: 'PYPI_INDEX_UNAVAILABLE' } });
});

it('ends with 3 and without a table where there is no tag', async () => {
  const ended = await world.run(['verify', '9.9.9'], { GITHUB_TOKEN: undefined });
  expect(ended.exitCode).toBe(3);
  expect(ended.stdout).toContain('TAG_MISSING');
});

it.each([
  ['a name that no tag can have', ['verify', '..']],
  ['no version', ['verify']],
])('ends with 2 for %s', async (_name, args) => {
  expect((await world.run(args)).exitCode).toBe(2);
});
