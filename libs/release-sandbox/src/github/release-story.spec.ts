import { createHash } from 'node:crypto';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { at, openReleasePull, repositoryName, startWorld } from '../../test/github/world.ts';
import type { GitHubWorld } from '../../test/github/world.ts';

let world: GitHubWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

it('carries a release from the pushed branch to the published files', async () => {
  const user = world.user();
  // A branch by the real git client over HTTP.
  world.git('checkout', '--quiet', '-b', 'release-v1.1.0');
  const head = world.commit('Prepare v1.1.0', { 'pyproject.toml': '[project]\nversion = "1.1.0"\n' });
  const remote = `${world.origin}/${repositoryName}.git`.replace('://', `://x-access-token:${user}@`);
  await execa('git', ['push', '--quiet', remote, 'release-v1.1.0'], { cwd: world.work });
  expect(world.events.map((event) => event.name)).toEqual(['push', 'create']);
  // A draft pull request.
  const opened = await world.ask(user, 'POST', '/pulls', {
    title: 'Release v1.1.0',
    head: 'release-v1.1.0',
    base: 'main',
    draft: true,
  });
  expect(opened.status).toBe(201);
  expect(opened.json).toMatchObject({ number: 1, draft: true, head: { sha: head } });
  world.github.markReady(repositoryName, 1, { by: 'casey' });
  const merge = world.github.mergePullRequest(repositoryName, 1, { method: 'merge', by: 'casey' });
  const found = await world.ask(user, 'GET', `/commits/${merge}/pulls`);
  expect(found.json).toMatchObject([{ number: 1, merge_commit_sha: merge }]);
  // The run of the merge and its artifact.
  const run = world.github.createRun({
    repository: repositoryName,
    workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
    event: 'push',
    headSha: merge,
    headBranch: 'main',
    actor: 'casey',
  });
  const zip = new TextEncoder().encode('not really a zip');
  const artifact = world.github.storeArtifact({ runId: run.id, name: 'release', zip });
  world.github.updateRun(run.id, { status: 'completed', conclusion: 'success' });
  const job = world.job({ contents: 'write', actions: 'write', 'pull-requests': 'read' });
  // The tag.
  const tag = await world.ask(job, 'POST', '/git/tags', {
    tag: 'v1.1.0',
    message: 'Release v1.1.0\n',
    object: merge,
    type: 'commit',
    tagger: { name: 'bot', email: 'bot@example.com', date: '2026-03-02T10:00:00Z' },
  });
  const ref = await world.ask(job, 'POST', '/git/refs', {
    ref: 'refs/tags/v1.1.0',
    sha: at(tag.json, 'sha'),
  });
  expect([tag.status, ref.status]).toEqual([201, 201]);
  const dispatched = await world.ask(job, 'POST', '/actions/workflows/publish.yml/dispatches', {
    ref: 'v1.1.0',
  });
  expect(dispatched.status).toBe(204);
  expect(world.events.at(-1)).toMatchObject({
    name: 'workflow_dispatch',
    ref: 'refs/tags/v1.1.0',
    sha: merge,
  });
  // The release.
  const link = await world.ask(job, 'GET', `/actions/artifacts/${artifact.id}/zip`);
  expect(link.status).toBe(302);
  const download = await fetch(link.headers.get('location') ?? '');
  expect(Buffer.from(await download.arrayBuffer())).toEqual(Buffer.from(zip));
  const draft = await world.ask(job, 'POST', '/releases', {
    tag_name: 'v1.1.0',
    name: 'v1.1.0',
    draft: true,
  });
  expect(draft.status).toBe(201);
  const address = `${String(at(draft.json, 'upload_url')).replace(/\{.*/, '')}?name=demo-1.1.0.tar.gz`;
  const asset = await world.ask(job, 'POST', address, 'bytes', { 'content-type': 'application/gzip' });
  expect(asset.json).toMatchObject({
    digest: `sha256:${createHash('sha256').update('bytes').digest('hex')}`,
  });
  const published = await world.ask(job, 'PATCH', `/releases/${String(at(draft.json, 'id'))}`, {
    draft: false,
  });
  expect(published.json).toMatchObject({ draft: false, immutable: false });
  const state = await world.graphql(
    job,
    `query($o:String!,$r:String!,$sha:GitObjectID!,$tag:String!,$qref:String!){
      repository(owner:$o,name:$r){
        id
        object(oid:$sha){ ... on Commit { oid committedDate parents(first:2){totalCount}
          associatedPullRequests(first:5){nodes{number merged mergedAt mergeCommit{oid} baseRefName headRefName
            isCrossRepository headRepository{nameWithOwner} author{login}}}
          file(path:"pyproject.toml"){object{... on Blob{text}}} } }
        ref(qualifiedName:$qref){ target{ __typename oid ... on Tag { message target{oid} } } }
        release(tagName:$tag){ databaseId isDraft tagName url releaseAssets(first:20){nodes{name size}} }
      }
    }`,
    { o: 'heroku', r: 'demo', sha: merge, tag: 'v1.1.0', qref: 'refs/tags/v1.1.0' },
  );
  expect(state.json).not.toHaveProperty('errors');
  expect(at(state.json, 'data.repository')).toMatchObject({
    object: {
      oid: merge,
      parents: { totalCount: 2 },
      associatedPullRequests: {
        nodes: [
          {
            number: 1,
            merged: true,
            mergeCommit: { oid: merge },
            headRepository: { nameWithOwner: repositoryName },
          },
        ],
      },
      file: { object: { text: '[project]\nversion = "1.1.0"\n' } },
    },
    ref: { target: { __typename: 'Tag', message: 'Release v1.1.0\n', target: { oid: merge } } },
    release: {
      tagName: 'v1.1.0',
      isDraft: false,
      releaseAssets: { nodes: [{ name: 'demo-1.1.0.tar.gz', size: 5 }] },
    },
  });
  expect(world.log.filter((entry) => entry.operation === 'unknown')).toEqual([]);
});

it('merges in all three ways', () => {
  for (const method of ['merge', 'squash', 'rebase'] as const) {
    const file = { [`${method}.txt`]: method };
    const { pull, head } = openReleasePull(world, `topic-${method}`, { files: file });
    const result = world.github.mergePullRequest(repositoryName, pull.number, { method, by: 'casey' });
    const parents = world.github.repository(repositoryName).git.commit(result).parents;
    expect(parents).toHaveLength(method === 'merge' ? 2 : 1);
    expect(parents.includes(head)).toBe(method === 'merge');
    expect(pull.mergeCommitSha).toBe(result);
    const { git } = world.github.repository(repositoryName);
    expect(git.text(`main:${method}.txt`)).toBe(method);
  }
});
