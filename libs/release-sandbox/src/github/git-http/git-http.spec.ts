import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everything, repositoryName, startWorld } from '../../../test/github/world.ts';
import type { GitHubWorld } from '../../../test/github/world.ts';

let world: GitHubWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

/** Runs the real git client in the work tree; the token goes in as a header. */
const git = (token: string | undefined, ...args: string[]) =>
  execa('git', args, {
    cwd: world.work,
    reject: false,
    env: {
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      ...(token === undefined ? {} : header(`Authorization: Basic ${basic(token)}`)),
    },
  });
const basic = (token: string) => Buffer.from(`x-access-token:${token}`).toString('base64');
const header = (value: string) => ({
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'http.extraHeader',
  GIT_CONFIG_VALUE_0: value,
});
const remote = () => `${world.origin}/${repositoryName}.git`;
const shas = () => world.github.repository(repositoryName).branchesAndTags();

describe('reading', () => {
  it.each([
    ['a public repository without a token', {}, () => undefined, 0],
    ['a public repository with an unknown token', {}, () => 'ghs_unknown', 128],
    ['a private repository without a token', { private: true }, () => undefined, 128],
    ['a private repository with any token of it', { private: true }, () => world.job({}), 0],
  ])('%s', async (_name, settings, token, exitCode) => {
    world.github.configure(repositoryName, settings);
    const result = await git(token(), 'clone', '--quiet', remote(), join(world.folder, 'clone'));
    expect(result.exitCode).toBe(exitCode);
  });

  it('lists refs, with what annotated tags lead to', async () => {
    world.git('tag', '--annotate', '--message', 'x', 'v1');
    world.push('v1');
    const { stdout } = await git(undefined, 'ls-remote', remote(), 'refs/tags/*');
    expect(stdout.split('\n').map((line) => line.split('\t')[1])).toEqual([
      'refs/tags/v1',
      'refs/tags/v1^{}',
    ]);
  });

  it('a repository that is not there', async () => {
    const result = await git(world.user(), 'ls-remote', `${world.origin}/heroku/nothing.git`);
    expect(result.exitCode).toBe(128);
    expect(world.log.at(-1)).toMatchObject({ operation: 'github.git.refs', status: 404 });
  });
});

describe('pushing', () => {
  const push = (token: string | undefined, ...refspecs: string[]) =>
    git(token, 'push', remote(), ...refspecs);

  it('moves a branch and raises the event', async () => {
    const after = world.commit('More', { more: '1' });
    const result = await push(world.user(), 'main');
    expect(result.exitCode, result.stderr).toBe(0);
    expect(world.events).toMatchObject([
      { name: 'push', actor: 'casey', startsRuns: true, payload: { after } },
    ]);
    expect(world.log.at(-1)).toMatchObject({ operation: 'github.git.push', by: 'user:casey' });
  });

  it('takes the token also from the address', async () => {
    world.commit('More', { more: '1' });
    const address = remote().replace('://', `://x-access-token:${world.user()}@`);
    expect((await git(undefined, 'push', address, 'main')).exitCode).toBe(0);
  });

  it('by a job starts no run', async () => {
    world.commit('More', { more: '1' });
    expect((await push(world.job({ contents: 'write' }), 'main')).exitCode).toBe(0);
    expect(world.events).toMatchObject([{ name: 'push', cause: 'job-token', startsRuns: false }]);
  });

  it.each([
    ['no token', () => undefined, /could not read Username|terminal prompts disabled/],
    ['contents: read', () => world.job({ contents: 'read' }), /Permission to heroku\/demo.git denied/],
    ['a revoked token', () => revoked(), /Authentication failed|could not read/],
  ])('is refused with %s', async (_name, token, message) => {
    const before = shas();
    world.commit('More', { more: '1' });
    const result = await push(token(), 'main');
    expect(result.exitCode).toBe(128);
    expect(result.stderr).toMatch(message);
    expect(shas()).toEqual(before);
  });

  const revoked = () => {
    const token = world.user();
    world.github.revokeToken(token);
    return token;
  };

  it('refuses what is no fast-forward, unless forced', async () => {
    world.git('commit', '--quiet', '--amend', '--message', 'Other');
    expect((await push(world.user(), 'main')).exitCode).toBe(1);
    expect((await push(world.user(), '+main')).exitCode).toBe(0);
  });

  it('neither moves nor deletes a tag, whoever asks', async () => {
    world.git('tag', 'v1');
    world.push('v1');
    world.commit('More', { more: '1' });
    world.git('tag', '--force', 'v1');
    const before = shas();
    for (const refspec of ['+v1', ':refs/tags/v1']) {
      const result = await push(world.user(), refspec);
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toMatch(/GH013/);
      expect(result.stderr).toMatch(/push declined due to repository rule violations/);
    }
    expect(shas()).toEqual(before);
  });

  it('refuses all of a push that breaks a rule with one ref', async () => {
    world.git('tag', 'v1');
    world.push('v1');
    world.events.length = 0;
    world.commit('More', { more: '1' });
    world.git('tag', '--force', 'v1');
    expect((await push(world.user(), 'main', '+v1')).exitCode).toBe(1);
    expect(world.events).toEqual([]);
  });

  it('takes a new tag', async () => {
    world.git('tag', '--annotate', '--message', 'x', 'v1');
    expect((await push(world.user(), 'v1')).exitCode).toBe(0);
    expect(world.events.map((event) => event.name)).toEqual(['push', 'create']);
  });

  it('keeps refs/pull/ for GitHub', async () => {
    const result = await push(world.user(), 'main:refs/pull/7/head');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(/hidden ref/);
  });

  it('keeps a job from bringing in a changed workflow file, and a person not', async () => {
    const before = shas();
    world.commit('Change a workflow', { '.github/workflows/package.yml': 'name: Other\non: push\n' });
    const result = await push(world.job(everything), 'main');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/package.yml` without `workflows` permission',
    );
    expect(shas()).toEqual(before);
    const objects = world.github.repository(repositoryName).git;
    expect(objects.object(world.git('rev-parse', 'main'))).toBeUndefined();
    expect((await push(world.user(), 'main')).exitCode).toBe(0);
  });

  it('carries more than a megabyte', async () => {
    const noise = Array.from({ length: 40_000 }, (_, index) =>
      ((index * 7919) % 1_000_003).toString(36).padEnd(40, 'x'),
    );
    const after = world.commit('Large', {
      large: noise.map((text, index) => `${text}${index * 31}`).join('\n'),
    });
    const result = await git(world.user(), '-c', 'core.compression=0', 'push', remote(), 'main');
    expect(result.exitCode, result.stderr).toBe(0);
    expect(shas().get('refs/heads/main')?.sha).toBe(after);
  });
});

describe('faults', () => {
  it('a push that landed and whose answer was lost is there', async () => {
    const after = world.commit('More', { more: '1' });
    world.faults.next('github.git.push', { land: true, then: 'reset' });
    const result = await git(world.user(), 'push', remote(), 'main');
    expect(result.exitCode).not.toBe(0);
    expect(shas().get('refs/heads/main')?.sha).toBe(after);
    expect(world.faults.unused).toEqual([]);
  });
});
