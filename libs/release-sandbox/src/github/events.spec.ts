import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, everything, openReleasePull, repositoryName, startWorld } from '../../test/github/world.ts';
import type { GitHubWorld } from '../../test/github/world.ts';

let world: GitHubWorld;
let main: string;
beforeEach(async () => {
  world = await startWorld();
  main = world.git('rev-parse', 'main');
});
afterEach(async () => {
  await world.close();
});

const zero = '0'.repeat(40);
const names = () => world.events.map((event) => [event.name, event.action].filter(Boolean).join(': '));

describe('push', () => {
  it('to a branch tells before, after and head commit', () => {
    const after = world.commit('More', { more: '1' });
    world.push('main');
    expect(world.events).toMatchObject([
      {
        name: 'push',
        ref: 'refs/heads/main',
        sha: after,
        actor: 'casey',
        cause: 'user',
        startsRuns: true,
        payload: {
          before: main,
          after,
          created: false,
          deleted: false,
          forced: false,
          head_commit: { id: after, message: 'More' },
          repository: { full_name: repositoryName, default_branch: 'main' },
          sender: { login: 'casey' },
        },
      },
    ]);
  });

  it('says when it was forced', () => {
    world.git('commit', '--quiet', '--amend', '--message', 'Other');
    world.push('main');
    expect(world.events).toMatchObject([{ payload: { forced: true } }]);
  });

  it('of an annotated tag: after is the tag object, the run gets the commit', () => {
    world.git('tag', '--annotate', '--message', 'Release', 'v1.0.0');
    world.push('v1.0.0');
    const object = world.git('rev-parse', 'v1.0.0');
    expect(world.events).toMatchObject([
      {
        name: 'push',
        ref: 'refs/tags/v1.0.0',
        sha: main,
        payload: { before: zero, after: object, created: true, head_commit: { id: main } },
      },
      { name: 'create', payload: { ref: 'v1.0.0', ref_type: 'tag', master_branch: 'main' } },
    ]);
  });

  it('that deletes a branch starts nothing', () => {
    world.git('push', '--quiet', 'origin', 'main:refs/heads/topic');
    world.github.syncRefs(repositoryName, 'casey');
    world.events.length = 0;
    world.github.deleteBranch(repositoryName, 'topic', { by: 'casey' });
    expect(world.events).toMatchObject([
      { name: 'push', startsRuns: false, payload: { deleted: true, after: zero, head_commit: null } },
    ]);
  });

  it('of more than three tags at once raises nothing for them', () => {
    for (const tag of ['a', 'b', 'c', 'd']) world.git('tag', tag);
    world.git('push', '--quiet', 'origin', '--tags');
    world.github.syncRefs(repositoryName, 'casey');
    expect(names()).toEqual([]);
    for (const tag of ['e', 'f', 'g']) world.git('tag', tag);
    world.git('push', '--quiet', 'origin', '--tags');
    world.github.syncRefs(repositoryName, 'casey');
    expect(names()).toHaveLength(6);
  });

  it('is raised once', () => {
    world.commit('More', { more: '1' });
    world.push('main');
    world.github.syncRefs(repositoryName, 'casey');
    expect(names()).toEqual(['push']);
  });
});

describe('pull requests', () => {
  it('open, move, become ready, merge: with the test merge, then the merge', () => {
    const { pull } = openReleasePull(world, 'release-v1.1.0', { draft: true });
    const opened = world.events.at(-1);
    expect(opened).toMatchObject({
      name: 'pull_request',
      action: 'opened',
      ref: 'refs/pull/1/merge',
      sha: pull.mergeCommitSha,
      startsRuns: true,
      payload: { number: 1, pull_request: { draft: true, merged: false, base: { sha: main } } },
    });
    const { git } = world.github.repository(repositoryName);
    expect(git.commit(opened?.sha ?? '').parents).toEqual([main, pull.headSha]);
    world.git('checkout', '--quiet', 'release-v1.1.0');
    const before = pull.headSha;
    const head = world.commit('Fix', { fix: '1' });
    world.push('release-v1.1.0');
    expect(world.events.at(-1)).toMatchObject({
      action: 'synchronize',
      payload: { before, after: head, pull_request: { head: { sha: head } } },
    });
    world.github.markReady(repositoryName, 1, { by: 'casey' });
    world.events.length = 0;
    const merge = world.github.mergePullRequest(repositoryName, 1, { method: 'squash', by: 'casey' });
    expect(world.events).toMatchObject([
      { name: 'push', ref: 'refs/heads/main', sha: merge, payload: { before: main, after: merge } },
      {
        name: 'pull_request',
        action: 'closed',
        payload: { pull_request: { merged: true, merge_commit_sha: merge, merged_by: { login: 'casey' } } },
      },
    ]);
  });

  it('merge in a group: one push, whose tip is the last merge; each keeps its own merge', () => {
    const release = openReleasePull(world).pull;
    const { pull } = openReleasePull(world, 'topic', { files: { topic: '1' } });
    world.events.length = 0;
    const options = { method: 'merge', by: 'casey' } as const;
    const tip = world.github.mergeGroup(repositoryName, [release.number, pull.number], options);
    const pushes = world.events.filter((event) => event.name === 'push');
    expect(pushes.map(({ payload }) => [payload['before'], payload['after']])).toEqual([[main, tip]]);
    const { git } = world.github.repository(repositoryName);
    expect(pull.mergeCommitSha).toBe(tip);
    expect(git.commit(tip).parents[0]).toBe(release.mergeCommitSha);
    expect(world.events.map(({ name, action }) => action ?? name)).toEqual(['push', 'closed', 'closed']);
  });

  it('close without merging, by hand or with their branch', () => {
    openReleasePull(world);
    world.github.closePullRequest(repositoryName, 1, { by: 'casey' });
    expect(world.events.at(-1)).toMatchObject({
      action: 'closed',
      payload: { pull_request: { merged: false } },
    });
    openReleasePull(world, 'release-v1.2.0');
    world.github.deleteBranch(repositoryName, 'release-v1.2.0', { by: 'casey' });
    expect(world.events.at(-1)).toMatchObject({ action: 'closed', payload: { number: 2 } });
  });
});

it('a pull request that conflicts starts no run, until it is closed', () => {
  world.git('checkout', '--quiet', '-b', 'topic');
  world.commit('Ours', { clash: 'ours' });
  world.git('checkout', '--quiet', 'main');
  world.commit('Theirs', { clash: 'theirs' });
  world.push('main');
  world.push('topic');
  world.github.openPullRequest(repositoryName, { title: 't', head: 'topic', base: 'main', by: 'casey' });
  expect(world.events.at(-1)).toMatchObject({ action: 'opened', startsRuns: false });
  world.github.closePullRequest(repositoryName, 1, { by: 'casey' });
  expect(world.events.at(-1)).toMatchObject({ action: 'closed', startsRuns: true });
});

describe('what a job token does', () => {
  let job: string;
  beforeEach(() => {
    job = world.job(everything);
  });

  it('to tags starts no run', async () => {
    await world.ask(job, 'POST', '/git/refs', { ref: 'refs/tags/v1.1.0', sha: main });
    expect(world.events).toMatchObject([
      { name: 'push', cause: 'job-token', startsRuns: false, actor: 'github-actions[bot]' },
      { name: 'create', cause: 'job-token', startsRuns: false },
    ]);
  });

  it('to tags does start runs when a person does it', async () => {
    await world.ask(world.user(), 'POST', '/git/refs', { ref: 'refs/tags/v1.1.0', sha: main });
    expect(world.events.map((event) => event.startsRuns)).toEqual([true, true]);
  });

  it('to releases starts no run, the tag made on the way included', async () => {
    await world.ask(job, 'POST', '/releases', { tag_name: 'v1.1.0' });
    expect(names()).toEqual(['push', 'create', 'release: published']);
    expect(world.events.map((event) => event.startsRuns)).toEqual([false, false, false]);
  });

  it('to branches starts no run', () => {
    world.commit('More', { more: '1' });
    world.git('push', '--quiet', 'origin', 'main');
    world.github.syncRefs(repositoryName, job);
    expect(world.events).toMatchObject([{ name: 'push', startsRuns: false }]);
  });

  it('to pull requests makes runs that wait for a person', async () => {
    openReleasePull(world);
    world.github.closePullRequest(repositoryName, 1, { by: 'casey' });
    world.events.length = 0;
    const body = { title: 't', head: 'release-v1.1.0', base: 'main' };
    expect(await world.ask(job, 'POST', '/pulls', body)).toMatchObject({ status: 201 });
    expect(world.events).toMatchObject([{ action: 'opened', startsRuns: false, awaitsApproval: true }]);
    world.github.mergePullRequest(repositoryName, 2, { method: 'merge', by: job });
    expect(world.events.slice(1)).toMatchObject([
      { name: 'push', startsRuns: false, awaitsApproval: false },
      { action: 'closed', startsRuns: false, awaitsApproval: false },
    ]);
  });

  it('by dispatch starts a run', async () => {
    await world.ask(job, 'POST', '/actions/workflows/publish.yml/dispatches', { ref: 'main' });
    expect(world.events).toMatchObject([
      { name: 'workflow_dispatch', startsRuns: true, payload: { inputs: { reason: 'none' } } },
    ]);
  });
});

it('the release event shows the files', async () => {
  const user = world.user();
  const draft = await world.ask(user, 'POST', '/releases', { tag_name: 'v1.1.0', draft: true });
  const address = String(at(draft.json, 'upload_url')).replace(/\{.*/, '?name=a.whl');
  await world.ask(user, 'POST', address, 'bytes', { 'content-type': 'text/plain' });
  expect(names()).toEqual([]);
  await world.ask(user, 'PATCH', `/releases/${String(at(draft.json, 'id'))}`, { draft: false });
  expect(world.events.at(-1)).toMatchObject({
    name: 'release',
    action: 'published',
    ref: 'refs/tags/v1.1.0',
    sha: main,
    startsRuns: true,
    payload: {
      release: {
        tag_name: 'v1.1.0',
        draft: false,
        immutable: false,
        assets: [{ name: 'a.whl', size: 5, state: 'uploaded' }],
      },
    },
  });
});

it('a run is requested and completed, on the default branch whatever its head', () => {
  world.git('checkout', '--quiet', '-b', 'topic');
  const head = world.commit('More', { more: '1' });
  world.push('topic');
  world.events.length = 0;
  const run = world.github.createRun({
    repository: repositoryName,
    workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
    event: 'push',
    headSha: head,
    headBranch: 'topic',
    actor: 'casey',
  });
  world.github.updateRun(run.id, { status: 'in_progress' });
  world.github.updateRun(run.id, { status: 'completed', conclusion: 'success' });
  expect(names()).toEqual([
    'workflow_run: requested',
    'workflow_run: in_progress',
    'workflow_run: completed',
  ]);
  expect(world.events.at(-1)).toMatchObject({
    ref: 'refs/heads/main',
    sha: main,
    startsRuns: true,
    payload: {
      workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
      workflow_run: {
        id: run.id,
        run_attempt: 1,
        event: 'push',
        status: 'completed',
        conclusion: 'success',
        head_sha: head,
        head_branch: 'topic',
        path: '.github/workflows/package.yml',
        head_repository: { full_name: repositoryName },
        actor: { login: 'casey' },
      },
    },
  });
});

it('a listener can be taken off', () => {
  const seen: string[] = [];
  const off = world.github.onEvent((event) => seen.push(event.name));
  world.commit('More', { more: '1' });
  world.push('main');
  off();
  world.commit('More', { more: '2' });
  world.push('main');
  expect(seen).toEqual(['push']);
});
