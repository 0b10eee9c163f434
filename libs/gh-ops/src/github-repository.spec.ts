import { describe, expect, it } from 'vitest';
import {
  COMMIT,
  HEAD,
  OTHER,
  queriedPull,
  restArtifact,
  restAsset,
  restPull,
  restRelease,
  restRun,
  TAG_OBJECT,
} from '../test/answers.ts';
import { ScriptedGitHub } from '../test/scripted-github.ts';

const R = '/api/v3/repos/heroku/demo';
const tagger = { name: 'Release', email: 'release@example.test', date: '2026-01-02T00:00:00Z' };
const annotated = {
  target: {
    __typename: 'Tag',
    oid: TAG_OBJECT,
    message: 'Release',
    target: { __typename: 'Commit', oid: COMMIT },
  },
};
const file = (text: string) => ({ object: { oid: OTHER, text, isTruncated: false } });

describe('the requests of each method and what they give', () => {
  it('findReleasesInFlight: one query', async () => {
    const github = new ScriptedGitHub().data({
      defaultBranchRef: { name: 'main' },
      open: {
        nodes: [
          queriedPull({ state: 'OPEN', merged: false, mergedAt: null, mergeCommit: null, isDraft: true }),
          queriedPull({ headRefName: 'fix-typo' }),
        ],
        pageInfo: { hasNextPage: false, endCursor: null },
      },
      merged: { nodes: [queriedPull({ number: 6 }), null] },
      releases: {
        nodes: [
          {
            databaseId: 11,
            tagName: 'v1.1.0',
            isDraft: true,
            isPrerelease: false,
            publishedAt: null,
            url: 'u',
            description: null,
          },
        ],
      },
    });
    const seen = await github
      .repository()
      .findReleasesInFlight({ baseBranch: 'main', branchPrefix: 'release-v' });
    expect(seen.defaultBranch).toBe('main');
    expect(seen.open).toEqual([
      expect.objectContaining({ number: 7, state: 'open', draft: true, merged: false }),
    ]);
    expect(seen.merged).toEqual([
      expect.objectContaining({ number: 6, state: 'closed', mergeCommitSha: COMMIT }),
    ]);
    expect(seen.releases).toEqual([
      { id: 11, tag: 'v1.1.0', draft: true, prerelease: false, publishedAt: undefined, url: 'u', body: '' },
    ]);
    expect(github.calls).toEqual(['POST /api/graphql']);
  });

  it('createPullRequest: one POST', async () => {
    const github = new ScriptedGitHub().reply({ status: 201, json: restPull() });
    const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
    expect(await github.repository().createPullRequest(pull)).toMatchObject({
      created: true,
      number: 7,
      draft: true,
      headSha: HEAD,
      merged: false,
      mergeCommitSha: undefined,
    });
    expect(github.calls).toEqual([`POST ${R}/pulls`]);
    expect(github.json(0)).toEqual({ ...pull, maintainer_can_modify: false });
  });

  it('updatePullRequest: one PATCH', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: restPull({ state: 'closed' }) });
    expect(await github.repository().updatePullRequest(7, { state: 'closed' })).toMatchObject({
      state: 'closed',
    });
    expect(github.calls).toEqual([`PATCH ${R}/pulls/7`]);
    expect(github.json(0)).toEqual({ state: 'closed' });
  });

  it('pullRequestsFrom: one GET by owner and branch, checked again', async () => {
    const elsewhere = restPull({
      number: 8,
      head: { ref: 'other', sha: HEAD, repo: { full_name: 'heroku/demo' } },
    });
    const fork = restPull({ number: 9, head: { ...restPull().head, repo: { full_name: 'else/demo' } } });
    const github = new ScriptedGitHub().reply({ status: 200, json: [elsewhere, fork, restPull()] });
    const found = await github.repository().pullRequestsFrom({ head: 'release-v1.2.0', state: 'all' });
    expect(found.map((pull) => pull.number)).toEqual([7]);
    expect(github.calls).toEqual([`GET ${R}/pulls?head=heroku%3Arelease-v1.2.0&state=all&per_page=100`]);
  });

  it('pullRequestsOf: one GET', async () => {
    const merged = restPull({ state: 'closed', merged_at: '2026-01-02T00:00:00Z', merge_commit_sha: COMMIT });
    const orphan = restPull({ head: { ref: 'x', sha: HEAD, repo: null } });
    const github = new ScriptedGitHub().reply({ status: 200, json: [merged, orphan] });
    expect(await github.repository().pullRequestsOf(COMMIT)).toEqual([
      expect.objectContaining({
        merged: true,
        mergeCommitSha: COMMIT,
        headRepository: 'heroku/demo',
        crossRepository: false,
      }),
      expect.objectContaining({ merged: false, headRepository: undefined, crossRepository: true }),
    ]);
    expect(github.calls).toEqual([`GET ${R}/commits/${COMMIT}/pulls?per_page=100`]);
  });

  it('releaseMerge: one query', async () => {
    const github = new ScriptedGitHub().data({
      defaultBranchRef: { name: 'main' },
      object: {
        oid: COMMIT,
        committedDate: '2026-01-02T00:00:00Z',
        parents: { nodes: [{ oid: OTHER }, { oid: HEAD }] },
        file0: file('version = "1.2.0"'),
        file1: null,
        associatedPullRequests: {
          nodes: [
            {
              ...queriedPull(),
              commits: { nodes: [{ commit: { oid: HEAD, file0: file('reviewed'), file1: file('log') } }] },
            },
          ],
        },
      },
      ref: annotated,
      release: { databaseId: 11, tagName: 'v1.2.0', isDraft: false, url: 'u' },
    });
    const merge = await github
      .repository()
      .releaseMerge({ sha: COMMIT, tag: 'v1.2.0', files: ['pyproject.toml', 'docs/CHANGELOG.md'] });
    expect(merge.commit).toEqual({
      sha: COMMIT,
      committedDate: '2026-01-02T00:00:00Z',
      parents: [OTHER, HEAD],
    });
    expect([...merge.files]).toEqual([
      ['pyproject.toml', 'version = "1.2.0"'],
      ['docs/CHANGELOG.md', undefined],
    ]);
    expect(merge.pullRequests).toHaveLength(1);
    expect(merge.pullRequests[0]).toMatchObject({
      number: 7,
      merged: true,
      headSha: HEAD,
      crossRepository: false,
    });
    expect([...merge.pullRequests[0]!.files.values()]).toEqual(['reviewed', 'log']);
    expect(merge.tag).toMatchObject({
      name: 'v1.2.0',
      objectSha: TAG_OBJECT,
      commitSha: COMMIT,
      annotated: true,
    });
    expect(merge.release).toEqual({ id: 11, tag: 'v1.2.0', draft: false, url: 'u' });
    expect(github.calls).toEqual(['POST /api/graphql']);
    expect(github.json(0)).toMatchObject({
      variables: {
        sha: COMMIT,
        tag: 'v1.2.0',
        ref: 'refs/tags/v1.2.0',
        path0: 'pyproject.toml',
        path1: 'docs/CHANGELOG.md',
      },
    });
  });

  it.each([
    [
      'annotated',
      annotated,
      { objectSha: TAG_OBJECT, commitSha: COMMIT, message: 'Release', annotated: true },
    ],
    [
      'lightweight',
      { target: { __typename: 'Commit', oid: COMMIT } },
      { objectSha: COMMIT, commitSha: COMMIT, message: undefined, annotated: false },
    ],
    ['absent', null, undefined],
  ])('findTag: one query, %s', async (_name, ref, wanted) => {
    const github = new ScriptedGitHub().data({ ref });
    const found = await github.repository().findTag('v1.2.0');
    expect(found).toEqual(wanted === undefined ? undefined : { name: 'v1.2.0', ...wanted });
    expect(github.calls).toEqual(['POST /api/graphql']);
  });

  it('createTag: two POSTs', async () => {
    const github = new ScriptedGitHub().reply(
      { status: 201, json: { sha: TAG_OBJECT, object: { sha: COMMIT, type: 'commit' } } },
      { status: 201, json: { ref: 'refs/tags/v1.2.0', object: { sha: TAG_OBJECT, type: 'tag' } } },
    );
    const made = await github.repository().createTag({ tag: 'v1.2.0', commit: COMMIT, message: 'm', tagger });
    expect(made).toEqual({
      name: 'v1.2.0',
      objectSha: TAG_OBJECT,
      commitSha: COMMIT,
      message: 'm',
      annotated: true,
      created: true,
    });
    expect(github.calls).toEqual([`POST ${R}/git/tags`, `POST ${R}/git/refs`]);
    expect(github.json(0)).toEqual({ tag: 'v1.2.0', message: 'm', object: COMMIT, type: 'commit', tagger });
    expect(github.json(1)).toEqual({ ref: 'refs/tags/v1.2.0', sha: TAG_OBJECT });
  });

  it('releases: one GET', async () => {
    const broken = restAsset({ state: 'starter', digest: null, size: 0 });
    const github = new ScriptedGitHub().reply({ status: 200, json: [restRelease({ assets: [broken] })] });
    expect(await github.repository().releases()).toEqual([
      expect.objectContaining({
        id: 11,
        draft: true,
        immutable: undefined,
        assets: [{ id: 21, name: broken.name, size: 0, digest: undefined, state: 'starter' }],
      }),
    ]);
    expect(github.calls).toEqual([`GET ${R}/releases?per_page=100`]);
  });

  it('findReleaseByTag: one GET; 404 is no release', async () => {
    const github = new ScriptedGitHub().reply({ status: 404, json: { message: 'Not Found' } });
    expect(await github.repository().findReleaseByTag('v1.2.0')).toBeUndefined();
    expect(github.calls).toEqual([`GET ${R}/releases/tags/v1.2.0`]);
  });

  it('createRelease: one POST of a draft without a commit', async () => {
    const github = new ScriptedGitHub().reply({ status: 201, json: restRelease() });
    await github.repository().createRelease({ tag: 'v1.2.0', name: 'n', body: 'b', makeLatest: false });
    expect(github.calls).toEqual([`POST ${R}/releases`]);
    expect(github.json(0)).toEqual({
      tag_name: 'v1.2.0',
      name: 'n',
      body: 'b',
      draft: true,
      prerelease: false,
      make_latest: 'false',
    });
  });

  it('updateRelease: one PATCH', async () => {
    const github = new ScriptedGitHub().reply({
      status: 200,
      json: restRelease({ draft: false, immutable: true }),
    });
    const published = await github.repository().updateRelease(11, { draft: false, makeLatest: 'legacy' });
    expect(published).toMatchObject({ draft: false, immutable: true });
    expect(github.calls).toEqual([`PATCH ${R}/releases/11`]);
    expect(github.json(0)).toEqual({ draft: false, make_latest: 'legacy' });
  });

  it('deleteDraftRelease: one DELETE, of drafts only', async () => {
    const github = new ScriptedGitHub().reply({ status: 204 });
    await github.repository().deleteDraftRelease({ id: 11, tag: 'v1.2.0', draft: true });
    await expect(
      github.repository().deleteDraftRelease({ id: 11, tag: 'v1.2.0', draft: false }),
    ).rejects.toMatchObject({ code: 'GITHUB_BAD_ARGUMENT' });
    expect(github.calls).toEqual([`DELETE ${R}/releases/11`]);
  });

  it('deleteAsset: one DELETE', async () => {
    const github = new ScriptedGitHub().reply({ status: 204 });
    await github.repository().deleteAsset(21);
    expect(github.calls).toEqual([`DELETE ${R}/releases/assets/21`]);
  });

  it('run: one GET', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: restRun() });
    expect(await github.repository().run(31)).toMatchObject({
      id: 31,
      path: '.github/workflows/package.yml',
      headSha: COMMIT,
      conclusion: 'success',
      attempt: 2,
      headRepository: 'heroku/demo',
    });
    expect(github.calls).toEqual([`GET ${R}/actions/runs/31`]);
  });

  it('runsOf: one GET', async () => {
    const running = restRun({ status: 'in_progress', conclusion: null });
    const github = new ScriptedGitHub().reply({
      status: 200,
      json: { total_count: 1, workflow_runs: [running] },
    });
    const found = await github.repository().runsOf('package.yml', { headSha: COMMIT, event: 'push' });
    expect(found).toEqual([expect.objectContaining({ status: 'in_progress', conclusion: undefined })]);
    expect(github.calls).toEqual([
      `GET ${R}/actions/workflows/package.yml/runs?head_sha=${COMMIT}&event=push&per_page=20`,
    ]);
  });

  it('artifacts: one GET, and one more for each further hundred', async () => {
    const github = new ScriptedGitHub().reply(
      { status: 200, json: { total_count: 2, artifacts: [restArtifact()] } },
      { status: 200, json: { total_count: 2, artifacts: [restArtifact({ id: 42, digest: null })] } },
    );
    expect((await github.repository().artifacts(31)).map(({ id, digest }) => [id, digest])).toEqual([
      [41, 'sha256:00'],
      [42, undefined],
    ]);
    expect(github.calls).toEqual([
      `GET ${R}/actions/runs/31/artifacts?per_page=100`,
      `GET ${R}/actions/runs/31/artifacts?per_page=100&page=2`,
    ]);
  });

  it('artifact: one GET', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: restArtifact({ expired: true }) });
    expect(await github.repository().artifact(41)).toMatchObject({
      id: 41,
      size: 5,
      expired: true,
      runId: 31,
    });
    expect(github.calls).toEqual([`GET ${R}/actions/artifacts/41`]);
  });

  it.each([
    ['204 without a body', { status: 204 }, {}],
    [
      '200 with the run',
      { status: 200, json: { workflow_run_id: 5, run_url: 'r', html_url: 'h' } },
      { runId: 5, url: 'h' },
    ],
  ])('dispatch: one POST, %s', async (_name, reply, wanted) => {
    const github = new ScriptedGitHub().reply(reply);
    expect(await github.repository().dispatch('publish.yml', { ref: 'v1.2.0' })).toEqual(wanted);
    expect(github.calls).toEqual([`POST ${R}/actions/workflows/publish.yml/dispatches`]);
    expect(github.json(0)).toEqual({ ref: 'v1.2.0', inputs: {}, return_run_details: true });
  });

  it('sends the pinned version, the media type, its name and the token', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: [] });
    await github.repository().releases();
    expect(github.received[0]?.headers).toMatchObject({
      'x-github-api-version': '2022-11-28',
      accept: 'application/vnd.github+json',
      authorization: 'token ghs_marked',
    });
    expect(github.received[0]?.headers['user-agent']).toMatch(/^gh-ops\/\d+\.\d+\.\d+ /);
  });
});
