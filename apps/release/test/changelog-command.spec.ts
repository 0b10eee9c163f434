import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderDigest } from './folder-digest.ts';
import { commit, git, gitOn } from './git.ts';
import { CLI, type Ended, heroku, program } from './program.ts';

/** No token, no proxy, and an API that nothing serves: any request fails. */
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
  // A tag on another branch, higher than the others.
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
  it('prints the next section in the style of the file, changes nothing, and works offline', async () => {
    const before = await folderDigest(repo);
    const ended = await changelog();
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toMatch(
      /^## \[v1\.1\.1\]\(https:\/\/github\.com\/heroku\/demo\/compare\/v1\.1\.0\.\.\.v1\.1\.1\)/,
    );
    expect(ended.stdout).toContain('* say goodbye ([#4](https://github.com/heroku/demo/pull/4))');
    expect(ended.stdout).not.toContain('wave');
    expect(ended.stdout).not.toContain('elsewhere');
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

  it('explains each commit by a named reason and shows both counts', async () => {
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
  ])('prints the section of %s', async (range, version, previousTag, counted) => {
    const ended = document(await changelog(range, '--json'));
    expect({ ...ended, previousTag: ended.previousTag }).toMatchObject({
      version,
      previousTag,
      counted,
      complete: true,
    });
    expect(ended.counts.total).toBe(counted);
  });

  it('--all prints every release of this branch once, newest first', async () => {
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
    ['wrong', '2030-01-01', 'the history is read again in another order'],
  ])(
    '--all assigns a commit to the version that contains it, with a clock that is %s',
    async (_, day, note) => {
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
    },
  );

  it('ignores a version tag that does not lead to a commit, and rejects it as a range', async () => {
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
      expect(refused.stdout).toContain('the tag v1.1.5 does not point to a commit');
    }
  });

  it('notes where the section begins when that may be unexpected', async () => {
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

  it('ends quietly when the reader closes the pipe', async () => {
    await git(root, 'clone', '--quiet', repo, 'long');
    const at = join(root, 'long');
    await writeFile(join(root, 'message'), `fix: ${'long '.repeat(100_000)}`);
    await git(at, 'commit', '--quiet', '--allow-empty', '-F', join(root, 'message'));
    for (const option of ['--explain', '--json']) {
      const script = '"$0" "$1" changelog --repo "$2" "$3" | head -c 1; echo "${PIPESTATUS[0]}"';
      const ended = await program('bash', ['-c', script, process.execPath, CLI, at, option], { env: ENV });
      expect(ended.stdout.slice(1)).toBe('0\n');
      expect(ended.stderr).not.toContain('EPIPE');
    }
  });

  it('reports an empty range', async () => {
    const ended = await changelog('main..main');
    expect({ ...ended, stderr: undefined }).toMatchObject({ exitCode: 0, stdout: '' });
    expect(ended.stderr).toContain('no commits');
  });

  it('reads the settings of the checkout and rejects wrong ones', async () => {
    await git(root, 'clone', '--quiet', repo, 'set');
    const set = join(root, 'set');
    const settings = (text: string) => commit(set, { 'heroku-release.toml': text }, 'chore: settings');
    await settings('changelog = "NEWS.rst"\n');
    await commit(
      set,
      { 'NEWS.rst': 'News\n====\n\n.. contents::\n\n1.1.0\n-----\n\n- greet\n' },
      'docs: news',
    );
    const ended = await heroku(['changelog', '--repo', set], { env: ENV });
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain('NEWS.rst');
    expect(ended.stdout).toContain('say goodbye');
    await settings('chnagelog = "x"\n');
    expect(await heroku(['changelog', '--repo', set, '--json'], { env: ENV })).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('SETTINGS_UNKNOWN_KEY') as string,
    });
  });

  it('reads intent files and names an invalid one', async () => {
    await git(root, 'clone', '--quiet', repo, 'intents');
    const at = join(root, 'intents');
    await commit(at, { '.changeset/a.md': '---\n"demo": minor\n---\n\nPeople can sing.\n' }, 'chore: note');
    const ended = document(await heroku(['changelog', '--repo', at, '--json'], { env: ENV }));
    expect(ended.version).toBe('1.2.0');
    expect(ended.markdown).toContain('People can sing.');
    await commit(at, { '.changeset/b.md': 'nothing\n' }, 'chore: note');
    const wrong = await heroku(['changelog', '--repo', at, '--json'], { env: ENV });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stdout).toMatch(/CHANGELOG_INTENT_INVALID[^]*\.changeset\/b\.md/);
  });

  it.each<[string, readonly string[], number, string]>([
    ['an unknown revision', ['v7.7.7'], 2, 'USAGE'],
    ['an unknown revision at the start', ['v7.7.7..main'], 2, 'USAGE'],
    ['an option as revision', ['main..--output=x'], 2, 'USAGE'],
    ['three dots', ['v1.0.0...main'], 2, 'USAGE'],
    ['a range and --all', ['v1.0.0..', '--all'], 2, 'USAGE'],
    ['two ranges', ['v1.0.0', 'v1.1.0'], 2, 'USAGE'],
    ['an unknown option', ['--everything'], 2, 'USAGE'],
  ])('rejects %s', async (_, args, exitCode, code) => {
    const ended = await changelog('--json', ...args);
    expect(ended.exitCode).toBe(exitCode);
    expect(JSON.parse(ended.stdout)).toMatchObject({ format: 1, exitCode, error: { code } });
  });

  it('rejects a shallow clone, a folder without a repository, and one without a commit', async () => {
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

  it('keeps the compile cache below an existing cache folder, and works without one', async () => {
    const [home, none, file] = [join(root, 'home'), join(root, 'no-home'), join(repo, 'a.py')];
    await mkdir(join(home, '.cache'), { recursive: true });
    const first = await heroku(['changelog', '--repo', repo], { env: { ...ENV, HOME: home } });
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('say goodbye') as string });
    // A second run with the cache, and places where none can be created.
    for (const HOME of [home, none, file, '/proc/no-home']) {
      const { exitCode, stdout, stderr } = await heroku(['changelog', '--repo', repo], {
        env: { ...ENV, HOME },
      });
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: first.exitCode,
        stdout: first.stdout,
        stderr: first.stderr,
      });
    }
    expect(await readdir(join(home, '.cache/heroku-release'))).toEqual(['compile-cache']);
    expect(await readdir(root)).not.toContain('no-home');
  });

  it('keeps no compile cache with NODE_DISABLE_COMPILE_CACHE=1', async () => {
    await mkdir(join(root, 'other-home/.cache'), { recursive: true });
    const env = { ...ENV, HOME: join(root, 'other-home'), NODE_DISABLE_COMPILE_CACHE: '1' };
    expect(await heroku(['changelog', '--repo', repo], { env })).toMatchObject({ exitCode: 0 });
    expect(await readdir(join(root, 'other-home/.cache'))).toEqual([]);
  });

  it('shows its help', async () => {
    const ended = await heroku(['changelog', '--help'], { env: ENV });
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain('--explain');
    expect((await heroku(['--help'], { env: ENV })).stdout).toContain('changelog');
  });
});
