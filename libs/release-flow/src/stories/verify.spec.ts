import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FlowWorld, REPOSITORY } from '../../test/flow-world.ts';
import { git, makeTemplate } from '../../test/template-repository.ts';
import { PLAN_FILE, verifyDocumentSchema } from '../index.ts';

const WHEEL = 'demo-1.3.0-py3-none-any.whl';
const SDIST = 'demo-1.3.0.tar.gz';

let world: FlowWorld;
let restore: () => Promise<void>;

// Verifying changes nothing, so one release is enough: what a test does to it is undone.
beforeAll(async () => {
  world = await FlowWorld.open(await makeTemplate());
  await world.publish(await world.upToTag());
  restore = await snapshot();
});
afterEach(async () => {
  expect(world.sandbox.faults.unused).toEqual([]);
  await restore();
});
afterAll(async () => {
  await world.close();
});

/** Remembers tag, GitHub release and index as they are; the result brings them back, an hour later. */
async function snapshot(): Promise<() => Promise<void>> {
  const { github, pypi } = world.sandbox;
  const remote = join(world.root, 'remote.git');
  const tag = await git(remote, 'rev-parse', 'refs/tags/v1.3.0');
  const { body, draft, assets } = release();
  const kept = [...assets];
  const files = pypi.store.files('demo').map((file) => ({ ...file, bytes: Buffer.from(file.bytes) }));
  return async () => {
    await git(remote, 'update-ref', 'refs/tags/v1.3.0', tag);
    Object.assign(release(), { body, draft });
    release().assets.splice(0, Infinity, ...kept);
    github.configure(REPOSITORY, { private: false });
    const project = pypi.addProject('demo');
    project.status = 'active';
    project.releases.clear();
    for (const file of files) {
      pypi.store.addFile(project, { ...file, bytes: Buffer.from(file.bytes) }, {});
    }
    // The rate limit without a token is low.
    world.clock.advance(3_600_000);
  };
}

/** Verifies, and expects that nothing was written by it and that the document has its published form. */
async function verify(version?: string, env?: Readonly<Record<string, string>>) {
  const before = await world.state();
  const log = world.sandbox.log.length;
  const document = await world.verify(version, env);
  expect(world.sandbox.log.slice(log).filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(await world.state()).toEqual(before);
  expect(verifyDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(
    JSON.parse(JSON.stringify(document)),
  );
  return document;
}

/** `name: state on the GitHub release, state on the index`. */
const rows = ({ files }: Awaited<ReturnType<typeof verify>>) =>
  files.map(({ name, release, index }) => `${name}: ${release.state}, ${index.state}`);

const release = () => {
  const [only] = world.sandbox.github.repository(REPOSITORY).releases;
  if (only === undefined) throw new Error('there is no release');
  return only;
};

/** Replaces the bytes of a file on the GitHub release, as somebody with write access can. */
function tamper(name: string, change: (bytes: Buffer) => Buffer): void {
  const { assets } = release();
  const at = assets.findIndex((asset) => asset.name === name);
  const asset = assets[at];
  if (asset === undefined) throw new Error(`there is no ${name}`);
  const bytes = change(Buffer.from(asset.bytes));
  assets[at] = { ...asset, bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}

const sameSize = (bytes: Buffer) => {
  const changed = Buffer.from(bytes);
  changed[0] = (changed[0] ?? 0) ^ 1;
  return changed;
};

/** Replaces a file on the index under its own name, which the real index refuses to everybody but its operators. */
function replaceOnIndex(filename: string, bytes: Uint8Array): void {
  const { store } = world.sandbox.pypi;
  store.deleteFile(filename);
  store.retiredFileNames.delete(filename);
  world.sandbox.pypi.putFile('demo', '1.3.0', { filename, bytes });
}

describe('a release', () => {
  it('is proven to anybody, without a token, in six requests to GitHub', async () => {
    const document = await verify();
    expect(document).toMatchObject({
      verdict: 'same',
      exitCode: 0,
      repository: REPOSITORY,
      tag: 'v1.3.0',
      version: '1.3.0',
      record: 'done',
      attestations: 'none',
      problems: [],
      notes: [],
    });
    expect(rows(document)).toEqual([`${WHEEL}: same, same`, `${SDIST}: same, same`]);
    for (const { plan, release: copy, index } of document.files) {
      expect([copy.sha256, index.sha256]).toEqual([plan?.sha256, plan?.sha256]);
    }
    // Tag and tag object, release, plan and two files; the storage serves the three files, and the index a page and two files.
    expect(document.requests).toEqual({ github: 6, 'artifact-storage': 3, pypi: 3 });
    const callers = world.sandbox.log.filter(({ service }) => service === 'github').slice(-9);
    expect(new Set(callers.map(({ by }) => by))).toEqual(new Set(['anonymous', undefined]));
  });

  it('is verified with a token, and by the name of its tag', async () => {
    const token = world.sandbox.github.issueToken({
      repository: REPOSITORY,
      actor: 'eve',
      kind: 'user',
      permissions: { contents: 'read' },
    });
    world.sandbox.github.configure(REPOSITORY, { private: true });
    expect(await verify('v1.3.0', { GITHUB_TOKEN: token })).toMatchObject({ verdict: 'same', tag: 'v1.3.0' });
    expect(await verify('v1.3.0')).toMatchObject({
      verdict: 'unread',
      exitCode: 1,
      error: { code: 'GITHUB_NOT_FOUND' },
    });
  });

  it('is the same although its files are yanked: the bytes are those that were tested', async () => {
    world.sandbox.pypi.yank(WHEEL, 'breaks on Windows');
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'same', exitCode: 0 });
    expect(document.notes).toEqual([`${WHEEL} is yanked on the index (breaks on Windows)`]);
  });
});

describe('another file', () => {
  it('of the same size on the GitHub release is found, and every other row is filled', async () => {
    tamper(WHEEL, sameSize);
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'different', exitCode: 3, error: { code: 'RELEASE_DIFFERS' } });
    expect(rows(document)).toEqual([`${WHEEL}: different, same`, `${SDIST}: same, same`]);
  });

  it.each([
    ['shorter', (bytes: Buffer) => bytes.subarray(1)],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
  ])('on the GitHub release is found: %s', async (_name, change) => {
    tamper(SDIST, change);
    expect(rows(await verify())).toEqual([`${WHEEL}: same, same`, `${SDIST}: different, same`]);
  });

  it('on the index under the same name is found, and the hint leads to a new version', async () => {
    replaceOnIndex(SDIST, sameSize(Buffer.from(world.sandbox.pypi.store.file(SDIST)?.bytes ?? [])));
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'different', exitCode: 3, error: { code: 'RELEASE_DIFFERS' } });
    expect(rows(document)).toEqual([`${WHEEL}: same, same`, `${SDIST}: same, different`]);
    expect(document.error?.hint).toMatch(/heroku-release draft patch$/);
    await git(world.checkout, 'pull', '--quiet', 'origin', 'main');
    expect((await world.draft('patch', { mode: 'plan' })).outcome).toBe('done');
  });

  it('served by an index that lists the planned hash is found: the bytes decide', async () => {
    const file = world.sandbox.pypi.store.file(WHEEL);
    if (file === undefined) throw new Error('not on the index');
    file.bytes[0] = (file.bytes[0] ?? 0) ^ 1;
    expect(rows(await verify())).toEqual([`${WHEEL}: same, different`, `${SDIST}: same, same`]);
  });

  it('that nobody planned is named, on the GitHub release and on the index', async () => {
    const [asset] = release().assets;
    if (asset === undefined) throw new Error('no files');
    release().assets.push({ ...asset, id: 1, name: 'extra.txt' });
    const filename = 'demo-1.3.0-cp313-cp313-manylinux_2_17_x86_64.whl';
    world.sandbox.pypi.putFile('demo', '1.3.0', { filename, bytes: Buffer.from('x') });
    world.sandbox.pypi.putFile('demo', '1.2.9', { filename: 'demo-1.2.9.tar.gz', bytes: Buffer.from('y') });
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'different', exitCode: 3 });
    expect(rows(document).slice(2)).toEqual(['extra.txt: extra, absent', `${filename}: absent, extra`]);
  });
});

describe('a missing file', () => {
  it('on the GitHub release is found', async () => {
    const { assets } = release();
    assets.splice(
      assets.findIndex(({ name }) => name === SDIST),
      1,
    );
    const document = await verify();
    expect(document).toMatchObject({
      verdict: 'missing',
      exitCode: 3,
      error: { code: 'RELEASE_INCOMPLETE' },
    });
    expect(rows(document)).toEqual([`${WHEEL}: same, same`, `${SDIST}: missing, same`]);
  });

  it('on the index is found, and the hint shows what is left to do', async () => {
    world.sandbox.pypi.store.deleteFile(WHEEL);
    const document = await verify();
    expect(document).toMatchObject({
      verdict: 'missing',
      exitCode: 3,
      error: { code: 'RELEASE_INCOMPLETE' },
    });
    expect(rows(document)).toEqual([`${WHEEL}: same, missing`, `${SDIST}: same, same`]);
    expect(document.error?.hint).toMatch(/heroku-release status v1\.3\.0$/);
    expect(await world.status('v1.3.0')).toMatchObject({ tag: 'v1.3.0' });
  });

  it('that the index lists and does not serve is missing', async () => {
    world.sandbox.faults.next('pypi.file', { then: { status: 404 } });
    expect(rows(await verify())).toEqual([`${WHEEL}: same, missing`, `${SDIST}: same, same`]);
  });

  it('of the whole project is found', async () => {
    const project = world.sandbox.pypi.store.project('demo');
    if (project !== undefined) project.status = 'quarantined';
    expect(rows(await verify())).toEqual([`${WHEEL}: same, missing`, `${SDIST}: same, missing`]);
  });
});

describe('the chain from the tag to the plan', () => {
  it('breaks at a release that was made by hand', async () => {
    release().body = 'All new.';
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'different', exitCode: 3, error: { code: 'RELEASE_DIFFERS' } });
    expect(rows(document)).toEqual([`${WHEEL}: same, same`, `${SDIST}: same, same`]);
    expect(document.problems).toHaveLength(1);
  });

  it('breaks at a tag that moved', async () => {
    const remote = join(world.root, 'remote.git');
    const message = await git(remote, 'tag', '--list', '--format=%(contents)', 'v1.3.0');
    await git(remote, 'tag', '--force', '--annotate', '--message', message, 'v1.3.0', 'v1.2.0^{}');
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'different', exitCode: 3 });
    // The note and the plan are both of the commit that was released.
    expect(document.problems).toHaveLength(2);
    expect(rows(document)).toEqual([`${WHEEL}: same, same`, `${SDIST}: same, same`]);
  });

  it.each([
    ['is not annotated', ['v1.3.0', 'v1.3.0^{}']],
    ['names no run', ['--annotate', '--message', 'Release v1.3.0', 'v1.3.0', 'v1.3.0^{}']],
  ])('breaks at a tag that %s', async (_name, args) => {
    await git(join(world.root, 'remote.git'), 'tag', '--force', ...args);
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'different', exitCode: 3 });
    expect(document.problems).toHaveLength(1);
    expect(document.run).toBeUndefined();
  });

  const edited = (change: (plan: Record<string, unknown>) => void) => (bytes: Buffer) => {
    const plan = JSON.parse(bytes.toString()) as Record<string, unknown>;
    change(plan);
    return Buffer.from(JSON.stringify(plan));
  };
  it.each<[string, (bytes: Buffer) => Buffer, string[]]>([
    [
      'another hash',
      edited((plan) => {
        (plan['artifacts'] as Record<string, unknown>[])[0]!['sha256'] = '0'.repeat(64);
      }),
      [`${WHEEL}: different, different`, `${SDIST}: same, same`],
    ],
    [
      'another commit',
      edited((plan) => (plan['commit'] = '0'.repeat(40))),
      [`${WHEEL}: same, same`, `${SDIST}: same, same`],
    ],
    [
      'tests that did not run',
      edited((plan) => ((plan['settings'] as Record<string, unknown>)['skip'] = [])),
      [`${WHEEL}: same, same`, `${SDIST}: same, same`],
    ],
    [
      'a file less',
      edited((plan) => (plan['artifacts'] as unknown[]).pop()),
      [`${WHEEL}: same, same`, `${SDIST}: extra, extra`],
    ],
    ['no plan at all', () => Buffer.from('{}'), []],
  ])('breaks at a plan that was edited: %s', async (_name, change, expected) => {
    tamper(PLAN_FILE, change);
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'different', exitCode: 3, error: { code: 'RELEASE_DIFFERS' } });
    expect(rows(document)).toEqual(expected);
  });

  it('ends where there is no plan: nothing says what was tested', async () => {
    const { assets } = release();
    assets.splice(
      assets.findIndex(({ name }) => name === PLAN_FILE),
      1,
    );
    const document = await verify();
    expect(document).toMatchObject({ exitCode: 3, verdict: 'missing', files: [] });
    expect(document.problems).toEqual([expect.stringContaining(PLAN_FILE)]);
  });

  it('ends where there is no published release', async () => {
    release().draft = true;
    expect(await verify()).toMatchObject({
      verdict: 'missing',
      exitCode: 3,
      files: [],
      error: { code: 'RELEASE_INCOMPLETE' },
    });
  });

  it('ends where there is no tag, and the hint says how far the version is', async () => {
    const document = await verify('1.4.0');
    expect(document).toMatchObject({ verdict: 'missing', exitCode: 3, error: { code: 'TAG_MISSING' } });
    expect(document.error?.hint).toMatch(/heroku-release status v1\.4\.0$/);
    expect(await world.status('v1.4.0')).toMatchObject({ version: '1.4.0' });
  });
});

describe('a service that cannot be read', () => {
  const down = (times: number) => Array.from({ length: times }, () => ({ then: { status: 503 } }) as const);

  it('leaves the rest of the table filled: the page of the index', async () => {
    world.sandbox.faults.next('pypi.simple', ...down(4));
    const document = await verify();
    expect(document).toMatchObject({
      verdict: 'unread',
      exitCode: 1,
      error: { code: 'PYPI_INDEX_UNAVAILABLE' },
    });
    expect(rows(document)).toEqual([`${WHEEL}: same, unread`, `${SDIST}: same, unread`]);
  });

  it('leaves the rest of the table filled: one file of the GitHub release', async () => {
    // The plan is the first of the three.
    world.sandbox.faults.next('github.assets.get', { then: 'answer' }, ...down(4));
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'unread', exitCode: 1, error: { code: 'GITHUB_UNAVAILABLE' } });
    expect(rows(document)).toEqual([`${WHEEL}: unread, same`, `${SDIST}: same, same`]);
  });

  it('does not hide a mismatch elsewhere', async () => {
    world.sandbox.faults.next('pypi.simple', ...down(4));
    tamper(WHEEL, sameSize);
    const document = await verify();
    expect(document).toMatchObject({ verdict: 'different', exitCode: 3 });
    expect(rows(document)).toEqual([`${WHEEL}: different, unread`, `${SDIST}: same, unread`]);
  });

  it.each([
    'github.git.listMatchingRefs',
    'github.git.getTag',
    'github.releases.getByTag',
    'github.assets.get',
  ])('at the beginning of the chain ends it: %s', async (operation) => {
    world.sandbox.faults.next(operation, ...down(4));
    expect(await verify()).toMatchObject({
      verdict: 'unread',
      exitCode: 1,
      files: [],
      error: { code: 'GITHUB_UNAVAILABLE' },
    });
  });

  it('ends with the time to try again where the rate limit without a token is used up', async () => {
    for (let run = 0; run < 10; run += 1) expect((await world.verify()).exitCode).toBe(0);
    const document = await verify();
    expect(document).toMatchObject({
      verdict: 'unread',
      exitCode: 1,
      error: { code: 'GITHUB_RATE_LIMITED' },
    });
    expect(document.error?.hint).toMatch(/after 2026-.*GITHUB_TOKEN/);
    world.clock.advance(3_600_000);
    expect((await verify()).exitCode).toBe(0);
  });

  it.each(['pypi.file', 'github.storage.asset'])('for a moment changes nothing: %s', async (operation) => {
    world.sandbox.faults.next(operation, { then: 'truncate' }, { then: 'reset' });
    expect(await verify()).toMatchObject({ problems: [], verdict: 'same', exitCode: 0 });
  });
});
