import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything, repositoryName, startWorld } from '../../test/github/world.ts';
import type { GitHubWorld } from '../../test/github/world.ts';
import type { Permissions } from './model/token.ts';

let world: GitHubWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
});

const sha = 'a'.repeat(40);

describe('tokens', () => {
  it.each([
    ['an unknown one', () => 'ghs_unknown'],
    ['a revoked one', () => revoked()],
  ])('%s: 401', async (_name, token) => {
    const answer = await world.ask(token(), 'GET', '/pulls');
    expect(answer).toMatchObject({ status: 401, json: { status: '401' } });
  });

  it('are not needed to read what is public, 60 times an hour', async () => {
    for (const path of ['/pulls', '/releases', '/git/matching-refs/tags/v', '/git/ref/heads/main']) {
      expect(await world.ask(undefined, 'GET', path)).toMatchObject({ status: 200 });
    }
    const answer = await world.ask(undefined, 'GET', '/releases');
    expect(answer.headers.get('x-ratelimit-limit')).toBe('60');
    for (let left = Number(answer.headers.get('x-ratelimit-remaining')); left > 0; left -= 1) {
      expect(await world.ask(undefined, 'GET', '/releases')).toMatchObject({ status: 200 });
    }
    expect(await world.ask(undefined, 'GET', '/releases')).toMatchObject({ status: 403 });
    world.clock.ms += 3_600_000;
  });

  it('are needed to write, to download an artifact, and for GraphQL', async () => {
    const release = { tag_name: 'v0.0.2', draft: true };
    expect(await world.ask(undefined, 'POST', '/releases', release)).toMatchObject({ status: 401 });
    expect(await world.ask(undefined, 'GET', '/actions/artifacts/1/zip')).toMatchObject({ status: 401 });
    expect(await world.graphql(undefined, '{ __typename }')).toMatchObject({ status: 401 });
  });

  it('are needed to see a private repository', async () => {
    world.github.configure(repositoryName, { private: true });
    expect(await world.ask(undefined, 'GET', '/git/matching-refs/tags/v')).toMatchObject({ status: 404 });
    world.github.configure(repositoryName, { private: false });
  });

  const revoked = () => {
    const token = world.user();
    world.github.revokeToken(token);
    world.github.revokeToken(token);
    return token;
  };

  it.each(['Bearer', 'token', 'bearer'])('are taken with the scheme %s', async (scheme) => {
    const headers = { authorization: `${scheme} ${world.user()}` };
    expect(await world.ask(undefined, 'GET', '/pulls', undefined, headers)).toMatchObject({ status: 200 });
  });

  it('name the caller in the log by their label', async () => {
    const token = world.github.issueToken({
      repository: repositoryName,
      actor: 'casey',
      kind: 'job',
      permissions: { contents: 'read' },
      label: 'publish/draft',
    });
    await world.ask(token, 'GET', '/releases');
    expect(world.log.at(-1)).toMatchObject({ operation: 'github.releases.list', by: 'publish/draft' });
  });

  it('act as the bot when they belong to a job', async () => {
    const answer = await world.ask(world.job({ contents: 'write' }), 'POST', '/releases', {
      tag_name: 'v0.0.1',
      draft: true,
    });
    expect(answer.json).toMatchObject({ author: { login: 'github-actions[bot]', type: 'Bot' } });
  });
});

/** What each operation needs, with a request that would get past the check. */
const needs: [operation: string, key: string, level: 'read' | 'write', method: string, path: string][] = [
  ['pulls.list', 'pull-requests', 'read', 'GET', '/pulls'],
  ['pulls.create', 'pull-requests', 'write', 'POST', '/pulls'],
  ['pulls.get', 'pull-requests', 'read', 'GET', '/pulls/1'],
  ['pulls.update', 'pull-requests', 'write', 'PATCH', '/pulls/1'],
  ['commits.pulls', 'pull-requests', 'read', 'GET', `/commits/${sha}/pulls`],
  ['git.getRef', 'contents', 'read', 'GET', '/git/ref/heads/main'],
  ['git.listMatchingRefs', 'contents', 'read', 'GET', '/git/matching-refs/heads/m'],
  ['git.createTag', 'contents', 'write', 'POST', '/git/tags'],
  ['git.getTag', 'contents', 'read', 'GET', `/git/tags/${sha}`],
  ['git.createRef', 'contents', 'write', 'POST', '/git/refs'],
  ['git.getCommit', 'contents', 'read', 'GET', `/git/commits/${sha}`],
  ['commits.compare', 'contents', 'read', 'GET', '/compare/main...main'],
  ['releases.list', 'contents', 'read', 'GET', '/releases'],
  ['releases.create', 'contents', 'write', 'POST', '/releases'],
  ['releases.getByTag', 'contents', 'read', 'GET', '/releases/tags/v1'],
  ['releases.getLatest', 'contents', 'read', 'GET', '/releases/latest'],
  ['releases.get', 'contents', 'read', 'GET', '/releases/1'],
  ['releases.update', 'contents', 'write', 'PATCH', '/releases/1'],
  ['releases.delete', 'contents', 'write', 'DELETE', '/releases/1'],
  ['assets.list', 'contents', 'read', 'GET', '/releases/1/assets'],
  ['assets.get', 'contents', 'read', 'GET', '/releases/assets/1'],
  ['assets.delete', 'contents', 'write', 'DELETE', '/releases/assets/1'],
  ['actions.getRun', 'actions', 'read', 'GET', '/actions/runs/1'],
  ['actions.listWorkflowRuns', 'actions', 'read', 'GET', '/actions/workflows/package.yml/runs'],
  ['actions.listRunArtifacts', 'actions', 'read', 'GET', '/actions/runs/1/artifacts'],
  ['actions.getArtifact', 'actions', 'read', 'GET', '/actions/artifacts/1'],
  ['actions.downloadArtifact', 'actions', 'read', 'GET', '/actions/artifacts/1/zip'],
  ['actions.dispatch', 'actions', 'write', 'POST', '/actions/workflows/publish.yml/dispatches'],
];

describe('permissions', () => {
  it.each(needs)('%s needs %s: %s', async (_operation, key, level, method, path) => {
    const body = ['POST', 'PATCH'].includes(method) ? {} : undefined;
    const rest = Object.fromEntries(Object.entries(everything).filter(([each]) => each !== key));
    const lesser: Permissions[] = level === 'write' ? [rest, { ...rest, [key]: 'read' }] : [rest];
    for (const permissions of lesser) {
      const answer = await world.ask(world.job(permissions), method, path, body);
      expect(answer).toMatchObject({
        status: 403,
        json: { message: 'Resource not accessible by integration' },
      });
      const accepted = answer.headers.get('x-accepted-github-permissions');
      expect(accepted).toContain(`${key.replace('-', '_')}=${level}`);
    }
    const enough = await world.ask(world.job({ [key]: level }), method, path, body);
    expect(enough.status).not.toBe(403);
  });

  it('uploads need contents: write', async () => {
    const address = `${world.origin}/api/uploads/repos/${repositoryName}/releases/1/assets?name=a`;
    const answer = await world.ask(world.job({ contents: 'read' }), 'POST', address, 'x');
    expect(answer.status).toBe(403);
  });
});

describe('requests', () => {
  it('without a User-Agent: 403', async () => {
    const request = new Request(`${world.origin}/api/v3/repos/${repositoryName}/pulls`, {
      headers: { authorization: `Bearer ${world.user()}` },
    });
    expect((await world.github.service.fetch(request)).status).toBe(403);
  });

  it('for an unknown API version: 400', async () => {
    const headers = { 'x-github-api-version': '2020-01-01' };
    expect(await world.ask(world.user(), 'GET', '/pulls', undefined, headers)).toMatchObject({ status: 400 });
  });

  it.each([
    ['a path nobody declared', 'GET', '/issues'],
    ['a method nobody declared', 'PUT', '/pulls'],
    ['a path in another case', 'GET', '/Pulls'],
  ])('on %s: 404, logged as unknown', async (_name, method, path) => {
    expect(await world.ask(world.user(), method, path)).toMatchObject({
      status: 404,
      json: { message: 'Not Found' },
    });
    expect(world.log.at(-1)).toMatchObject({ operation: 'unknown', status: 404 });
  });

  it('for a repository that is not there, and for a hidden one: the same 404', async () => {
    world.github.addRepository({
      fullName: 'heroku/secret',
      gitDirectory: world.bare,
      settings: { private: true },
    });
    const answers = await Promise.all(
      ['heroku/nothing', 'heroku/secret'].map((name) =>
        world.ask(world.user(), 'GET', `${world.origin}/api/v3/repos/${name}/pulls`),
      ),
    );
    expect(answers[0]).toMatchObject({ status: 404 });
    expect(answers[1]?.json).toEqual(answers[0]?.json);
  });

  it.each([
    ['no JSON', '{', 400],
    ['no object', '[]', 400],
    ['a missing property', { head: 'x' }, 422],
    ['an unknown property', { title: 't', head: 'x', base: 'main', drafts: true }, 422],
    ['a wrong type', { title: 1, head: 'x', base: 'main' }, 422],
    ['null where none may be', { title: null, head: 'x', base: 'main' }, 422],
  ])('with %s: %j', async (_name, body, status) => {
    const answer = await world.ask(world.user(), 'POST', '/pulls', body);
    expect(answer.status).toBe(status);
    expect(answer.json).not.toHaveProperty('errors');
  });

  it('with a query parameter nobody declared: 422', async () => {
    expect(await world.ask(world.user(), 'GET', '/pulls?heads=x')).toMatchObject({ status: 422 });
  });
});

describe('answers', () => {
  it('say what is left of the rate limit, and refuse beyond it', async () => {
    const token = world.job({ contents: 'read' });
    const first = await world.ask(token, 'GET', '/releases');
    expect(first.headers.get('x-ratelimit-limit')).toBe('1000');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('999');
    expect(first.headers.get('x-ratelimit-resource')).toBe('core');
    for (let count = 0; count < 999; count += 1)
      await world.github.service.fetch(
        new Request(`${world.origin}/api/v3/repos/${repositoryName}/releases`, {
          headers: { authorization: `Bearer ${token}`, 'user-agent': 'test' },
        }),
      );
    const refused = await world.ask(token, 'GET', '/releases');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    world.clock.ms = Number(refused.headers.get('x-ratelimit-reset')) * 1000;
    expect(await world.ask(token, 'GET', '/releases')).toMatchObject({ status: 200 });
  });

  it('carry an entity tag that spares the body, for this token only', async () => {
    const [token, other] = [world.user(), world.user()];
    const first = await world.ask(token, 'GET', '/releases');
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect(await world.ask(token, 'GET', '/releases', undefined, headers)).toMatchObject({ status: 304 });
    expect(await world.ask(other, 'GET', '/releases', undefined, headers)).toMatchObject({ status: 200 });
  });

  it('come in pages with links', async () => {
    const token = world.user();
    for (const tag_name of ['v0.1.0', 'v0.2.0', 'v0.3.0'])
      await world.ask(token, 'POST', '/releases', { tag_name, draft: true });
    const seen: unknown[] = [];
    let address: string | undefined = '/releases?per_page=2';
    while (address !== undefined) {
      const page = await world.ask(token, 'GET', address);
      expect((page.json as unknown[]).length).toBeLessThanOrEqual(2);
      seen.push(...(page.json as { tag_name: string }[]).map((release) => release.tag_name));
      address = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(expect.arrayContaining(['v0.1.0', 'v0.2.0', 'v0.3.0']));
    expect(new Set(seen).size).toBe(seen.length);
  });
});
