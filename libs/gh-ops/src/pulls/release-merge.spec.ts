import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { COMMIT, HEAD, OTHER, queriedPull, refused, TAG_OBJECT } from '../../test/responses.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';

const text = (value: string) => ({ oid: OTHER, object: { oid: OTHER, text: value, isTruncated: false } });
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
          commits: { nodes: [{ commit: changes.lastCommit ?? { oid: HEAD, file0: { oid: OTHER } } }] },
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
      .data(merge({ lastCommit: { oid: OTHER, file0: { oid: OTHER } } }))
      .data({ object: { oid: HEAD, file0: { oid: TAG_OBJECT } } });
    const found = await github.repository().pulls.getReleaseMerge(request);
    expect(found.pullRequests[0]?.fileIds.get('CHANGELOG.md')).toBe(TAG_OBJECT);
    expect(github.json(1)).toMatchObject({ variables: { sha: HEAD, path0: 'CHANGELOG.md' } });
    expect(github.calls).toHaveLength(2);
  });

  it('at the head of a pull request that is not merged: not read, anybody may have opened it', async () => {
    const pull = {
      ...queriedPull({ state: 'OPEN', merged: false, mergeCommit: null, isCrossRepository: true }),
      commits: { nodes: [{ commit: { oid: OTHER, file0: { oid: OTHER } } }] },
    };
    const github = new ScriptedGitHub().data(
      merge({ commit: { associatedPullRequests: { nodes: [pull] } } }),
    );
    const found = await github.repository().pulls.getReleaseMerge(request);
    expect(found.pullRequests[0]).toMatchObject({ merged: false, fileIds: new Map() });
    expect(github.calls).toHaveLength(1);
  });

  it('a file that GitHub truncated is read completely', async () => {
    const truncated = { oid: OTHER, object: { oid: OTHER, text: 'begin', isTruncated: true } };
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
    ['a folder', { oid: OTHER, object: {} }],
    ['binary', { oid: OTHER, object: { oid: OTHER, text: null, isTruncated: false } }],
  ])('a file that is %s has no text', async (_name, file0) => {
    const github = new ScriptedGitHub().data(merge({ commit: { file0 } }));
    const { files } = await github.repository().pulls.getReleaseMerge(request);
    expect([...files]).toEqual([['CHANGELOG.md', undefined]]);
  });

  it('a file of another shape is not an absent file', async () => {
    const github = new ScriptedGitHub().data(
      merge({ commit: { file0: { oid: OTHER, object: { oid: OTHER, text: 5 } } } }),
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

describe('the branches of a merge', () => {
  it('the tip of the requested branch, and files on the default branch', async () => {
    const github = new ScriptedGitHub().data({
      ...merge(),
      branch: { target: { oid: HEAD } },
      defaultBranchRef: { name: 'main', target: { oid: HEAD, default_file0: text('settings') } },
    });
    const found = await github
      .repository()
      .pulls.getReleaseMerge({ ...request, branch: '1.x', defaultBranchFiles: ['pyproject.toml'] });
    expect(found.branchSha).toBe(HEAD);
    expect(found.defaultBranch).toEqual({ name: 'main', files: new Map([['pyproject.toml', 'settings']]) });
    expect(github.json(0)).toMatchObject({
      variables: { branch: 'refs/heads/1.x', path0: 'CHANGELOG.md', default_path0: 'pyproject.toml' },
    });
  });

  it('a branch that does not exist, in a repository without a default branch', async () => {
    const github = new ScriptedGitHub().data({ ...merge(), branch: null, defaultBranchRef: null });
    const found = await github.repository().pulls.getReleaseMerge({ ...request, branch: 'gone' });
    expect(found).toMatchObject({ branchSha: undefined, defaultBranch: undefined });
  });
});

it.each([
  ['identical', true],
  ['behind', true],
  ['ahead', false],
  ['diverged', false],
])('a commit whose comparison with the tip is %s: reachable %s', async (status, reachable) => {
  const github = new ScriptedGitHub().reply({ status: 200, json: { status } });
  expect(await github.repository().pulls.isReachable(COMMIT, { from: HEAD })).toBe(reachable);
  expect(github.calls).toEqual([`GET /api/v3/repos/heroku/demo/compare/${HEAD}...${COMMIT}?per_page=1`]);
});

it('a commit without a common ancestor is not reachable', async () => {
  const github = new ScriptedGitHub().reply(refused(404, 'No common ancestor'));
  expect(await github.repository().pulls.isReachable(COMMIT, { from: HEAD })).toBe(false);
});
