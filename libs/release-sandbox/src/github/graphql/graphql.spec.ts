import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, everything, openReleasePull, repositoryName, startWorld } from '../../../test/github/world.ts';
import type { GitHubWorld } from '../../../test/github/world.ts';

let world: GitHubWorld;
let token: string;
let merge: string;
let head: string;
beforeAll(async () => {
  world = await startWorld();
  token = world.user();
  ({ head } = openReleasePull(world));
  merge = world.github.mergePullRequest(repositoryName, 1, { method: 'squash', by: 'casey' });
  world.clock.ms += 1000;
  openReleasePull(world, 'release-v1.2.0', { draft: true, files: { 'CHANGELOG.md': '# 1.2.0\n' } });
  const tag = await world.ask(token, 'POST', '/git/tags', {
    tag: 'v1.1.0',
    message: 'Release v1.1.0',
    object: merge,
    type: 'commit',
    tagger: { name: 'Bot', email: 'bot@example.com', date: '2026-03-02T09:00:00Z' },
  });
  await world.ask(token, 'POST', '/git/refs', { ref: 'refs/tags/v1.1.0', sha: at(tag.json, 'sha') });
  const old = world.git('rev-parse', 'main');
  await world.ask(token, 'POST', '/git/refs', { ref: 'refs/tags/v2.0.0', sha: old });
  await world.ask(token, 'POST', '/releases', { tag_name: 'v1.1.0', name: 'v1.1.0' });
  world.clock.ms += 1000;
  await world.ask(token, 'POST', '/releases', { tag_name: 'v1.2.0', draft: true });
});
afterAll(async () => {
  await world.close();
});

/** Asks for fields of the repository. */
const ask = async (fields: string, by = token) => {
  const answer = await world.graphql(by, `{ repository(owner: "heroku", name: "demo") { ${fields} } }`);
  expect(answer.status).toBe(200);
  return answer.json;
};
const repository = async (fields: string, by = token) => {
  const json = await ask(fields, by);
  expect(json).not.toHaveProperty('errors');
  return at(json, 'data.repository');
};

describe('the repository', () => {
  it('names itself and its default branch', async () => {
    expect(await repository('nameWithOwner defaultBranchRef { name target { oid } }')).toEqual({
      nameWithOwner: repositoryName,
      defaultBranchRef: { name: 'main', target: { oid: merge } },
    });
  });

  it('lists pull requests by state, base, head and order', async () => {
    const fields = `
      open: pullRequests(states: OPEN, first: 10) { nodes { number isDraft state merged mergeCommit { oid } } }
      merged: pullRequests(states: [MERGED], baseRefName: "main", first: 10) {
        totalCount nodes { number state mergedAt mergeCommit { oid } headRefOid author { login } isCrossRepository }
      }
      none: pullRequests(headRefName: "nowhere", first: 10) { nodes { number } }
      newest: pullRequests(first: 1, orderBy: {field: CREATED_AT, direction: DESC}) {
        nodes { number } pageInfo { hasNextPage }
      }`;
    expect(await repository(fields)).toEqual({
      open: { nodes: [{ number: 2, isDraft: true, state: 'OPEN', merged: false, mergeCommit: null }] },
      merged: {
        totalCount: 1,
        nodes: [
          {
            number: 1,
            state: 'MERGED',
            mergedAt: '2026-03-02T10:00:00Z',
            mergeCommit: { oid: merge },
            headRefOid: head,
            author: { login: 'casey' },
            isCrossRepository: false,
          },
        ],
      },
      none: { nodes: [] },
      newest: { nodes: [{ number: 2 }], pageInfo: { hasNextPage: true } },
    });
  });

  it('pages with cursors', async () => {
    const page = (after: string) =>
      `pullRequests(first: 1${after}) { nodes { number } pageInfo { endCursor } }`;
    const first = await repository(page(''));
    const cursor = String(at(first, 'pullRequests.pageInfo.endCursor'));
    const second = await repository(page(`, after: "${cursor}"`));
    expect([at(first, 'pullRequests.nodes.0.number'), at(second, 'pullRequests.nodes.0.number')]).toEqual([
      1, 2,
    ]);
  });

  it("shows a commit's pull requests and the files at both ends", async () => {
    const file = 'file(path: "pyproject.toml") { object { ... on Blob { text } } }';
    const fields = `object(oid: "${merge}") { ... on Commit { oid parents(first: 5) { totalCount nodes { oid } } ${file}
      associatedPullRequests(first: 5) { nodes { number commits(last: 1) { nodes { commit { oid ${file} } } } } } } }`;
    const text = { object: { text: '[project]\nversion = "1.1.0"\n' } };
    expect(await repository(fields)).toMatchObject({
      object: {
        oid: merge,
        parents: { totalCount: 1 },
        file: text,
        associatedPullRequests: {
          nodes: [{ number: 1, commits: { nodes: [{ commit: { oid: head, file: text } }] } }],
        },
      },
    });
  });

  it('shows blobs by expression, and null where nothing is', async () => {
    const fields = `
      blob: object(expression: "main:pyproject.toml") { __typename ... on Blob { text byteSize } }
      none: object(expression: "main:nothing") { oid }
      gone: ref(qualifiedName: "refs/tags/nothing") { name }
      release(tagName: "v9") { name }
      object(oid: "${merge}") { ... on Commit { file(path: "nothing") { oid } } }`;
    expect(await repository(fields)).toEqual({
      blob: { __typename: 'Blob', text: '[project]\nversion = "1.1.0"\n', byteSize: 28 },
      none: null,
      gone: null,
      release: null,
      object: { file: null },
    });
  });

  it('shows annotated and lightweight tags', async () => {
    const target = `target { __typename oid ... on Tag { message name target { oid } tagger { name email date } } }`;
    const fields = `
      annotated: ref(qualifiedName: "refs/tags/v1.1.0") { name ${target} }
      light: ref(qualifiedName: "refs/tags/v2.0.0") { name ${target} }
      refs(refPrefix: "refs/tags/", first: 1, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) { totalCount nodes { name } }
      branches: refs(refPrefix: "refs/heads/", last: 1) { nodes { name } }`;
    expect(await repository(fields)).toMatchObject({
      annotated: {
        name: 'v1.1.0',
        target: {
          __typename: 'Tag',
          message: 'Release v1.1.0',
          target: { oid: merge },
          tagger: { name: 'Bot', email: 'bot@example.com', date: '2026-03-02T09:00:00Z' },
        },
      },
      light: { name: 'v2.0.0', target: { __typename: 'Commit' } },
      refs: { totalCount: 2, nodes: [{ name: 'v1.1.0' }] },
      branches: { nodes: [{ name: 'release-v1.2.0' }] },
    });
  });

  it('shows releases, drafts only to those who may write', async () => {
    const fields = `releases(first: 5, orderBy: {field: CREATED_AT, direction: DESC}) {
        nodes { tagName isDraft isPrerelease isLatest publishedAt }
      }
      draft: release(tagName: "v1.2.0") { tagName }
      published: release(tagName: "v1.1.0") { isLatest tagCommit { oid } }`;
    const published = {
      tagName: 'v1.1.0',
      isDraft: false,
      isPrerelease: false,
      isLatest: true,
      publishedAt: '2026-03-02T10:00:01Z',
    };
    expect(await repository(fields)).toMatchObject({
      releases: { nodes: [{ tagName: 'v1.2.0', isDraft: true, publishedAt: null }, published] },
      draft: null,
      published: { isLatest: true, tagCommit: { oid: merge } },
    });
    const reader = world.job({ contents: 'read' });
    expect(await repository(fields, reader)).toMatchObject({ releases: { nodes: [published] } });
  });
});

describe('a query is answered with errors', () => {
  const errors = (json: unknown) => at(json, 'errors');

  it.each([
    ['a field the schema does not have', 'releases(first: 1) { nodes { immutable } }'],
    ['a field the sandbox does not answer', 'issues(first: 1) { totalCount }'],
    ['a connection without a bound', 'pullRequests { totalCount }'],
    ['a bound beyond 100', 'pullRequests(first: 101) { totalCount }'],
    ['a broken cursor', 'pullRequests(first: 1, after: "x") { totalCount }'],
    ['bad syntax', 'name {'],
  ])('for %s', async (_name, fields) => {
    const json = await ask(fields);
    expect(errors(json)).toHaveLength(1);
    expect(json).not.toHaveProperty('data.repository.id');
  });

  it.each([
    ['pullRequests(first: 1) { totalCount }', 'pull-requests'],
    ['object(expression: "main") { oid }', 'contents'],
    ['ref(qualifiedName: "refs/heads/main") { name }', 'contents'],
    ['refs(refPrefix: "refs/heads/", first: 1) { totalCount }', 'contents'],
    ['releases(first: 1) { totalCount }', 'contents'],
    ['release(tagName: "v1.1.0") { name }', 'contents'],
  ])('%s needs %s', async (fields, key) => {
    const rest = Object.fromEntries(Object.entries(everything).filter(([each]) => each !== key));
    const json = await ask(fields, world.job(rest));
    expect(errors(json)).toMatchObject([
      { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
    ]);
    await repository(fields, world.job({ [key]: 'read' }));
  });

  it('for a field that may be null and that the sandbox knows nothing of', async () => {
    expect(errors(await ask('description'))).toMatchObject([
      { type: 'SANDBOX_UNKNOWN_FIELD', path: ['repository', 'description'] },
    ]);
  });

  it('for a repository that is not there', async () => {
    const answer = await world.graphql(token, '{ repository(owner: "heroku", name: "no") { id } }');
    expect(answer).toMatchObject({
      status: 200,
      json: { data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] },
    });
  });

  it('for a variable of the wrong type', async () => {
    const query = 'query($n: String!) { repository(owner: $n, name: "demo") { id } }';
    expect(errors((await world.graphql(token, query, { n: 1 })).json)).toHaveLength(1);
  });
});

describe('the request itself is refused', () => {
  it('without a token: 401', async () => {
    expect(await world.graphql(undefined, '{ __typename }')).toMatchObject({ status: 401 });
  });

  it.each([
    ['no JSON', '{', 400],
    ['no query', {}, 422],
    ['an unknown key', { query: '{ __typename }', variable: {} }, 422],
  ])('with %s', async (_name, body, status) => {
    expect(await world.ask(token, 'POST', `${world.origin}/api/graphql`, body)).toMatchObject({ status });
  });

  it('below the REST address: there is no GraphQL there', async () => {
    expect(await world.ask(token, 'POST', `${world.origin}/api/v3/graphql`, {})).toMatchObject({
      status: 404,
    });
  });
});

it('changes the draft mark', async () => {
  const pull = await world.ask(token, 'GET', '/pulls/2');
  const change = (name: string, by: string) =>
    world.graphql(
      by,
      `mutation($id: ID!) { ${name}(input: {pullRequestId: $id}) { pullRequest { isDraft } } }`,
      { id: at(pull.json, 'node_id') },
    );
  const reader = world.job({ 'pull-requests': 'read' });
  expect((await change('markPullRequestReadyForReview', reader)).json).toMatchObject({
    errors: [{ type: 'FORBIDDEN' }],
  });
  expect((await change('markPullRequestReadyForReview', token)).json).toMatchObject({
    data: { markPullRequestReadyForReview: { pullRequest: { isDraft: false } } },
  });
  expect(world.events.at(-1)).toMatchObject({ action: 'ready_for_review' });
  expect((await change('convertPullRequestToDraft', token)).json).toMatchObject({
    data: { convertPullRequestToDraft: { pullRequest: { isDraft: true } } },
  });
});
