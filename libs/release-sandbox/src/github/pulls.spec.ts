import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { execaSync } from 'execa';
import { join } from 'node:path';
import { openReleasePull, repositoryName, startWorld } from '../../test/github/world.ts';
import type { GitHubWorld } from '../../test/github/world.ts';
import type { MergeMethod } from './domain/merge.ts';

let world: GitHubWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

const create = (body: object, token = world.user()) =>
  world.ask(token, 'POST', '/pulls', { title: 't', head: 'release-v1.1.0', base: 'main', ...body });

describe('a new pull request is refused', () => {
  beforeEach(() => {
    world.git('checkout', '--quiet', '-B', 'release-v1.1.0', 'main');
    world.commit('Prepare v1.1.0', { 'pyproject.toml': 'version = "1.1.0"\n' });
    world.push('release-v1.1.0');
    world.git('push', '--quiet', 'origin', 'main:refs/heads/same');
  });

  it.each([
    ['for a head that is not there', { head: 'nowhere' }, { field: 'head', code: 'invalid' }],
    ['for a head of an unknown fork', { head: 'stranger:main' }, { field: 'head', code: 'invalid' }],
    ['for a base that is not there', { base: 'nowhere' }, { field: 'base', code: 'invalid' }],
    ['without commits', { head: 'same' }, { code: 'custom', message: 'No commits between main and same' }],
    ['without a title', { title: undefined }, { field: 'title', code: 'missing_field' }],
    ['with a body too long', { body: 'x'.repeat(65_537) }, { field: 'body', code: 'custom' }],
  ])('%s', async (_name, body, error) => {
    const answer = await create(body);
    expect(answer).toMatchObject({
      status: 422,
      json: { message: 'Validation Failed', errors: [{ resource: 'PullRequest', ...error }] },
    });
  });

  it('when there is one already', async () => {
    expect(await create({})).toMatchObject({ status: 201 });
    expect(await create({})).toMatchObject({
      status: 422,
      json: {
        errors: [{ code: 'custom', message: 'A pull request already exists for heroku:release-v1.1.0.' }],
      },
    });
  });

  it('as a draft where drafts are not to be had', async () => {
    world.github.configure(repositoryName, { draftPullRequests: false });
    expect(await create({ draft: true })).toMatchObject({ status: 422 });
    expect(await create({})).toMatchObject({ status: 201 });
  });

  it('from a job where the setting is off', async () => {
    world.github.configure(repositoryName, { actionsMayCreatePullRequests: false });
    const job = world.job({ 'pull-requests': 'write' });
    expect(await create({}, job)).toMatchObject({ status: 403 });
    expect(await create({})).toMatchObject({ status: 201 });
  });
});

describe('the list', () => {
  const numbers = async (query: string) => {
    const answer = await world.ask(world.user(), 'GET', `/pulls${query}`);
    return (answer.json as { number: number }[]).map((pull) => pull.number);
  };

  beforeEach(() => {
    openReleasePull(world, 'release-v1.1.0');
    openReleasePull(world, 'release-v1.2.0');
    world.github.closePullRequest(repositoryName, 1, { by: 'casey' });
  });

  it.each([
    ['open ones by default', '', [2]],
    ['closed ones', '?state=closed', [1]],
    ['all, newest first', '?state=all', [2, 1]],
    ['by head with its owner', '?state=all&head=heroku:release-v1.1.0', [1]],
    ['a bare head filters nothing', '?state=all&head=release-v1.1.0', [2, 1]],
    ['by base', '?state=all&base=other', []],
  ])('%s', async (_name, query, wanted) => {
    expect(await numbers(query)).toEqual(wanted);
  });

  it('refuses an unknown state', async () => {
    expect(await world.ask(world.user(), 'GET', '/pulls?state=merged')).toMatchObject({ status: 422 });
  });

  it('has no "merged"; a single read has', async () => {
    const list = await world.ask(world.user(), 'GET', '/pulls');
    expect((list.json as object[])[0]).not.toHaveProperty('merged');
    expect((await world.ask(world.user(), 'GET', '/pulls/2')).json).toMatchObject({ merged: false });
  });

  it('lags behind when told to', async () => {
    world.github.staleness.pullsMs = 5000;
    expect(await numbers('')).toEqual([]);
    world.clock.ms += 5000;
    expect(await numbers('')).toEqual([2]);
  });
});

describe('updating', () => {
  it('changes title and body, closes and reopens', async () => {
    openReleasePull(world);
    const patch = (body: object) => world.ask(world.user(), 'PATCH', '/pulls/1', body);
    expect((await patch({ title: 'New', body: 'Text' })).json).toMatchObject({ title: 'New', body: 'Text' });
    expect((await patch({ state: 'closed' })).json).toMatchObject({ state: 'closed', merged: false });
    expect((await patch({ state: 'open' })).json).toMatchObject({ state: 'open', closed_at: null });
  });

  it('cannot change the draft mark', async () => {
    openReleasePull(world, 'release-v1.1.0', { draft: true });
    expect(await world.ask(world.user(), 'PATCH', '/pulls/1', { draft: false })).toMatchObject({
      status: 422,
    });
  });

  it('cannot reopen what was merged', async () => {
    openReleasePull(world);
    world.github.mergePullRequest(repositoryName, 1, { method: 'merge', by: 'casey' });
    expect(await world.ask(world.user(), 'PATCH', '/pulls/1', { state: 'open' })).toMatchObject({
      status: 422,
    });
  });
});

describe('merging', () => {
  const merge = (method: MergeMethod) =>
    world.github.mergePullRequest(repositoryName, 1, { method, by: 'casey' });
  const git = () => world.github.repository(repositoryName).git;

  it.each<[MergeMethod, string]>([
    ['merge', 'Merge pull request #1 from heroku/release-v1.1.0\n\nRelease v1.1.0\n'],
    ['squash', 'Prepare v1.1.0 (#1)\n'],
    ['rebase', 'Prepare v1.1.0\n'],
  ])('%s writes its own message', (method, message) => {
    openReleasePull(world);
    expect(git().commit(merge(method)).message).toBe(message);
  });

  it('squash lists several commits under the title', () => {
    world.git('checkout', '--quiet', '-b', 'topic');
    world.commit('One', { one: '1' });
    world.commit('Two', { two: '2' });
    world.push('topic');
    world.github.openPullRequest(repositoryName, { title: 'Both', head: 'topic', base: 'main', by: 'casey' });
    expect(git().commit(merge('squash')).message).toBe('Both (#1)\n\n* One\n\n* Two\n');
  });

  it('rebase replays every commit on a main that moved', () => {
    world.git('checkout', '--quiet', '-b', 'topic');
    world.commit('One', { one: '1' });
    world.commit('Two', { two: '2' });
    world.push('topic');
    world.github.openPullRequest(repositoryName, { title: 'Both', head: 'topic', base: 'main', by: 'casey' });
    world.git('checkout', '--quiet', 'main');
    const moved = world.commit('Three', { three: '3' });
    world.push('main');
    const tip = merge('rebase');
    expect(
      git()
        .commits(tip, `^${moved}`)
        .map((sha) => git().commit(sha).message),
    ).toEqual(['Two\n', 'One\n']);
    expect(['one', 'two', 'three'].map((file) => git().text(`${tip}:${file}`))).toEqual(['1', '2', '3']);
  });

  it.each<MergeMethod>(['merge', 'squash', 'rebase'])(
    '%s refuses a conflict and leaves main alone',
    (method) => {
      openReleasePull(world);
      const main = world.commit('Other', { 'pyproject.toml': 'version = "9"\n' });
      world.push('main');
      expect(() => merge(method)).toThrow(expect.objectContaining({ status: 405 }));
      expect(git().resolve('main')).toBe(main);
      expect(world.github.pullRequest(repositoryName, 1)).toMatchObject({
        state: 'open',
        mergeCommitSha: null,
      });
    },
  );

  it('refuses a draft until it is ready', () => {
    openReleasePull(world, 'release-v1.1.0', { draft: true });
    expect(() => merge('merge')).toThrow(expect.objectContaining({ status: 405 }));
    world.github.markReady(repositoryName, 1, { by: 'casey' });
    expect(merge('merge')).toMatch(/^[0-9a-f]{40}$/);
  });

  it('refuses a second time', () => {
    openReleasePull(world);
    merge('merge');
    expect(() => merge('merge')).toThrow(expect.objectContaining({ status: 405 }));
  });
});

describe('pull requests of a commit', () => {
  const of = async (sha: string) => {
    const answer = await world.ask(world.user(), 'GET', `/commits/${sha}/pulls`);
    return (answer.json as { number: number }[]).map((pull) => pull.number);
  };

  it.each<MergeMethod>(['merge', 'squash', 'rebase'])(
    '%s: the merged one, once it is known',
    async (method) => {
      openReleasePull(world);
      world.github.staleness.associationMs = 2000;
      const sha = world.github.mergePullRequest(repositoryName, 1, { method, by: 'casey' });
      expect(await of(sha)).toEqual([]);
      world.clock.ms += 2000;
      expect(await of(sha)).toEqual([1]);
    },
  );

  it('a commit of an open branch: the ones that contain it; a direct push: none', async () => {
    const { head } = openReleasePull(world);
    expect(await of(head)).toEqual([1]);
    expect(await of(world.git('rev-parse', 'main'))).toEqual([]);
  });

  it.each([['a'.repeat(40)], ['main'], ['abc1234']])('refuses %s', async (sha) => {
    expect(await world.ask(world.user(), 'GET', `/commits/${sha}/pulls`)).toMatchObject({ status: 422 });
  });
});

it('takes a pull request from a fork, and says so', async () => {
  const fork = join(world.folder, 'fork.git');
  execaSync('git', ['clone', '--quiet', '--bare', world.bare, fork]);
  world.github.addRepository({ fullName: 'stranger/demo', gitDirectory: fork, forkOf: repositoryName });
  world.git('checkout', '--quiet', '-b', 'release-v9.9.9');
  world.commit('Mischief', { evil: '1' });
  world.git('push', '--quiet', fork, 'release-v9.9.9');
  world.github.openPullRequest(repositoryName, {
    title: 't',
    head: 'stranger:release-v9.9.9',
    base: 'main',
    by: 'stranger',
  });
  expect((await world.ask(world.user(), 'GET', '/pulls/1')).json).toMatchObject({
    head: { label: 'stranger:release-v9.9.9', repo: { full_name: 'stranger/demo', fork: true } },
    base: { repo: { full_name: repositoryName } },
  });
  const merge = world.github.mergePullRequest(repositoryName, 1, { method: 'squash', by: 'casey' });
  expect(world.github.repository(repositoryName).git.text(`${merge}:evil`)).toBe('1');
});
