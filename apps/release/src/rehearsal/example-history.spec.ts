import { join } from 'node:path';
import { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildExampleRepository, type ExampleHistory, type ExampleRepository } from './example-history.ts';

const examples = join(import.meta.dirname, '../../../../examples');
const sourceFolder = join(examples, 'greeting-py');
const files = new FileStore();
const commands = new CommandRunner({ env: { PATH: process.env['PATH'] } });
let folder = '';
let data: ExampleHistory;
let repository: ExampleRepository;

const git = async (...args: string[]) =>
  (await commands.output({ command: 'git', args, cwd: repository.root })).trimEnd();
const lines = async (...args: string[]) => (await git(...args)).split('\n');

beforeAll(async () => {
  folder = await files.temporaryFolder('example-history-');
  data = JSON.parse(await files.readText(join(examples, 'greeting-py.history.json'))) as ExampleHistory;
  repository = await buildExampleRepository({
    data,
    sourceFolder,
    into: join(folder, 'one'),
    commands,
    files,
  });
});
afterAll(async () => {
  await files.remove(folder);
});

describe('the repository of the example', () => {
  it('has exactly the folder at its head, byte for byte', async () => {
    const place = [`--git-dir=${join(repository.root, '.git')}`, `--work-tree=${sourceFolder}`];
    const compare = async () =>
      await commands.output({
        command: 'git',
        args: ['--no-optional-locks', ...place, 'status', '--porcelain', '--untracked-files=all'],
        cwd: sourceFolder,
      });
    expect(await compare()).toBe('');
    expect(await lines('ls-files')).toEqual(
      expect.arrayContaining(['pyproject.toml', 'src/greeting_py/greeter.py']),
    );
  });

  it('has the same hashes every time', async () => {
    const into = join(folder, 'two');
    const again = await buildExampleRepository({ data, sourceFolder, into, commands, files });
    expect(again.head).toBe(repository.head);
    expect([...again.commits]).toEqual([...repository.commits]);
  });

  it('has a clean checkout of the default branch, passes fsck, and has no remote', async () => {
    expect(await git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('remote')).toBe('');
    expect(await git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main');
    expect(await git('fsck', '--strict', '--no-dangling')).toBe('');
    expect(await git('rev-parse', 'HEAD')).toBe(repository.head);
  });

  it('has exactly the commits of the history', async () => {
    const reachable = await lines('rev-list', 'HEAD');
    expect(reachable.sort()).toEqual([...repository.commits.values()].sort());
    expect(reachable).toHaveLength(data.commits.length);
  });

  it('has annotated release tags on the merge commits', async () => {
    const format = '--format=%(refname:short) %(objecttype) %(*objectname)';
    expect(await lines('for-each-ref', format, 'refs/tags')).toEqual(
      ['0.3.0', '0.4.0', '0.4.1'].map((v) => `v${v} tag ${repository.commits.get(`merge-${v}`) ?? ''}`),
    );
  });

  it.each(['0.3.0', '0.4.0', '0.4.1'])('has version and changelog of %s at its tag', async (version) => {
    expect(await git('show', `v${version}:pyproject.toml`)).toContain(`\nversion = "${version}"`);
    const headings = (await lines('show', `v${version}:CHANGELOG.md`)).filter((line) =>
      line.startsWith('# ['),
    );
    expect(headings[0]).toContain(`# [${version}](`);
  });

  it('has every kind of commit that a changelog must handle since the last release', async () => {
    const subjects = await lines('log', '--format=%s', 'v0.4.1..HEAD');
    expect(subjects).toHaveLength(12);
    for (const kind of [
      /^Merge pull request #\d+ from /,
      /^\w+(?:\(\w+\))?: .* \(#\d+\)$/,
      /^Revert "/,
      /^build\(deps\): bump /,
      /^docs: /,
      /^Add Korean$/,
    ]) {
      expect(subjects).toEqual(expect.arrayContaining([expect.stringMatching(kind)]));
    }
    expect(await git('log', '-1', '--format=%b', '--grep=^Revert', 'HEAD')).toContain(
      `This reverts commit ${repository.commits.get('shout') ?? ''}.`,
    );
  });

  it('has the changes of both sides in a merge, and not those that were reverted', async () => {
    const merge = repository.commits.get('merge-farewells') ?? '';
    expect(await lines('diff', '--name-only', `${merge}^1`, merge)).toContain('tests/test_phrases.py');
    expect(await lines('diff', '--name-only', `${merge}^2`, merge)).toEqual(['src/greeting_py/shout.py']);
    expect(await git('ls-files', 'src/greeting_py/shout.py')).toBe('');
  });
});

describe('an inconsistent history', () => {
  it.each<[string, (history: ExampleHistory) => ExampleHistory]>([
    ['an unknown parent', (h) => overlay(h, { parents: ['nobody'] })],
    ['an unknown person', (h) => overlay(h, { author: 'nobody' })],
    ['a date without its offset', (h) => overlay(h, { date: '2026-01-12T09:00:00' })],
    ['the SHA of a later commit', (h) => overlay(h, { message: 'see {sha:korean}' })],
    [
      'a text that is not in the file',
      (h) => overlay(h, { files: { LICENSE: { replace: { 'no such text': '' } } } }),
    ],
    ['a file that is not in the folder', (h) => overlay(h, { files: { 'no-such-file': true } })],
  ])('is rejected: %s', async (name, spoil) => {
    const into = join(folder, name.replaceAll(' ', '-'));
    const built = buildExampleRepository({ data: spoil(data), sourceFolder, into, commands, files });
    await expect(built).rejects.toThrow();
  });
});

function overlay(
  history: ExampleHistory,
  change: Partial<ExampleHistory['commits'][number]>,
): ExampleHistory {
  const commits = history.commits.map((commit) => (commit.id === 'noon' ? { ...commit, ...change } : commit));
  return { ...history, commits };
}
