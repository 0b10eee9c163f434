import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOf, GitWorld } from '../test/git-world.ts';
import { type Commit, GitHistory, type GitRepository, isTagName, type Tag } from './index.ts';

async function collect(repository: GitRepository, range: { from?: string; to: string }): Promise<Commit[]> {
  return await Array.fromAsync(repository.log(range));
}

describe('opening', () => {
  it('finds the root from a subfolder', async () => {
    using world = new GitWorld();
    world.init();
    world.write('work', 'a/b/c.txt', '');
    const repository = await world.open('work/a/b');
    expect(repository.root).toBe(world.path('work'));
    expect(repository.gitDirectory).toBe(world.path('work/.git'));
  });

  it('opens a bare repository', async () => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    const repository = await world.open('remote.git');
    expect(repository.root).toBe(world.path('remote.git'));
    expect(await repository.count({ to: 'main' })).toBe(1);
  });

  it('opens a linked work tree', async () => {
    using world = new GitWorld();
    world.init();
    world.git('work', 'worktree', 'add', '--quiet', '../second', '-b', 'second');
    const repository = await world.open('second');
    expect(repository.root).toBe(world.path('second'));
    expect(await repository.currentBranch()).toBe('second');
  });

  it.each(['', 'no/such/folder'])('refuses a folder that is not a repository: %j', async (name) => {
    using world = new GitWorld();
    expect(await codeOf(world.open(name))).toBe('GIT_NOT_A_REPOSITORY');
  });

  it('ignores GIT_DIR in the environment', async () => {
    using world = new GitWorld();
    world.init();
    world.init('other');
    const runner = world.runner(undefined, { GIT_DIR: world.path('other/.git'), GIT_WORK_TREE: '/' });
    expect((await world.open('work', runner)).gitDirectory).toBe(world.path('work/.git'));
  });
});

describe('a history that was not opened', () => {
  const queries: [string, (history: GitHistory) => Promise<unknown>][] = [
    ['log', (history) => Array.fromAsync(history.log({ to: 'HEAD' }))],
    ['logMessages', (history) => Array.fromAsync(history.logMessages({ to: 'HEAD' }))],
    ['tagRefs', (history) => history.tagRefs()],
    ['tags', (history) => history.tags()],
    ['snapshot', (history) => history.snapshot('HEAD', ['a.txt'])],
  ];

  it.each(queries)('%s fails where there is no repository', async (_, query) => {
    using world = new GitWorld();
    for (const name of ['', 'no/such/folder']) {
      const history = GitHistory.at(world.path(name), { commands: world.runner() });
      expect(await codeOf(query(history))).toBe('GIT_NOT_A_REPOSITORY');
    }
  });

  it.each(queries)('%s gives the same result from a subfolder as at the root', async (_, query) => {
    using world = new GitWorld();
    world.init();
    world.write('work', 'a/b/c.txt', '');
    world.commit('work', 'more');
    world.git('work', 'tag', 'v1.0.0');
    world.remoteOf('work');
    const inside = GitHistory.at(world.path('work/a/b'), { commands: world.runner() });
    expect(await query(inside)).toEqual(await query(await world.open()));
    expect(await inside.remoteUrl()).toBe(world.path('remote.git'));
  });
});

describe('log and count', () => {
  it('reads every field as git stores it', async () => {
    using world = new GitWorld();
    world.init();
    const parent = world.git('work', 'rev-parse', 'HEAD');
    const sha = world.commit('work', 'fix(ui): ünïcode 🎉\nsecond line\n\nbody one\n\nbody two\n\n');
    const repository = await world.open();
    expect(await collect(repository, { from: parent, to: 'HEAD' })).toEqual([
      {
        sha,
        parents: [parent],
        subject: 'fix(ui): ünïcode 🎉 second line',
        body: 'body one\n\nbody two',
        authorDate: expect.stringMatching(/^2026-01-01T00:00:00(\+00:00|Z)$/) as string,
        committerDate: expect.stringMatching(/^2026-01-01T00:00:00(\+00:00|Z)$/) as string,
        authorName: 'Ada Example',
      },
    ]);
  });

  it('gives children before parents, and as many commits as git counts', async () => {
    using world = new GitWorld();
    world.init();
    world.git('work', 'switch', '--quiet', '-c', 'side');
    world.commit('work', 'side 1');
    world.commit('work', 'side 2');
    world.git('work', 'switch', '--quiet', 'main');
    world.commit('work', 'main 1');
    world.git('work', 'merge', '--quiet', '--no-ff', '-m', 'Merge branch side', 'side');
    const repository = await world.open();
    const commits = await collect(repository, { to: 'main' });
    expect(commits).toHaveLength(await repository.count({ to: 'main' }));
    expect(commits[0]?.parents).toHaveLength(2);
    const place = new Map(commits.map((commit, index) => [commit.sha, index]));
    for (const commit of commits) {
      for (const parent of commit.parents) expect(place.get(parent)).toBeGreaterThan(place.get(commit.sha)!);
    }
  });

  it('puts a parent with a later date before its child only in dated order', async () => {
    using world = new GitWorld();
    const commit = (message: string, day: string, ...parents: readonly string[]) => {
      const env = { ...world.env, GIT_COMMITTER_DATE: `${day}T00:00:00Z` };
      const args = ['commit-tree', 'HEAD^{tree}', '-m', message, ...parents.flatMap((sha) => ['-p', sha])];
      return execFileSync('git', ['-C', world.path('work'), ...args], { env, encoding: 'utf8' }).trimEnd();
    };
    world.init();
    const parent = commit('parent', '2030-01-01');
    const child = commit('child', '2026-01-02', parent);
    const side = commit('side', '2026-01-03', parent);
    world.git('work', 'reset', '--quiet', '--hard', commit('merge', '2026-01-04', child, side));
    const repository = await world.open();
    const subjects = async (...order: ['dated'?]) =>
      (await Array.fromAsync(repository.logMessages({ to: 'HEAD' }, ...order)))
        .flat()
        .map(({ subject }) => subject);
    expect(await subjects()).toEqual(['merge', 'side', 'child', 'parent']);
    expect(await subjects('dated')).toEqual(['merge', 'side', 'parent', 'child']);
    expect((await collect(repository, { to: 'HEAD' })).map(({ subject }) => subject)).toEqual(
      await subjects(),
    );
  });

  it.each([0, 1, 70_000, 200_000])('reads a message of %i characters between others', async (length) => {
    using world = new GitWorld();
    world.init();
    for (const size of [length, 3, length]) {
      world.write('work', 'message', `subject ${size}\n\n${'x'.repeat(size)}`);
      world.git('work', 'commit', '--quiet', '--allow-empty', '--file', 'message');
    }
    const repository = await world.open();
    const bodies = (await collect(repository, { to: 'HEAD' })).map(({ body }) => body.length);
    expect(bodies).toEqual([length, 3, length, 0]);
  });

  it('reads histories larger than a pipe buffer, with characters split between chunks', async () => {
    using world = new GitWorld();
    world.init('long');
    const body = 'é€😀'.repeat(50);
    const stream = Array.from({ length: 3000 }, (_, at) => {
      const message = `feat: número ${at}\n\n${body}`;
      const size = Buffer.byteLength(message);
      return `commit refs/heads/long\ncommitter A <a@example.invalid> 1700000000 +0000\ndata ${size}\n${message}\n`;
    }).join('');
    execFileSync('git', ['-C', world.path('long'), 'fast-import', '--quiet'], { input: stream });
    const repository = await world.open('long');
    const commits = await collect(repository, { to: 'long' });
    expect(commits).toHaveLength(3000);
    expect(commits.every((commit) => commit.body === body)).toBe(true);
    expect(commits.at(-1)?.subject).toBe('feat: número 0');
  });

  it('ends git if the reader stops early', async () => {
    using world = new GitWorld();
    world.init();
    world.commit('work', 'two');
    const repository = await world.open();
    for await (const commit of repository.log({ to: 'HEAD' })) {
      expect(commit.subject).toBe('two');
      break;
    }
    expect(await repository.count({ to: 'HEAD' })).toBe(2);
  });

  it('refuses an unknown revision', async () => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    expect(await codeOf(collect(repository, { to: 'nowhere' }))).toBe('GIT_UNKNOWN_REVISION');
    expect(await codeOf(repository.count({ from: 'v1', to: 'HEAD' }))).toBe('GIT_UNKNOWN_REVISION');
  });

  it('finds no commits in an empty range', async () => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    expect(await collect(repository, { from: 'HEAD', to: 'HEAD' })).toEqual([]);
    expect(await repository.count({ from: 'HEAD', to: 'HEAD' })).toBe(0);
  });

  it('reads the real history behind replaced objects', async () => {
    using world = new GitWorld();
    world.init();
    const second = world.commit('work', 'two');
    world.commit('work', 'three');
    world.git('work', 'replace', '--graft', second);
    expect(await (await world.open()).count({ to: 'HEAD' })).toBe(3);
  });
});

describe('hostile names', () => {
  const rows = ['--output=owned', '-x', '^main', 'main..side', 'a b', 'main:file', 'x\ny', '', 'main\0'];
  it.each(rows)('%j never reaches git', async (name) => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    const before = world.snapshot('work');
    expect(await codeOf(collect(repository, { to: name }))).toBe('GIT_INVALID_NAME');
    expect(await codeOf(repository.resolve(name))).toBe('GIT_INVALID_NAME');
    expect(await codeOf(repository.isAncestor(name, 'HEAD'))).toBe('GIT_INVALID_NAME');
    expect(await codeOf(repository.readFile(name, 'hello.txt'))).toBe('GIT_INVALID_NAME');
    expect(world.snapshot('work')).toEqual(before);
  });

  it.each(['../secret', '/etc/passwd', '.git/config', 'a/.GIT/x', 'a//b', '', 'a\nb'])(
    'path %j is refused',
    async (path) => {
      using world = new GitWorld();
      world.init();
      const repository = await world.open();
      expect(await codeOf(repository.readFile('HEAD', path))).toBe('GIT_INVALID_NAME');
    },
  );

  it.each(['--upload-pack=touch owned', '-oProxyCommand=x', 'ext::sh -c owned', 'ext::owned'])(
    'remote %j is refused',
    async (remote) => {
      using world = new GitWorld();
      world.init();
      const repository = await world.open();
      expect(await codeOf(repository.remoteRefs({ remote, patterns: ['HEAD'] }))).toBe('GIT_INVALID_NAME');
    },
  );
});

describe('queries', () => {
  it('resolves through tags, and returns undefined for what does not exist', async () => {
    using world = new GitWorld();
    world.init();
    const head = world.git('work', 'rev-parse', 'HEAD');
    world.git('work', 'tag', '-a', 'v1', '-m', 'one');
    world.git('work', 'tag', 'blob', 'HEAD:hello.txt');
    const repository = await world.open();
    expect(await repository.resolve('v1')).toBe(head);
    expect(await repository.resolve(head.slice(0, 12))).toBe(head);
    expect(await repository.resolve('nowhere')).toBeUndefined();
    expect(await repository.resolve('f'.repeat(40))).toBeUndefined();
    expect(await repository.resolve('blob')).toBeUndefined();
  });

  it('finds the current branch, or none', async () => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    expect(await repository.currentBranch()).toBe('main');
    world.git('work', 'switch', '--quiet', '--detach');
    expect(await repository.currentBranch()).toBeUndefined();
  });

  it('finds ancestors and merge bases', async () => {
    using world = new GitWorld();
    world.init();
    const base = world.git('work', 'rev-parse', 'HEAD');
    world.git('work', 'branch', 'side');
    world.commit('work', 'two');
    world.git('work', 'switch', '--quiet', 'side');
    world.commit('work', 'other');
    world.git('work', 'switch', '--quiet', '--orphan', 'lonely');
    world.commit('work', 'alone');
    const repository = await world.open();
    expect(await repository.isAncestor(base, 'main')).toBe(true);
    expect(await repository.isAncestor('main', 'main')).toBe(true);
    expect(await repository.isAncestor('main', 'side')).toBe(false);
    expect(await codeOf(repository.isAncestor('main', 'nowhere'))).toBe('GIT_UNKNOWN_REVISION');
    expect(await repository.mergeBase('main', 'side')).toBe(base);
    expect(await repository.mergeBase('main', 'lonely')).toBeUndefined();
  });

  it('refuses a shallow clone', async () => {
    using world = new GitWorld();
    world.init();
    world.commit('work', 'two');
    world.remoteOf('work');
    execFileSync('git', [
      'clone',
      '-q',
      '--depth=1',
      `file://${world.path('remote.git')}`,
      world.path('shallow'),
    ]);
    const shallow = await world.open('shallow');
    expect(await shallow.isShallow()).toBe(true);
    expect(await codeOf(shallow.requireFullHistory())).toBe('GIT_SHALLOW');
    const full = await world.open();
    expect(await full.isShallow()).toBe(false);
    await full.requireFullHistory();
    // From the files in the folder, and from git where they are not enough.
    for (const [name, shallow] of [
      ['shallow', true],
      ['shallow/.git', true],
      ['work', false],
      ['work/a', false],
      ['shallow/a', true],
      ['remote.git', false],
    ] as const) {
      mkdirSync(world.path(name), { recursive: true });
      const history = GitHistory.at(world.path(name), { commands: world.runner(), pathExists: existsSync });
      expect([name, await history.isShallow()]).toEqual([name, shallow]);
    }
    const nowhere = GitHistory.at(world.path(''), { commands: world.runner(), pathExists: existsSync });
    expect(await codeOf(nowhere.isShallow())).toBe('GIT_NOT_A_REPOSITORY');
  });

  it('reads a file at a revision byte for byte', async () => {
    using world = new GitWorld();
    world.init();
    const text = '\uFEFFline\r\nünï\0 no end';
    world.commit('work', 'files', { 'a dir/päth': text, empty: '' });
    symlinkSync('hello.txt', world.path('work/link'));
    world.commit('work', 'link');
    const repository = await world.open();
    expect(await repository.readFile('HEAD', 'a dir/päth')).toBe(text);
    expect(await repository.readFile('HEAD', 'empty')).toBe('');
    expect(await repository.readFile('HEAD~2', 'empty')).toBeUndefined();
    expect(await repository.readFile('HEAD', 'a dir')).toBeUndefined();
    expect(await codeOf(repository.readFile('nowhere', 'empty'))).toBe('GIT_UNKNOWN_REVISION');
    expect(await repository.snapshot('HEAD', ['empty', 'a dir', 'missing', 'a dir/päth'])).toEqual({
      sha: await repository.resolve('HEAD'),
      files: new Map([
        ['empty', ''],
        ['a dir', undefined],
        ['missing', undefined],
        ['a dir/päth', text],
      ]),
      folders: new Set(['a dir']),
      tags: new Map(),
    });
    expect(await repository.snapshot('nowhere', ['empty'])).toBeUndefined();
    expect(await codeOf(repository.snapshot('HEAD', ['../outside']))).toBe('GIT_INVALID_NAME');
  });

  it('lists the files of a folder at a revision, without subfolders', async () => {
    using world = new GitWorld();
    world.init();
    world.commit('work', 'more', {
      'notes/b.md': 'b',
      'notes/ä.md': 'a',
      'notes/deep/c.md': 'c',
      'notes.md': '',
    });
    world.commit('work', 'later', { 'notes/later.md': '' });
    const repository = await world.open();
    expect(await repository.filesIn('HEAD~1', 'notes')).toEqual(['notes/b.md', 'notes/ä.md']);
    expect(await repository.filesIn('HEAD~1')).toEqual(expect.arrayContaining(['hello.txt', 'notes.md']));
    expect(await repository.filesIn('HEAD~1')).not.toContain('notes/b.md');
    expect(await repository.filesIn('HEAD', 'nowhere')).toEqual([]);
    expect(await repository.filesIn('HEAD', 'notes.md')).toEqual([]);
    expect(await codeOf(repository.filesIn('nowhere', 'notes'))).toBe('GIT_UNKNOWN_REVISION');
    expect(await codeOf(repository.filesIn('HEAD', '../up'))).toBe('GIT_INVALID_NAME');
  });
});

describe('added files', () => {
  it('are mapped to the commit that added them', async () => {
    using world = new GitWorld();
    world.init();
    const first = world.git('work', 'rev-parse', 'HEAD');
    const one = world.commit('work', 'one', { 'notes/a b.md': '1', 'notes/ü.md': '1', other: '1' });
    world.git('work', 'switch', '--quiet', '-c', 'side');
    const side = world.commit('work', 'side', { 'notes/side.md': '1', 'notes/deep/x.md': '1' });
    world.git('work', 'switch', '--quiet', 'main');
    world.commit('work', 'edit', { 'notes/a b.md': '2' });
    world.git('work', 'merge', '--quiet', '--no-ff', '-m', 'merge', 'side');
    world.git('work', 'rm', '--quiet', 'notes/ü.md');
    world.commit('work', 'gone');
    const again = world.commit('work', 'again', { 'notes/ü.md': '2' });
    const repository = await world.open();
    expect(await repository.addedFiles({ from: first, to: 'HEAD' }, 'notes')).toEqual(
      new Map([
        ['notes/ü.md', again],
        ['notes/deep/x.md', side],
        ['notes/side.md', side],
        ['notes/a b.md', one],
      ]),
    );
    expect(await repository.addedFiles({ from: again, to: 'HEAD' }, 'notes')).toEqual(new Map());
  });
});

describe('changed files', () => {
  it('are listed by commit; of a merge only what git would not have merged so', async () => {
    using world = new GitWorld();
    world.init();
    const first = world.git('work', 'rev-parse', 'HEAD');
    world.git('work', 'switch', '--quiet', '-c', 'side');
    const side = world.commit('work', 'side', { 'a b.md': '1' });
    world.git('work', 'switch', '--quiet', 'main');
    const moved = world.commit('work', 'moved', { other: '1' });
    world.git('work', 'switch', '--quiet', 'side');
    world.git('work', 'merge', '--quiet', '-m', 'merge', 'main');
    const clean = world.git('work', 'rev-parse', 'HEAD');
    world.git('work', 'switch', '--quiet', 'main');
    world.git('work', 'merge', '--quiet', '--no-ff', '--no-commit', 'side~1');
    const more = world.commit('work', 'merge and more', { extra: '1' });
    const empty = world.commit('work', 'empty');
    const repository = await world.open();
    expect(await repository.changedFiles({ from: first, to: clean }, { merges: true })).toEqual(
      new Map([
        [clean, []],
        [side, ['a b.md']],
        [moved, ['other']],
      ]),
    );
    expect(await repository.changedFiles({ from: clean, to: empty }, { merges: true })).toEqual(
      new Map([
        [empty, []],
        [more, ['extra']],
      ]),
    );
    expect((await repository.changedFiles({ from: clean, to: empty })).get(more)).toEqual([]);
  });
});

describe('merged trees', () => {
  it('are written with their conflicts named, and a merge is committed on them', async () => {
    using world = new GitWorld();
    world.init();
    world.git('work', 'switch', '--quiet', '-c', 'side');
    const side = world.commit('work', 'side', { side: '1' });
    const clash = world.commit('work', 'clash', { 'hello.txt': 'side\n' });
    world.git('work', 'switch', '--quiet', 'main');
    const main = world.commit('work', 'main', { 'hello.txt': 'main\n' });
    const repository = await world.open();
    const clean = await repository.mergeTrees(side, main);
    expect(clean.conflicts).toEqual([]);
    const merge = await repository.commitFiles({
      parent: side,
      merged: main,
      tree: clean.tree,
      files: new Map([['more', '2']]),
      message: 'merge',
      date: '2026-11-02T10:20:30Z',
    });
    expect(world.git('work', 'log', '-1', '--format=%P', merge)).toBe(`${side} ${main}`);
    expect(world.git('work', 'ls-tree', '-r', '--name-only', merge).split('\n')).toEqual([
      'hello.txt',
      'more',
      'side',
    ]);
    expect((await repository.mergeTrees(clash, main)).conflicts).toEqual(['hello.txt']);
    expect(await codeOf(repository.mergeTrees('0'.repeat(40), main))).toBe('GIT_COMMAND_FAILED');
  });
});

describe('tags', () => {
  it('are empty in a repository without tags', async () => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    expect(await repository.tagRefs()).toEqual([]);
    expect(await repository.tags()).toEqual([]);
  });

  it('lists tags of every kind with the commit they point to', async () => {
    using world = new GitWorld();
    world.init();
    const first = world.git('work', 'rev-parse', 'HEAD');
    world.git('work', 'tag', 'light');
    world.git('work', 'tag', '-a', 'noted', '-m', 'a note');
    world.git('work', 'tag', '-a', 'nested', '-m', 'a note on a note', 'noted');
    world.git('work', 'tag', 'blob', 'HEAD:hello.txt');
    world.git('work', 'switch', '--quiet', '-c', 'side');
    const second = world.commit('work', 'two');
    world.git('work', 'tag', 'deep/v1');
    const repository = await world.open();
    const date = expect.stringMatching(/^2026-01-01T00:00:00/) as string;
    const id = (name: string) => world.git('work', 'rev-parse', `refs/tags/${name}`);
    expect(await repository.tags()).toEqual([
      { name: 'deep/v1', sha: second, object: second, annotated: false, date },
      { name: 'light', sha: first, object: first, annotated: false, date },
      { name: 'nested', sha: first, object: id('nested'), annotated: true, date },
      { name: 'noted', sha: first, object: id('noted'), annotated: true, date },
    ]);
    expect(await repository.tagRefs()).toEqual([
      { name: 'blob', sha: id('blob'), object: id('blob'), annotated: false },
      { name: 'deep/v1', sha: second, object: second, annotated: false },
      { name: 'light', sha: first, object: first, annotated: false },
      { name: 'nested', sha: first, object: id('nested'), annotated: true },
      { name: 'noted', sha: first, object: id('noted'), annotated: true },
    ]);
    const some = await repository.tags({ names: ['noted', 'deep', 'blob', 'missing'] });
    expect(some.map((tag) => tag.name)).toEqual(['noted']);
    expect(await repository.tags({ names: [] })).toEqual([]);
    const merged = await repository.tags({ mergedInto: 'main' });
    expect(merged.map((tag) => tag.name)).toEqual(['light', 'nested', 'noted']);
  });

  it('are the same in a snapshot as in the list, except those that only git can follow', async () => {
    using world = new GitWorld();
    world.init();
    const zones = { noted: '1767225600 +0000', west: '1767225600 -0330', east: '1767225600 +1345' };
    for (const [name, date] of Object.entries(zones)) {
      world.env.GIT_COMMITTER_DATE = date;
      world.git('work', 'tag', '-a', name, '-m', 'tagger Nobody <n@example.invalid> 1 +0000');
      world.commit('work', `committer Nobody <n@example.invalid> 1 +0000 ${name}`);
      world.git('work', 'tag', `light-${name}`);
    }
    world.git('work', 'tag', '-a', 'nested', '-m', 'a note on a note', 'noted');
    world.git('work', 'tag', 'tree', 'HEAD^{tree}');
    const repository = await world.open();
    const names = ['noted', 'west', 'east', 'light-noted', 'light-west', 'light-east'];
    const snapshot = await repository.snapshot('HEAD', [], [...names, 'nested', 'tree', 'missing']);
    // Newer versions of git write Z for no offset.
    const plain = (tags: readonly Tag[]) =>
      tags.map((tag) => [tag.name, { ...tag, date: tag.date.replace('Z', '+00:00') }]);
    expect(snapshot?.tags).toEqual(new Map(plain(await repository.tags({ names })) as [string, Tag][]));
    expect(snapshot?.tags.get('west')?.date).toBe('2025-12-31T20:30:00-03:30');
    expect(await codeOf(repository.snapshot('HEAD', [], ['a b']))).toBe('GIT_INVALID_NAME');
    expect(['v1.0', 'a/b', '', 'a b', 'a..b', '-x~1', 'x.lock'].filter(isTagName)).toEqual(['v1.0', 'a/b']);
  });
});
