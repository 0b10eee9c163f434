import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemsOf, problemsOfError } from '../../test/github/openapi.ts';
import { at, openReleasePull, repositoryName, startWorld } from '../../test/github/world.ts';
import type { Answer, GitHubWorld } from '../../test/github/world.ts';
import { actionsOperations } from './rest/actions.ts';
import { assetOperations } from './rest/assets.ts';
import { gitOperations } from './rest/git.ts';
import { pullOperations } from './rest/pulls.ts';
import { releaseOperations } from './rest/releases.ts';
import { GitHubState } from './model/state.ts';

const root = '/repos/{owner}/{repo}';

let world: GitHubWorld;
const known = { token: '', merge: '', tagObject: '', run: 0, artifact: 0, release: 0, asset: 0, upload: '' };

beforeAll(async () => {
  world = await startWorld();
  known.token = world.user();
  const { pull } = openReleasePull(world);
  known.merge = world.github.mergePullRequest(repositoryName, pull.number, { method: 'merge', by: 'casey' });
  const run = world.github.createRun({
    repository: repositoryName,
    workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
    event: 'push',
    headSha: known.merge,
    headBranch: 'main',
    actor: 'casey',
  });
  known.run = run.id;
  known.artifact = world.github.storeArtifact({ runId: run.id, name: 'dist', zip: new Uint8Array([1]) }).id;
  openReleasePull(world, 'release-v1.2.0', { files: { 'CHANGELOG.md': '# 1.2.0\n' } });
  world.git('push', '--quiet', 'origin', 'main:refs/heads/feature');
});
afterAll(async () => {
  await world.close();
});

const ask = (method: string, path: string, body?: unknown) => world.ask(known.token, method, path, body);

/** Each REST operation, asked once, in this order; later rows use what earlier ones made. */
const rows: [name: string, described: string, status: number, call: () => Promise<Answer>][] = [
  ['github.pulls.list', `get ${root}/pulls`, 200, () => ask('GET', '/pulls?state=all')],
  ['github.pulls.get', `get ${root}/pulls/{pull_number}`, 200, () => ask('GET', '/pulls/1')],
  [
    'github.pulls.update',
    `patch ${root}/pulls/{pull_number}`,
    200,
    () => ask('PATCH', '/pulls/2', { title: 'Release v1.2.0', state: 'closed' }),
  ],
  [
    'github.pulls.create',
    `post ${root}/pulls`,
    201,
    () => ask('POST', '/pulls', { title: 't', head: 'release-v1.2.0', base: 'main', draft: true }),
  ],
  [
    'github.commits.pulls',
    `get ${root}/commits/{commit_sha}/pulls`,
    200,
    () => ask('GET', `/commits/${known.merge}/pulls`),
  ],
  ['github.git.getRef', `get ${root}/git/ref/{ref}`, 200, () => ask('GET', '/git/ref/heads/main')],
  [
    'github.git.listMatchingRefs',
    `get ${root}/git/matching-refs/{ref}`,
    200,
    () => ask('GET', '/git/matching-refs/heads/release-v'),
  ],
  [
    'github.git.createTag',
    `post ${root}/git/tags`,
    201,
    async () => {
      const tag = { tag: 'v1.1.0', message: 'Release v1.1.0', object: known.merge, type: 'commit' };
      const answer = await ask('POST', '/git/tags', tag);
      known.tagObject = String(at(answer.json, 'sha'));
      return answer;
    },
  ],
  [
    'github.git.getTag',
    `get ${root}/git/tags/{tag_sha}`,
    200,
    () => ask('GET', `/git/tags/${known.tagObject}`),
  ],
  [
    'github.git.createRef',
    `post ${root}/git/refs`,
    201,
    () => ask('POST', '/git/refs', { ref: 'refs/tags/v1.1.0', sha: known.tagObject }),
  ],
  [
    'github.git.getCommit',
    `get ${root}/git/commits/{commit_sha}`,
    200,
    () => ask('GET', `/git/commits/${known.merge}`),
  ],
  [
    'github.commits.compare',
    `get ${root}/compare/{basehead}`,
    200,
    () => ask('GET', '/compare/feature...main'),
  ],
  [
    'github.releases.create',
    `post ${root}/releases`,
    201,
    async () => {
      const answer = await ask('POST', '/releases', { tag_name: 'v1.1.0', draft: true });
      known.release = Number(at(answer.json, 'id'));
      known.upload = String(at(answer.json, 'upload_url')).replace(/\{.*/, '');
      return answer;
    },
  ],
  [
    'github.assets.upload',
    `post ${root}/releases/{release_id}/assets`,
    201,
    async () => {
      const headers = { 'content-type': 'application/gzip' };
      const answer = await world.ask(known.token, 'POST', `${known.upload}?name=a.tar.gz`, 'bytes', headers);
      known.asset = Number(at(answer.json, 'id'));
      world.github.leaveStarterAsset(repositoryName, known.release, 'broken.whl', { by: 'casey' });
      return answer;
    },
  ],
  [
    'github.assets.list',
    `get ${root}/releases/{release_id}/assets`,
    200,
    () => ask('GET', `/releases/${known.release}/assets`),
  ],
  [
    'github.assets.get',
    `get ${root}/releases/assets/{asset_id}`,
    200,
    () => ask('GET', `/releases/assets/${known.asset}`),
  ],
  [
    'github.assets.delete',
    `delete ${root}/releases/assets/{asset_id}`,
    204,
    () => ask('DELETE', `/releases/assets/${known.asset}`),
  ],
  ['github.releases.list', `get ${root}/releases`, 200, () => ask('GET', '/releases')],
  [
    'github.releases.get',
    `get ${root}/releases/{release_id}`,
    200,
    () => ask('GET', `/releases/${known.release}`),
  ],
  [
    'github.releases.update',
    `patch ${root}/releases/{release_id}`,
    200,
    () => ask('PATCH', `/releases/${known.release}`, { draft: false, name: 'v1.1.0', body: 'Notes' }),
  ],
  [
    'github.releases.getByTag',
    `get ${root}/releases/tags/{tag}`,
    200,
    () => ask('GET', '/releases/tags/v1.1.0'),
  ],
  ['github.releases.getLatest', `get ${root}/releases/latest`, 200, () => ask('GET', '/releases/latest')],
  [
    'github.releases.delete',
    `delete ${root}/releases/{release_id}`,
    204,
    () => ask('DELETE', `/releases/${known.release}`),
  ],
  [
    'github.actions.getRun',
    `get ${root}/actions/runs/{run_id}`,
    200,
    () => ask('GET', `/actions/runs/${known.run}`),
  ],
  [
    'github.actions.listWorkflowRuns',
    `get ${root}/actions/workflows/{workflow_id}/runs`,
    200,
    () => ask('GET', `/actions/workflows/package.yml/runs?head_sha=${known.merge}`),
  ],
  [
    'github.actions.listRunArtifacts',
    `get ${root}/actions/runs/{run_id}/artifacts`,
    200,
    () => ask('GET', `/actions/runs/${known.run}/artifacts`),
  ],
  [
    'github.actions.getArtifact',
    `get ${root}/actions/artifacts/{artifact_id}`,
    200,
    () => ask('GET', `/actions/artifacts/${known.artifact}`),
  ],
  [
    'github.actions.downloadArtifact',
    `get ${root}/actions/artifacts/{artifact_id}/{archive_format}`,
    302,
    () => ask('GET', `/actions/artifacts/${known.artifact}/zip`),
  ],
  [
    'github.actions.dispatch',
    `post ${root}/actions/workflows/{workflow_id}/dispatches`,
    200,
    () => ask('POST', '/actions/workflows/publish.yml/dispatches', { ref: 'main', return_run_details: true }),
  ],
];

describe("answers fit GitHub's own description", () => {
  it.each(rows)('%s', async (name, described, status, call) => {
    const answer = await call();
    expect(answer.status, JSON.stringify(answer.json)).toBe(status);
    expect(problemsOf(described, status, answer.json)).toEqual([]);
    expect(world.log.map((entry) => entry.operation)).toContain(name);
  });

  it('covers every operation that the side declares', () => {
    const state = new GitHubState(world, () => world.origin);
    const declared = [pullOperations, gitOperations, releaseOperations, assetOperations, actionsOperations]
      .flatMap((make) => make(state))
      .map((operation) => operation.name);
    expect(rows.map(([name]) => name).toSorted()).toEqual(declared.toSorted());
  });

  it('errors too', async () => {
    const unknown = await ask('GET', '/releases/tags/v9.9.9');
    expect(problemsOfError('basic-error', unknown.json)).toEqual([]);
    const refused = await ask('POST', '/pulls', { title: 't', head: 'nowhere', base: 'main' });
    expect(problemsOfError('validation-error', refused.json)).toEqual([]);
  });

  it('and the check sees a broken answer', () => {
    expect(problemsOf(`get ${root}/git/ref/{ref}`, 200, { ref: 'refs/heads/main' })).not.toEqual([]);
  });
});
