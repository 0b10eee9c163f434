import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commit, git, GIT_ENV } from './git.ts';
import { heroku } from './program.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures/version-kinds');

/** The file that states the version, by fixture. Each rehearsal runs real builds and takes half a minute. */
const KINDS = [
  { kind: 'static', file: 'pyproject.toml' },
  { kind: 'poetry', file: 'pyproject.toml' },
  { kind: 'hatch-path', file: 'src/demo/__init__.py' },
  { kind: 'setuptools-attr', file: 'src/demo/__init__.py', always: true },
  { kind: 'setuptools-file', file: 'VERSION' },
  { kind: 'flit', file: 'src/demo/__init__.py' },
  { kind: 'pdm-file', file: 'src/demo/__init__.py' },
  { kind: 'hatch-vcs', file: undefined, always: true },
  { kind: 'setuptools-scm', file: undefined },
] as const;

const ALL = process.env['HEROKU_RELEASE_ALL_KINDS'] === '1';
const HOW =
  'HEROKU_RELEASE_ALL_KINDS=1 npx vitest run --config vitest.slow.ts --project release rehearse-version-kinds';

/** Matches the variables that a rehearsal needs: tools, their caches and package sources. */
const MACHINE =
  /^(?:HOME|PATH|LANG|XDG_CACHE_HOME|.*(?:CA_BUNDLE|CERT_FILE|CERT_DIR|_proxy|_PROXY)|(?:PIP|UV)_.*)$/;

let repo: string;
beforeEach(async () => {
  repo = await mkdtemp(join(tmpdir(), 'version-kind-'));
});
afterEach(async () => {
  await rm(repo, { recursive: true });
});

describe('a rehearsal releases a library whose version is', { timeout: 300_000 }, () => {
  for (const one of KINDS) {
    const runs = ALL || 'always' in one;
    it.skipIf(!runs)(runs ? one.kind : `${one.kind} (skipped; all kinds: ${HOW})`, async () => {
      await rehearsed(one);
    });
  }
});

async function rehearsed({ kind, file }: (typeof KINDS)[number]): Promise<void> {
  await cp(join(FIXTURES, kind), repo, { recursive: true });
  await git(repo, 'init', '--quiet', '--initial-branch=main');
  await commit(repo, {}, 'Begin');
  await git(repo, 'tag', '-a', '-m', 'Release v1.2.0', 'v1.2.0');
  await commit(repo, { 'README.md': 'Greets.\n' }, 'feat: explain');
  const version = await heroku(['version', '--repo', repo, '--json'], { env: GIT_ENV });
  expect(JSON.parse(version.stdout)).toMatchObject({
    version: '1.2.0',
    source: file === undefined ? { kind: 'tag' } : { kind: 'file', path: file },
  });
  const machine = Object.entries(process.env).filter(([name]) => MACHINE.test(name));
  const ended = await heroku(['rehearse', 'minor', '--repo', repo, '--skip', 'lint', '--json'], {
    env: { ...Object.fromEntries(machine), ...GIT_ENV },
  });
  expect(ended.exitCode, ended.stderr).toBe(0);
  const document = JSON.parse(ended.stdout) as Document;
  expect(document).toMatchObject({ verdict: 'released', version: '1.3.0', tag: 'v1.3.0' });
  expect(document.artifacts).toEqual([
    expect.objectContaining({ name: 'demo-1.3.0-py3-none-any.whl', equal: true, testedOn: ['3.11'] }),
    expect.objectContaining({ name: 'demo-1.3.0.tar.gz', equal: true }),
  ]);
  expect(await git(repo, 'status', '--porcelain')).toBe('');
}

interface Document {
  readonly artifacts: readonly unknown[];
}
