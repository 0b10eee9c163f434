import { chmodSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { FaultScript } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { codeOf, GitWorld } from '../test/git-world.ts';
import { remoteAccess } from './remote-access.ts';

const branch = 'refs/heads/release-v1.2.3';

describe('withTemporaryObjects', () => {
  it('fetches and commits without a change in .git, and removes its folder', async () => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    const base = world.git('work', 'rev-parse', 'HEAD');
    const theirs = world.commit('work', 'theirs');
    world.git('work', 'push', '--quiet', 'origin', `HEAD:${branch}`);
    world.git('work', 'reset', '--quiet', '--hard', base);
    world.git('work', 'reflog', 'expire', '--expire=now', '--all');
    world.git('work', 'update-ref', '-d', 'refs/remotes/origin/release-v1.2.3');
    world.git('work', 'gc', '--quiet', '--prune=now');
    const repository = await world.open();
    const before = world.snapshot('work');
    expect(await repository.resolve(theirs)).toBeUndefined();
    const seen = await repository.withTemporaryObjects(async (temporary) => {
      await temporary.fetch({ remote: 'origin', refs: [branch] });
      const files = new Map([['new.txt', 'new\n']]);
      const date = '2026-01-01T00:00:00Z';
      const made = await temporary.commitFiles({ parent: theirs, files, message: 'Made', date });
      return [await temporary.isAncestor(base, made), await temporary.readFile(made, 'new.txt')];
    });
    expect(seen).toEqual([true, 'new\n']);
    expect(world.snapshot('work')).toEqual(before);
    expect(await repository.resolve(theirs)).toBeUndefined();
  });
});

describe('push', () => {
  it('puts one commit on one branch, and changes nothing the second time', async () => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    const sha = world.commit('work', 'two');
    world.git('work', 'tag', '-a', 'v9', '-m', 'must not travel');
    world.git('work', 'config', 'push.followTags', 'true');
    const repository = await world.open();
    const before = world.snapshot('work');
    await repository.push({ remote: 'origin', refspec: `${sha}:${branch}` });
    await repository.push({ remote: 'origin', refspec: `${sha}:${branch}` });
    expect(world.git('remote.git', 'for-each-ref', '--format=%(refname)')).toBe(`refs/heads/main\n${branch}`);
    expect(world.git('remote.git', 'rev-parse', branch)).toBe(sha);
    // git itself updates the remote-tracking branch.
    const own = Object.entries(world.snapshot('work')).filter(([path]) => !path.includes('refs/remotes/'));
    expect(Object.fromEntries(own)).toEqual(before);
  });

  it('never runs the pre-push hook', async () => {
    using world = new GitWorld();
    const root = world.init();
    world.remoteOf('work');
    world.write('work', '.git/hooks/pre-push', '#!/bin/sh\nexit 1\n');
    chmodSync(`${root}/.git/hooks/pre-push`, 0o755);
    const sha = world.git('work', 'rev-parse', 'HEAD');
    await (await world.open()).push({ remote: 'origin', refspec: `${sha}:${branch}` });
    expect(world.git('remote.git', 'rev-parse', branch)).toBe(sha);
  });

  it('is refused if the branch holds another commit, unless it replaces exactly that one', async () => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    const base = world.git('work', 'rev-parse', 'HEAD');
    const one = world.commit('work', 'one');
    world.git('work', 'reset', '--quiet', '--hard', base);
    const two = world.commit('work', 'two');
    const repository = await world.open();
    const push = (sha: string, replaces?: string | null) =>
      repository.push({
        remote: 'origin',
        refspec: `${sha}:${branch}`,
        replaces,
      });
    await push(one, null);
    expect(await codeOf(push(two))).toBe('GIT_PUSH_REJECTED');
    expect(await codeOf(push(two, null))).toBe('GIT_PUSH_REJECTED');
    expect(await codeOf(push(two, base))).toBe('GIT_PUSH_REJECTED');
    expect(world.git('remote.git', 'rev-parse', branch)).toBe(one);
    await push(two, one);
    expect(world.git('remote.git', 'rev-parse', branch)).toBe(two);
  });

  it("includes the remote's message, and has no effect", async () => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    world.git('remote.git', 'config', 'transfer.hideRefs', branch);
    const sha = world.git('work', 'rev-parse', 'HEAD');
    const push = (await world.open()).push({ remote: 'origin', refspec: `${sha}:${branch}` });
    await expect(push).rejects.toMatchObject({
      code: 'GIT_PUSH_REJECTED',
      effect: 'none',
      message: expect.stringContaining('deny updating a hidden ref') as string,
    });
  });

  it.each([
    'HEAD:refs/heads/x',
    `+${'a'.repeat(40)}:refs/heads/x`,
    `${'a'.repeat(40)}:x`,
    `:refs/heads/x`,
    '--all',
  ])('refuses the refspec %s', async (refspec) => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    const repository = await world.open();
    expect(await codeOf(repository.push({ remote: 'origin', refspec }))).toBe('GIT_INVALID_NAME');
  });

  it('is a named fault point, as is every write', async () => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    const script = new FaultScript();
    const repository = await world.open('work', world.runner(script));
    const parent = world.git('work', 'rev-parse', 'HEAD');
    const author = { name: 'A', email: 'a@example.invalid' };
    const files = new Map([['a', 'b']]);
    const sha = await repository.commitFiles({
      parent,
      files,
      author,
      message: 'm',
      date: '2026-01-01T00:00:00Z',
    });
    await repository.push({ remote: 'origin', refspec: `${sha}:${branch}` });
    await repository.fetch({ remote: 'origin', refs: ['refs/heads/main'] });
    const written = script.reached.filter((point) => point.writes).map((point) => point.name);
    expect(written).toEqual([
      'git hash-object',
      'git read-tree',
      'git update-index',
      'git write-tree',
      'git commit-tree',
      'git push',
      'git fetch',
    ]);
  });
});

describe('remote references', () => {
  it('returns what exists, peeled, and nothing that only matches at the end', async () => {
    using world = new GitWorld();
    world.init();
    const sha = world.git('work', 'rev-parse', 'HEAD');
    world.git('work', 'tag', '-a', 'v1.0.0', '-m', 'one');
    const tag = world.git('work', 'rev-parse', 'refs/tags/v1.0.0');
    world.git('work', 'tag', 'v1.0.1');
    world.git('work', 'branch', 'release-v1.2.3');
    world.git('work', 'branch', 'refs/heads/release-v1.2.3');
    world.remoteOf('work');
    const repository = await world.open();
    const refs = await repository.remoteRefs({
      remote: 'origin',
      patterns: [branch, 'refs/tags/v1.0.0', 'refs/heads/none', 'HEAD'],
    });
    expect([...refs].sort()).toEqual([
      ['HEAD', { sha }],
      [branch, { sha }],
      ['refs/tags/v1.0.0', { sha: tag, peeled: sha }],
    ]);
    const all = await repository.remoteRefs({ remote: 'origin', patterns: ['refs/tags/v*'] });
    expect(Object.fromEntries(all)).toEqual({
      'refs/tags/v1.0.0': { sha: tag, peeled: sha },
      'refs/tags/v1.0.1': { sha },
    });
  });

  it('reports a missing remote', async () => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    const refs = (remote: string) => repository.remoteRefs({ remote, patterns: ['HEAD'] });
    expect(await codeOf(refs('origin'))).toBe('GIT_REMOTE_UNREACHABLE');
    expect(await codeOf(refs('http://127.0.0.1:9/x.git'))).toBe('GIT_REMOTE_UNREACHABLE');
    expect(await repository.remoteUrl()).toBeUndefined();
  });

  it('returns the address without credentials', async () => {
    using world = new GitWorld();
    world.init();
    world.git('work', 'remote', 'add', 'origin', 'https://me:secret@example.invalid/o/r.git');
    expect(await (await world.open()).remoteUrl()).toBe('https://example.invalid/o/r.git');
  });
});

describe('fetch', () => {
  it('adds objects and changes no reference', async () => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    world.git('work', 'fetch', '--quiet', 'origin');
    world.git('', 'clone', '--quiet', 'remote.git', 'other');
    world.git('other', 'config', 'user.name', 'B');
    world.git('other', 'config', 'user.email', 'b@example.invalid');
    const sha = world.commit('other', 'from elsewhere');
    world.git('other', 'tag', 'v1');
    world.git('other', 'push', '--quiet', 'origin', 'main', 'v1');
    const repository = await world.open();
    expect(await repository.resolve(sha)).toBeUndefined();
    const before = world.snapshot('work');
    await repository.fetch({ remote: 'origin', refs: ['refs/heads/main'] });
    expect(await repository.resolve(sha)).toBe(sha);
    expect(world.snapshot('work')).toEqual(before);
    await repository.fetch({ remote: 'origin', refs: ['refs/tags/v1:refs/tags/v1'] });
    expect(await repository.resolve('v1')).toBe(sha);
    const missing = repository.fetch({ remote: 'origin', refs: ['refs/heads/none'] });
    expect(await codeOf(missing)).toBe('GIT_UNKNOWN_REVISION');
  });
});

describe('the token', () => {
  it('is sent to an HTTP remote once, without other credentials', async () => {
    using world = new GitWorld();
    world.init();
    const seen: (string | string[] | undefined)[] = [];
    await using server = createServer((request, response) => {
      seen.push(request.headersDistinct['authorization']);
      response.statusCode = request.headers.authorization === undefined ? 401 : 403;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    world.git('work', 'remote', 'add', 'origin', `${origin}/o/r.git`);
    world.git('work', 'config', `http.${origin}/.extraheader`, 'AUTHORIZATION: basic bGVmdDpvdmVy');
    world.git('work', 'config', 'credential.helper', '!echo username=someone; echo password=else; :');
    const repository = await world.open();
    const asked = repository.remoteRefs({ remote: 'origin', token: 'marked-secret', patterns: ['HEAD'] });
    await expect(asked).rejects.toMatchObject({
      code: 'GIT_REMOTE_DENIED',
      message: expect.not.stringContaining('marked-secret') as string,
    });
    const header = `Basic ${Buffer.from('x-access-token:marked-secret').toString('base64')}`;
    expect(seen).toEqual([[header]]);
  });

  it('is not an argument, and is bound to one address', () => {
    const access = remoteAccess('https://me:old@example.invalid/o/r.git', 'marked-secret');
    expect(access.settings.join(' ')).not.toMatch(/marked-secret|bWFya2Vk|old/);
    expect(access.settings[1]).toContain('http.https://example.invalid/o/r.git.extraHeader=');
    for (const url of ['git@example.invalid:o/r.git', '/srv/r.git']) {
      expect(remoteAccess(url, 'marked-secret')).toEqual(remoteAccess(url, undefined));
    }
  });
});

describe('a push with a broken connection', () => {
  it('has an unknown effect', async () => {
    using world = new GitWorld();
    world.init();
    const advertise = `${'0'.repeat(40)} capabilities^{}\0report-status delete-refs agent=x`;
    const line = `${(advertise.length + 5).toString(16).padStart(4, '0')}${advertise}\n`;
    await using server = createServer((request, response) => {
      if (request.url?.endsWith('info/refs?service=git-receive-pack') === true) {
        response.setHeader('content-type', 'application/x-git-receive-pack-advertisement');
        response.end(`001f# service=git-receive-pack\n0000${line}0000`);
        return;
      }
      request.resume().on('end', () => request.socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const remote = `http://127.0.0.1:${(server.address() as AddressInfo).port}/o/r.git`;
    const sha = world.git('work', 'rev-parse', 'HEAD');
    const push = (await world.open()).push({ remote, refspec: `${sha}:${branch}`, token: 'marked-secret' });
    await expect(push).rejects.toMatchObject({ code: 'GIT_REMOTE_UNREACHABLE', effect: 'unknown' });
  });
});
