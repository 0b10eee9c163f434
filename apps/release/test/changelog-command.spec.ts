import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderDigest } from './folder-digest.ts';
import { commit, git, gitOn } from './git.ts';
import { CLI, type Ended, heroku, program } from './program.ts';

/** No token, no proxy to anywhere, and an API that nobody serves: whatever asks the network fails. */
const ENV = { PATH: process.env['PATH'], HOME: '/nonexistent', GITHUB_API_URL: 'http://127.0.0.1:1' };
const CHANGELOG = `# Changes

## [v1.1.0](https://github.com/heroku/demo/compare/v1.0.0...v1.1.0) (2026-01-01)

#### New

* greet ([#2](https://github.com/heroku/demo/pull/2))

## [v1.0.0](https://github.com/heroku/demo/releases/tag/v1.0.0) (2026-01-01)

#### New

* begin
`;

let root: string;
let repo: string;

const changelog = (...args: readonly string[]): Promise<Ended> =>
  heroku(['changelog', '--repo', repo, ...args], { env: ENV });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'changelog-command-'));
  repo = join(root, 'demo');
  await git(root, 'init', '--quiet', '--initial-branch=main', 'demo');
  await git(repo, 'remote', 'add', 'origin', 'https://github.com/heroku/demo.git');
  const pyproject = (version: string) => `[project]\nname = "demo"\nversion = "${version}"\n`;
  await commit(repo, { 'pyproject.toml': pyproject('1.0.0') }, 'feat: begin');
  await git(repo, 'tag', '-a', '-m', 'one', 'v1.0.0');
  await commit(repo, { 'a.py': '' }, 'feat: greet (#2)');
  await commit(repo, { 'pyproject.toml': pyproject('1.1.0'), 'CHANGELOG.md': CHANGELOG }, 'Release v1.1.0');
  await git(repo, 'tag', '-a', '-m', 'two', 'v1.1.0');
  await git(repo, 'switch', '--quiet', '--create', 'topic');
  await commit(repo, { 'b.py': '' }, 'fix: say goodbye');
  await git(repo, 'switch', '--quiet', 'main');
  await git(
    repo,
    'merge',
    '--quiet',
    '--no-ff',
    '-m',
    'Merge pull request #4 from heroku/topic\n\nfix: say goodbye',
    'topic',
  );
  await commit(repo, { 'c.py': '' }, 'feat: wave (#5)');
  await commit(repo, { 'c.py': null }, 'Revert "feat: wave (#5)"');
  // A tag of another branch, higher than all.
  await git(repo, 'switch', '--quiet', '--create', 'elsewhere', 'v1.0.0');
  await commit(repo, { 'd.py': '' }, 'feat: elsewhere');
  await git(repo, 'tag', 'v9.0.0');
  await git(repo, 'switch', '--quiet', 'main');
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

interface Document {
  readonly version: string;
  readonly previousTag?: string;
  readonly counts: {
    readonly listed: number;
    readonly folded: number;
    readonly leftOut: number;
    readonly total: number;
  };
  readonly counted: number;
  readonly complete: boolean;
  readonly decisions: readonly { readonly outcome: string; readonly reason?: string }[];
  readonly markdown: string;
}

const document = (ended: Ended) => JSON.parse(ended.stdout) as Document;

describe('heroku-release changelog', () => {
  it('tells what comes next in the style of the file, changes nothing, and needs no network', async () => {
    const before = await folderDigest(repo);
    const told = await changelog();
    expect(told.exitCode).toBe(0);
    expect(told.stdout).toMatch(
      /^## \[v1\.1\.1\]\(https:\/\/github\.com\/heroku\/demo\/compare\/v1\.1\.0\.\.\.v1\.1\.1\)/,
    );
    expect(told.stdout).toContain('* say goodbye ([#4](https://github.com/heroku/demo/pull/4))');
    expect(told.stdout).not.toContain('wave');
    expect(told.stdout).not.toContain('elsewhere');
    expect(await folderDigest(repo)).toEqual(before);
  });

  it('proves that no commit is missing', async () => {
    const { version, previousTag, counts, counted, complete } = document(await changelog('--json'));
    expect({ version, previousTag, complete }).toEqual({
      version: '1.1.1',
      previousTag: 'v1.1.0',
      complete: true,
    });
    expect(counts.listed + counts.folded + counts.leftOut).toBe(counted);
    expect(counted).toBe(Number(await git(repo, 'rev-list', '--count', 'v1.1.0..main')));
  });

  it('explains each commit by a named reason, and gives both counts', async () => {
    const { stdout, exitCode } = await changelog('--explain');
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(
      lines.map((line) =>
        /^[0-9a-f]{7} {2}(listed|folded|left out) .*?(?:\[([a-z-]+):.*\])?$/.exec(line)?.slice(1),
      ),
    ).toEqual([
      ['left out', 'revert'],
      ['left out', 'reverted'],
      ['listed', undefined],
      ['folded', 'merged'],
      undefined,
    ]);
    expect(lines.at(-1)).toBe('1 listed + 1 folded + 2 left out = 4; git counts 4');
  });

  it.each([
    ['v1.1.0', '1.1.0', 'v1.0.0', 2],
    ['v1.0.0', '1.0.0', undefined, 1],
    ['v9.0.0', '9.0.0', 'v1.0.0', 1],
    ['v1.0.0..v1.1.0', '1.1.0', 'v1.0.0', 2],
    ['v1.0.0..', '1.2.0', 'v1.0.0', 6],
    ['v1.0.0..HEAD~1', 'Unreleased', 'v1.0.0', 5],
    ['topic', 'Unreleased', 'v1.1.0', 1],
  ])('of %s', async (range, version, previousTag, counted) => {
    const told = document(await changelog(range, '--json'));
    expect({ ...told, previousTag: told.previousTag }).toMatchObject({
      version,
      previousTag,
      counted,
      complete: true,
    });
    expect(told.counts.total).toBe(counted);
  });

  it('--all tells every release of this branch once, newest first', async () => {
    const { stdout, exitCode } = await changelog('--all');
    expect(exitCode).toBe(0);
    expect(stdout.match(/^## .*$/gm)?.map((line) => /Unreleased|\d\.\d\.\d/.exec(line)?.[0])).toEqual([
      'Unreleased',
      '1.1.0',
      '1.0.0',
    ]);
    expect(stdout.match(/say goodbye/g)).toHaveLength(1);
  });

  it('--all --json and --all --explain agree with git', async () => {
    const all = JSON.parse((await changelog('--all', '--json')).stdout) as Document & {
      readonly releases: readonly Document[];
    };
    const total = Number(await git(repo, 'rev-list', '--count', 'main'));
    expect(all).toMatchObject({ counted: total, complete: true });
    expect(all.releases.map(({ version }) => version)).toEqual(['Unreleased', '1.1.0', '1.0.0']);
    expect(all.releases.reduce((sum, { counts }) => sum + counts.total, 0)).toBe(total);
    const { stdout } = await changelog('--all', '--explain');
    expect(stdout.trimEnd().split('\n').at(-1)).toContain(`git counts ${total}`);
  });

  it.each([
    ['right', '2025-12-01', ''],
    ['wrong', '2030-01-01', 'the history is read once more in another order'],
  ])('--all gives a commit to the version that has it, its clock being %s', async (_, day, note) => {
    const at = join(root, `dated ${day}`);
    await git(root, 'init', '--quiet', '--initial-branch=main', at);
    await git(at, 'commit', '--quiet', '--allow-empty', '-m', 'feat: root');
    const made = async (message: string, on: string, ...parents: readonly string[]) => {
      const tree = await git(at, 'rev-parse', 'HEAD^{tree}');
      const args = ['commit-tree', tree, '-m', message, ...parents.flatMap((parent) => ['-p', parent])];
      return await gitOn(on, at, ...args);
    };
    const base = await made('feat: base', day, 'HEAD');
    const release = await made('fix: released', '2026-01-02', base);
    await git(at, 'tag', 'v1.0.0', release);
    const side = await made('fix: on the side', '2026-01-04', base);
    const next = await made('fix: next', '2026-01-03', release);
    await git(at, 'reset', '--quiet', '--hard', await made('Merge the side', '2026-01-05', next, side));
    const { stdout, stderr, exitCode } = await heroku(['changelog', '--all', '--repo', at], { env: ENV });
    expect(exitCode).toBe(0);
    const [, unreleased = '', released = ''] = stdout.split(/^## /m);
    expect(unreleased).toContain('next');
    expect(unreleased).not.toContain('base');
    expect(released).toMatch(/^1\.0\.0[^]*base[^]*root[^]*released/);
    expect(stderr).toContain(note);
    expect(stderr === '').toBe(note === '');
  });

  it('passes over a version tag that leads to no commit, and refuses it by name', async () => {
    await git(root, 'clone', '--quiet', repo, 'tree-tag');
    const at = join(root, 'tree-tag');
    await git(at, 'tag', 'v1.1.5', 'HEAD^{tree}');
    const run = async (...args: readonly string[]) =>
      await heroku(['changelog', ...args, '--repo', at, '--json'], { env: ENV });
    const [plain, all] = [await run(), await run('--all')];
    expect(JSON.parse(plain.stdout)).toMatchObject({ previousTag: 'v1.1.0', complete: true });
    expect(all.exitCode).toBe(0);
    for (const range of ['v1.1.5', 'v1.1.5..HEAD', 'v1.0.0..v1.1.5', '..v1.1.5']) {
      const refused = await run(range);
      expect(refused.exitCode).toBe(2);
      expect(refused.stdout).toContain('the tag v1.1.5 leads to no commit');
    }
  });

  it('says where it begins when a person may expect another place', async () => {
    expect((await changelog()).stderr).toContain('v9.0.0 is on another');
    expect((await changelog('v1.1.0')).stderr).not.toContain('v9.0.0');
    await git(root, 'clone', '--quiet', repo, 'other-tags');
    const at = join(root, 'other-tags');
    const of = async (...args: readonly string[]) =>
      await heroku(['changelog', '--repo', at, ...args], { env: ENV });
    await git(at, 'tag', '1.1.7', 'HEAD~1');
    const plain = await of('--json');
    expect(document(plain)).toMatchObject({ previousTag: '1.1.7', complete: true });
    for (const version of ['1.0.0', '1.1.0', '1.1.7', '1.1.8', '1.1.9']) {
      await git(at, 'tag', `lib-v${version}`, 'HEAD~1');
    }
    for (const args of [[], ['--all'], ['--all', '--explain']]) {
      expect((await of(...args)).stderr).toContain('tag-template = "lib-v{version}"');
    }
  });

  it('ends quietly when the reader has seen enough', async () => {
    await git(root, 'clone', '--quiet', repo, 'long');
    const at = join(root, 'long');
    await writeFile(join(root, 'message'), `fix: ${'long '.repeat(100_000)}`);
    await git(at, 'commit', '--quiet', '--allow-empty', '-F', join(root, 'message'));
    for (const option of ['--explain', '--json']) {
      const script = '"$0" "$1" changelog --repo "$2" "$3" | head -c 1; echo "${PIPESTATUS[0]}"';
      const told = await program('bash', ['-c', script, process.execPath, CLI, at, option], { env: ENV });
      expect(told.stdout.slice(1)).toBe('0\n');
      expect(told.stderr).not.toContain('EPIPE');
    }
  });

  it('says that a range is empty', async () => {
    const told = await changelog('main..main');
    expect({ ...told, stderr: undefined }).toMatchObject({ exitCode: 0, stdout: '' });
    expect(told.stderr).toContain('no commits');
  });

  it('reads the settings of the checkout, and says where they are wrong', async () => {
    await git(root, 'clone', '--quiet', repo, 'set');
    const set = join(root, 'set');
    const settings = (text: string) => commit(set, { 'heroku-release.toml': text }, 'chore: settings');
    await settings('changelog = "NEWS.rst"\n');
    await commit(
      set,
      { 'NEWS.rst': 'News\n====\n\n.. contents::\n\n1.1.0\n-----\n\n- greet\n' },
      'docs: news',
    );
    const told = await heroku(['changelog', '--repo', set], { env: ENV });
    expect(told.exitCode).toBe(0);
    expect(told.stderr).toContain('NEWS.rst');
    expect(told.stdout).toContain('say goodbye');
    await settings('chnagelog = "x"\n');
    expect(await heroku(['changelog', '--repo', set, '--json'], { env: ENV })).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('SETTINGS_UNKNOWN_KEY') as string,
    });
  });

  it('reads intent files, and names one that is none', async () => {
    await git(root, 'clone', '--quiet', repo, 'intents');
    const at = join(root, 'intents');
    await commit(at, { '.changeset/a.md': '---\n"demo": minor\n---\n\nPeople can sing.\n' }, 'chore: note');
    const told = document(await heroku(['changelog', '--repo', at, '--json'], { env: ENV }));
    expect(told.version).toBe('1.2.0');
    expect(told.markdown).toContain('People can sing.');
    await commit(at, { '.changeset/b.md': 'nothing\n' }, 'chore: note');
    const wrong = await heroku(['changelog', '--repo', at, '--json'], { env: ENV });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stdout).toMatch(/CHANGELOG_INTENT_INVALID[^]*\.changeset\/b\.md/);
  });

  it.each<[string, readonly string[], number, string]>([
    ['no such revision', ['v7.7.7'], 2, 'USAGE'],
    ['no such revision at the start', ['v7.7.7..main'], 2, 'USAGE'],
    ['what is no revision', ['main..--output=x'], 2, 'USAGE'],
    ['three dots', ['v1.0.0...main'], 2, 'USAGE'],
    ['a range and --all', ['v1.0.0..', '--all'], 2, 'USAGE'],
    ['two ranges', ['v1.0.0', 'v1.1.0'], 2, 'USAGE'],
    ['an unknown option', ['--everything'], 2, 'USAGE'],
  ])('refuses %s', async (_, args, exitCode, code) => {
    const told = await changelog('--json', ...args);
    expect(told.exitCode).toBe(exitCode);
    expect(JSON.parse(told.stdout)).toMatchObject({ format: 1, exitCode, error: { code } });
  });

  it('refuses a shallow clone, a folder without a repository, and one without a commit', async () => {
    await git(root, 'clone', '--quiet', '--depth=1', `file://${repo}`, 'shallow');
    await git(root, 'init', '--quiet', 'empty');
    const of = async (path: string, ...more: readonly string[]) => {
      const { exitCode, stdout } = await heroku(['changelog', '--json', '--repo', path, ...more], {
        env: ENV,
      });
      return [exitCode, (JSON.parse(stdout) as { error: { code: string } }).error.code];
    };
    expect(await of(join(root, 'shallow'))).toEqual([3, 'GIT_SHALLOW']);
    expect(await of(join(root, 'shallow'), '--all')).toEqual([3, 'GIT_SHALLOW']);
    expect(await of(root)).toEqual([2, 'GIT_NOT_A_REPOSITORY']);
    expect(await of(join(root, 'empty'))).toEqual([2, 'USAGE']);
  });

  it('keeps the compiled program in a home that is there, and makes none', async () => {
    const [home, none] = [join(root, 'home'), join(root, 'no-home')];
    await mkdir(home);
    for (const HOME of [home, none, '/proc/no-home']) {
      expect(await heroku(['changelog', '--repo', repo], { env: { ...ENV, HOME } })).toMatchObject({
        exitCode: 0,
      });
    }
    expect(await readdir(join(home, '.cache/heroku-release'))).toEqual(['compiled', 'node-compile-cache']);
    expect(await readdir(root)).not.toContain('no-home');
    const off = { ...ENV, HOME: root, NODE_DISABLE_COMPILE_CACHE: '1' };
    expect(await heroku(['changelog', '--repo', repo], { env: off })).toMatchObject({ exitCode: 0 });
    expect(await readdir(root)).not.toContain('.cache');
  });

  it('tells the same with what was kept, for each use of it, and with what is damaged', async () => {
    const home = join(root, 'kept-home');
    await mkdir(home);
    const env = { ...ENV, HOME: home };
    const kept = async () => await readdir(join(home, '.cache/heroku-release/compiled'));
    // With settings, so that a module is loaded from beside the program.
    await git(root, 'clone', '--quiet', repo, 'with-settings');
    const at = join(root, 'with-settings');
    await commit(at, { 'heroku-release.toml': 'tag-template = "v{version}"\n' }, 'chore: settings');
    const tell = async (...more: readonly string[]) =>
      await heroku(['changelog', '--repo', at, ...more], { env });
    const first = await tell();
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('say goodbye') as string });
    expect(await kept()).toHaveLength(1);
    expect(await tell()).toEqual(first);
    await tell('--json');
    expect(await kept()).toHaveLength(2);
    // What was wrong shows no way that is worth keeping.
    expect((await tell('--explain', 'no-such-tag')).exitCode).toBe(2);
    expect(await kept()).toHaveLength(2);
    for (const name of await kept()) {
      const path = join(home, '.cache/heroku-release/compiled', name);
      const bytes = await readFile(path);
      await writeFile(path, bytes.fill(0, bytes.length / 2));
    }
    expect(await tell()).toEqual(first);
  });

  it('shows its help without loading anything else', async () => {
    const told = await heroku(['changelog', '--help'], { env: ENV });
    expect(told.exitCode).toBe(0);
    expect(told.stdout).toContain('--explain');
    expect((await heroku(['--help'], { env: ENV })).stdout).toContain('changelog');
  });
});
