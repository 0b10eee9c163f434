import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { COMMIT, HEAD, OTHER, queriedPull } from '../../test/responses.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';

const text = (value: string) => ({ object: { oid: OTHER, text: value, isTruncated: false } });
const merge = (changes: { commit?: object; lastCommit?: object } = {}) => ({
  object: {
    oid: COMMIT,
    committedDate: '2026-01-02T00:00:00Z',
    parents: { nodes: [] },
    file0: text('here'),
    associatedPullRequests: {
      nodes: [
        {
          ...queriedPull(),
          commits: { nodes: [{ commit: changes.lastCommit ?? { oid: HEAD, file0: text('head') } }] },
        },
      ],
    },
    ...changes.commit,
  },
});
const request = { sha: COMMIT, files: ['CHANGELOG.md'] };

describe('the files of a merge', () => {
  it('at a head that is not the last commit of its pull request: read separately', async () => {
    const github = new ScriptedGitHub()
      .data(merge({ lastCommit: { oid: OTHER, file0: text('not the head') } }))
      .data({ object: { oid: HEAD, file0: text('the head') } });
    const found = await github.repository().pulls.getReleaseMerge(request);
    expect(found.pullRequests[0]?.files.get('CHANGELOG.md')).toBe('the head');
    expect(github.json(1)).toMatchObject({ variables: { sha: HEAD, path0: 'CHANGELOG.md' } });
    expect(github.calls).toHaveLength(2);
  });

  it('a file that GitHub truncated is read completely', async () => {
    const truncated = { object: { oid: OTHER, text: 'begin', isTruncated: true } };
    const content = Buffer.from('begin and ünd').toString('base64');
    const github = new ScriptedGitHub()
      .data(merge({ commit: { file0: truncated } }))
      .reply({ status: 200, json: { content, encoding: 'base64' } });
    expect((await github.repository().pulls.getReleaseMerge(request)).files.get('CHANGELOG.md')).toBe(
      'begin and ünd',
    );
    expect(github.calls[1]).toBe(`GET /api/v3/repos/heroku/demo/git/blobs/${OTHER}`);
  });

  it.each([
    ['absent', null],
    ['a folder', { object: {} }],
    ['binary', { object: { oid: OTHER, text: null, isTruncated: false } }],
  ])('a file that is %s has no text', async (_name, file0) => {
    const github = new ScriptedGitHub().data(merge({ commit: { file0 } }));
    const { files } = await github.repository().pulls.getReleaseMerge(request);
    expect([...files]).toEqual([['CHANGELOG.md', undefined]]);
  });

  it('a file of another shape is not an absent file', async () => {
    const github = new ScriptedGitHub().data(
      merge({ commit: { file0: { object: { oid: OTHER, text: 5 } } } }),
    );
    await expect(github.repository().pulls.getReleaseMerge(request)).rejects.toMatchObject({
      code: 'GITHUB_UNEXPECTED_ANSWER',
    });
  });

  it('a path given twice is read once', async () => {
    const github = new ScriptedGitHub().data(merge());
    const { files } = await github
      .repository()
      .pulls.getReleaseMerge({ ...request, files: ['CHANGELOG.md', 'CHANGELOG.md'] });
    expect([...files.keys()]).toEqual(['CHANGELOG.md']);
  });
});

it.each([
  ['absent', null],
  ['not a commit', {}],
])('a commit that is %s is not found', async (_name, object) => {
  const github = new ScriptedGitHub().data({ ...merge(), object });
  await expect(github.repository().pulls.getReleaseMerge(request)).rejects.toMatchObject({
    code: 'GITHUB_NOT_FOUND',
  });
});

it('the files before the merge, the newest tags and the releases are included', async () => {
  const tag = (name: string, target: object) => ({ name, target: { oid: OTHER, ...target } });
  const release = { tagName: 'v1.1.0', isDraft: false, isPrerelease: false, publishedAt: 'p', url: 'u' };
  const github = new ScriptedGitHub().data({
    ...merge({
      commit: {
        parents: {
          nodes: [
            { oid: OTHER, file0: text('before') },
            { oid: HEAD, file0: text('head') },
          ],
        },
      },
    }),
    refs: { nodes: [tag('v1.1.0', { __typename: 'Commit' }), tag('a-tree', { __typename: 'Tree' })] },
    releases: { nodes: [release] },
  });
  const found = await github.repository().pulls.getReleaseMerge({ sha: COMMIT, files: ['CHANGELOG.md'] });
  expect(found.parentFiles.get('CHANGELOG.md')).toBe('before');
  expect(found.tags.map(({ name, commitSha }) => [name, commitSha])).toEqual([['v1.1.0', OTHER]]);
  expect(found.releases).toEqual([expect.objectContaining({ tag: 'v1.1.0', draft: false, body: '' })]);
  expect(github.calls).toHaveLength(1);
});
