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
} from '../test/responses.ts';
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
const file = (text: string) => ({ oid: OTHER, object: { oid: OTHER, text, isTruncated: false } });

describe('the requests and the result of each method', () => {
  it('releases.findInFlight: one query', async () => {
    const github = new ScriptedGitHub().data({
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
    const found = await github
      .repository()
      .releases.findInFlight({ baseBranch: 'main', branchPrefix: 'release-v' });
    expect(found.open).toEqual([
      expect.objectContaining({ number: 7, state: 'open', draft: true, merged: false, body: 'text' }),
    ]);
    expect(found.merged).toEqual([
      expect.objectContaining({ number: 6, state: 'closed', mergeCommitSha: COMMIT }),
    ]);
    expect(found.releases).toEqual([
      { id: 11, tag: 'v1.1.0', draft: true, prerelease: false, publishedAt: undefined, url: 'u', body: '' },
    ]);
    expect(github.calls).toEqual(['POST /api/graphql']);
  });

  it('pulls.ensure: one POST', async () => {
    const github = new ScriptedGitHub().reply({ status: 201, json: restPull() });
    const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
    expect(await github.repository().pulls.ensure(pull)).toMatchObject({
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

  it('pulls.update: one PATCH', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: restPull({ state: 'closed' }) });
    expect(await github.repository().pulls.update(7, { state: 'closed' })).toMatchObject({
      state: 'closed',
    });
    expect(github.calls).toEqual([`PATCH ${R}/pulls/7`]);
    expect(github.json(0)).toEqual({ state: 'closed' });
  });

  it('pulls.listOfCommit: one GET', async () => {
    const merged = restPull({ state: 'closed', merged_at: '2026-01-02T00:00:00Z', merge_commit_sha: COMMIT });
    const orphan = restPull({ head: { ref: 'x', sha: HEAD, repo: null } });
    const github = new ScriptedGitHub().reply({ status: 200, json: [merged, orphan] });
    expect(await github.repository().pulls.listOfCommit(COMMIT)).toEqual([
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

  it('pulls.getReleaseMerge: one query', async () => {
    const github = new ScriptedGitHub().data({
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
              commits: { nodes: [{ commit: { oid: HEAD, file0: { oid: COMMIT }, file1: { oid: OTHER } } }] },
            },
          ],
        },
      },
      refs: { nodes: [{ name: 'v1.2.0', ...annotated }] },
    });
    const merge = await github
      .repository()
      .pulls.getReleaseMerge({ sha: COMMIT, files: ['pyproject.toml', 'docs/CHANGELOG.md'] });
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
    expect([...merge.fileIds.values()]).toEqual([OTHER, undefined]);
    expect([...merge.pullRequests[0]!.fileIds.values()]).toEqual([COMMIT, OTHER]);
    expect(merge.tags).toEqual([
      { name: 'v1.2.0', objectSha: TAG_OBJECT, commitSha: COMMIT, message: 'Release', annotated: true },
    ]);
    expect(github.calls).toEqual(['POST /api/graphql']);
    expect(github.json(0)).toMatchObject({
      variables: {
        sha: COMMIT,
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
  ])('tags.find: one query, %s', async (_name, ref, expected) => {
    const github = new ScriptedGitHub().data({ ref });
    const found = await github.repository().tags.find('v1.2.0');
    expect(found).toEqual(expected === undefined ? undefined : { name: 'v1.2.0', ...expected });
    expect(github.calls).toEqual(['POST /api/graphql']);
  });

  it('tags.ensure: two POSTs', async () => {
    const github = new ScriptedGitHub().reply(
      { status: 201, json: { sha: TAG_OBJECT, object: { sha: COMMIT, type: 'commit' } } },
      { status: 201, json: { ref: 'refs/tags/v1.2.0', object: { sha: TAG_OBJECT, type: 'tag' } } },
    );
    const created = await github
      .repository()
      .tags.ensure({ tag: 'v1.2.0', commit: COMMIT, message: 'm', tagger });
    expect(created).toEqual({
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

  it('releases.list: one GET', async () => {
    const broken = restAsset({ state: 'starter', digest: null, size: 0 });
    const github = new ScriptedGitHub().reply({ status: 200, json: [restRelease({ assets: [broken] })] });
    expect(await github.repository().releases.list()).toEqual([
      expect.objectContaining({
        id: 11,
        draft: true,
        immutable: undefined,
        assets: [{ id: 21, name: broken.name, size: 0, digest: undefined, state: 'starter' }],
      }),
    ]);
    expect(github.calls).toEqual([`GET ${R}/releases?per_page=100`]);
  });

  it('releases.findPublished: one GET; a 404 means that there is none', async () => {
    const github = new ScriptedGitHub().reply({ status: 404, json: { message: 'Not Found' } });
    expect(await github.repository().releases.findPublished('v1.2.0')).toBeUndefined();
    expect(github.calls).toEqual([`GET ${R}/releases/tags/v1.2.0`]);
  });

  it('releases.get: one GET', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: restRelease() });
    expect(await github.repository().releases.get(11)).toMatchObject({ id: 11, tag: 'v1.2.0', draft: true });
    expect(github.calls).toEqual([`GET ${R}/releases/11`]);
  });

  it('releases.createDraft: one POST of a draft without a commit', async () => {
    const github = new ScriptedGitHub().reply({ status: 201, json: restRelease() });
    await github
      .repository()
      .releases.createDraft({ tag: 'v1.2.0', name: 'n', body: 'b', makeLatest: false });
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

  it('releases.update: one PATCH', async () => {
    const github = new ScriptedGitHub().reply({
      status: 200,
      json: restRelease({ draft: false, immutable: true }),
    });
    const published = await github.repository().releases.update(11, { draft: false, makeLatest: 'legacy' });
    expect(published).toMatchObject({ draft: false, immutable: true });
    expect(github.calls).toEqual([`PATCH ${R}/releases/11`]);
    expect(github.json(0)).toEqual({ draft: false, make_latest: 'legacy' });
  });

  it('releases.deleteAsset: one DELETE', async () => {
    const github = new ScriptedGitHub().reply({ status: 204 });
    await github.repository().releases.deleteAsset(21);
    expect(github.calls).toEqual([`DELETE ${R}/releases/assets/21`]);
  });

  it('runs.get: one GET', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: restRun() });
    expect(await github.repository().runs.get(31)).toMatchObject({
      id: 31,
      path: '.github/workflows/package.yml',
      headSha: COMMIT,
      conclusion: 'success',
      attempt: 2,
      headRepository: 'heroku/demo',
    });
    expect(github.calls).toEqual([`GET ${R}/actions/runs/31`]);
  });

  it('runs.list: one GET', async () => {
    const running = restRun({ status: 'in_progress', conclusion: null });
    const github = new ScriptedGitHub().reply({
      status: 200,
      json: { total_count: 1, workflow_runs: [running] },
    });
    const found = await github.repository().runs.list('package.yml', { headSha: COMMIT, event: 'push' });
    expect(found).toEqual([expect.objectContaining({ status: 'in_progress', conclusion: undefined })]);
    expect(github.calls).toEqual([
      `GET ${R}/actions/workflows/package.yml/runs?head_sha=${COMMIT}&event=push&per_page=20`,
    ]);
  });

  it('runs.listArtifacts: one GET, and one more for each further hundred', async () => {
    const github = new ScriptedGitHub().reply(
      { status: 200, json: { total_count: 2, artifacts: [restArtifact()] } },
      { status: 200, json: { total_count: 2, artifacts: [restArtifact({ id: 42, digest: null })] } },
    );
    expect((await github.repository().runs.listArtifacts(31)).map(({ id, digest }) => [id, digest])).toEqual([
      [41, 'sha256:00'],
      [42, undefined],
    ]);
    expect(github.calls).toEqual([
      `GET ${R}/actions/runs/31/artifacts?per_page=100`,
      `GET ${R}/actions/runs/31/artifacts?per_page=100&page=2`,
    ]);
  });

  it('runs.getArtifact: one GET', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: restArtifact({ expired: true }) });
    expect(await github.repository().runs.getArtifact(41)).toMatchObject({
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
  ])('runs.dispatch: one POST, %s', async (_name, reply, expected) => {
    const github = new ScriptedGitHub().reply(reply);
    expect(await github.repository().runs.dispatch('publish.yml', { ref: 'v1.2.0' })).toEqual(expected);
    expect(github.calls).toEqual([`POST ${R}/actions/workflows/publish.yml/dispatches`]);
    expect(github.json(0)).toEqual({ ref: 'v1.2.0', inputs: {}, return_run_details: true });
  });

  it('the headers: API version, media type, user agent and token', async () => {
    const github = new ScriptedGitHub().reply({ status: 200, json: [] });
    await github.repository().releases.list();
    expect(github.received[0]?.headers).toMatchObject({
      'x-github-api-version': '2022-11-28',
      accept: 'application/vnd.github+json',
      authorization: 'token ghs_marked',
    });
    expect(github.received[0]?.headers['user-agent']).toMatch(/^gh-ops\/\d+\.\d+\.\d+ /);
  });
});
