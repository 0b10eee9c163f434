import type { GitRepository } from '@heroku-release/git-repo';
import { describe, expect, it } from 'vitest';
import type { Env } from './history-environment.ts';
import { repositoryName, repositoryUrl } from './repository-name.ts';

const worldWith = (env: Env) => ({ env });
const gitWith = (url: string | undefined) =>
  ({ remoteUrl: () => Promise.resolve(url) }) as unknown as GitRepository;

const ENTERPRISE = { GITHUB_SERVER_URL: 'https://ghe.example', GITHUB_API_URL: 'https://ghe.example/api/v3' };

describe('repositoryName', () => {
  it.each([
    ['https', 'https://github.com/heroku/demo.git', {}],
    ['https without .git', 'https://github.com/heroku/demo', {}],
    ['https with a user', 'https://ada@github.com/heroku/demo.git', {}],
    ['scp', 'git@github.com:heroku/demo.git', {}],
    ['ssh', 'ssh://git@github.com/heroku/demo.git', {}],
    ['ssh with a port', 'ssh://git@ssh.github.com:443/heroku/demo.git', {}],
    ['another server', 'https://ghe.example/heroku/demo.git', ENTERPRISE],
    ['the variable is empty', 'https://github.com/heroku/demo', { GITHUB_REPOSITORY: '' }],
  ])('from origin: %s', async (_, url, env) => {
    expect(await repositoryName(worldWith(env), gitWith(url))).toBe('heroku/demo');
  });

  it('prefers GITHUB_REPOSITORY, with and without a checkout', async () => {
    const world = worldWith({ GITHUB_REPOSITORY: 'heroku/demo' });
    expect(await repositoryName(world)).toBe('heroku/demo');
    expect(await repositoryName(world, gitWith('https://github.com/ada/fork'))).toBe('heroku/demo');
  });

  it.each([
    ['no remote', undefined],
    ['a folder', '/srv/git/demo.git'],
    ['another server', 'https://gitlab.example/heroku/demo.git'],
    ['a server whose name only starts the same', 'https://github.com.evil.example/heroku/demo.git'],
    ['no repository', 'https://github.com/heroku'],
    ['a page of the repository', 'https://github.com/heroku/demo/tree/main'],
    ['not a URL', 'demo'],
  ])('unknown: %s', async (_, url) => {
    await expect(repositoryName(worldWith({}), gitWith(url))).rejects.toMatchObject({
      code: 'REMOTE_UNKNOWN',
    });
  });

  it('unknown without a checkout', async () => {
    await expect(repositoryName(worldWith({}))).rejects.toMatchObject({ code: 'REMOTE_UNKNOWN' });
  });

  it.each([
    'demo',
    'heroku/',
    '/demo',
    'heroku/demo/x',
    '../demo',
    'heroku/..',
    'a b/c',
    'https://github.com/heroku/demo',
  ])('GITHUB_REPOSITORY=%s is not a repository', async (name) => {
    await expect(repositoryName(worldWith({ GITHUB_REPOSITORY: name }))).rejects.toMatchObject({
      code: 'ENVIRONMENT_INVALID',
    });
  });
});

describe('repositoryUrl', () => {
  it('is a page on the server', () => {
    expect(repositoryUrl(worldWith({}), 'heroku/demo')).toBe('https://github.com/heroku/demo');
    expect(repositoryUrl(worldWith(ENTERPRISE), 'heroku/demo')).toBe('https://ghe.example/heroku/demo');
  });
});
