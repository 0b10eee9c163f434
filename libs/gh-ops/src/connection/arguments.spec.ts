import { describe, expect, it } from 'vitest';
import { COMMIT } from '../../test/responses.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';
import { checkedPath, checkedRefName, checkedSha, checkedWorkflowFile } from './arguments.ts';

const refused = expect.objectContaining({ code: 'GITHUB_BAD_ARGUMENT', effect: 'none' }) as Error;

describe('arguments', () => {
  it.each(['main', 'release-v1.2.0', 'v1.2.0rc1', 'feature/x', 'a@b', 'v1!2.0', 'ünder'])(
    'ref %j is accepted',
    (name) => {
      expect(checkedRefName(name)).toBe(name);
    },
  );

  it.each([
    '',
    ' ',
    'a b',
    'a..b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    '-x',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a.',
    '@',
    'a@{1}',
    'a\u0000',
    'a\nb',
  ])('ref %j is refused', (name) => {
    expect(() => checkedRefName(name)).toThrow(refused);
  });

  it.each(['', COMMIT.slice(1), `${COMMIT}0`, COMMIT.toUpperCase(), `${COMMIT}\n`, 'HEAD'])(
    'commit %j is refused',
    (sha) => {
      expect(() => checkedSha(sha)).toThrow(refused);
    },
  );

  it.each(['publish', '../publish.yml', 'a/publish.yml', 'publish.yml?x', '.yml'])(
    'workflow %j is refused',
    (file) => {
      expect(() => checkedWorkflowFile(file)).toThrow(refused);
    },
  );

  it.each(['', '/a', 'a/', 'a//b', '../a', 'a/./b', 'a:b', 'a\\b', 'a\nb'])('path %j is refused', (path) => {
    expect(() => checkedPath(path)).toThrow(refused);
  });
});

it('nothing is sent with an invalid argument', async () => {
  const github = new ScriptedGitHub();
  const repository = github.repository();
  const tagger = { name: 'n', email: 'e', date: '2026-01-02 00:00' };
  await expect(repository.runs.get(0)).rejects.toThrow(refused);
  await expect(repository.runs.get(1.5)).rejects.toThrow(refused);
  await expect(repository.pulls.listOfCommit('abc')).rejects.toThrow(refused);
  await expect(repository.runs.list('package.yml', { headSha: '' })).rejects.toThrow(refused);
  await expect(repository.tags.ensure({ tag: 'v1', commit: COMMIT, message: 'm', tagger })).rejects.toThrow(
    refused,
  );
  await expect(repository.runs.dispatch('publish.yml', { ref: '--all' })).rejects.toThrow(refused);
  await expect(repository.releases.findPublished('../v1')).rejects.toThrow(refused);
  expect(github.calls).toEqual([]);
});
