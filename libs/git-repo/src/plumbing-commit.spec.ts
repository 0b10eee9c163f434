import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOf, GitWorld } from '../test/git-world.ts';
import type { CommitRequest } from './index.ts';

const AUTHOR = { name: 'Ünï Bot', email: 'bot@example.invalid' };
const DATE = '2026-11-02T10:20:30+01:00';

function requestOf(world: GitWorld, changes: Partial<CommitRequest> = {}): CommitRequest {
  return {
    parent: world.git('work', 'rev-parse', 'HEAD'),
    files: new Map([['hello.txt', 'changed\r\n']]),
    message: 'Release v1.2.3',
    author: AUTHOR,
    date: DATE,
    ...changes,
  };
}

describe('commitFiles', () => {
  it('changes, adds and removes files, keeps modes and everything else', async () => {
    using world = new GitWorld();
    world.init();
    world.commit('work', 'more', { 'run.sh': '#!/bin/sh\n', 'gone.txt': 'x', 'dir/kept': 'y' });
    chmodSync(world.path('work/run.sh'), 0o755);
    world.commit('work', 'mode');
    const repository = await world.open();
    const files = new Map([
      ['run.sh', '#!/bin/bash\n'],
      ['gone.txt', null],
      ['deep/new ünï "file"', 'text without end'],
    ]);
    const sha = await repository.commitFiles(requestOf(world, { files }));
    expect(
      world
        .git('work', '-c', 'core.quotePath=false', 'ls-tree', '-r', '-z', sha)
        .replace(/[0-9a-f]{40}/g, '-')
        .split('\0'),
    ).toEqual([
      '100644 blob -\tdeep/new ünï "file"',
      '100644 blob -\tdir/kept',
      '100644 blob -\thello.txt',
      '100755 blob -\trun.sh',
      '',
    ]);
    expect(await repository.readFile(sha, 'deep/new ünï "file"')).toBe('text without end');
    expect(await repository.readFile(sha, 'run.sh')).toBe('#!/bin/bash\n');
  });

  it('leaves index, HEAD, references and work tree unchanged, even a dirty work tree', async () => {
    using world = new GitWorld();
    world.init();
    world.git('work', 'config', 'core.splitIndex', 'true');
    world.git('work', 'config', 'core.hooksPath', 'hooks');
    for (const hook of ['post-commit', 'pre-commit', 'post-index-change', 'reference-transaction']) {
      world.write('work', `hooks/${hook}`, '#!/bin/sh\ntouch owned\n');
      chmodSync(world.path(`work/hooks/${hook}`), 0o755);
    }
    world.write('work', 'hello.txt', 'dirty');
    world.write('work', 'staged', 'staged');
    world.git('work', '-c', 'core.hooksPath=/dev/null', 'add', 'staged');
    const before = world.snapshot('work');
    const repository = await world.open();
    await repository.commitFiles(requestOf(world));
    expect(world.snapshot('work')).toEqual(before);
    expect(Object.keys(world.snapshot('')).filter((path) => path.includes('heroku-release-index'))).toEqual(
      [],
    );
  });

  it('gives the same id for the same request, in another clone too', async () => {
    using world = new GitWorld();
    world.init();
    world.remoteOf('work');
    const request = requestOf(world);
    const one = await (await world.open()).commitFiles(request);
    const two = await (await world.open('remote.git')).commitFiles(request);
    expect(two).toBe(one);
    const show = world.git('work', 'show', '-s', '--format=%an|%ae|%aI|%cn|%ce|%cI|%P|%B', one);
    const who = 'Ünï Bot|bot@example.invalid|2026-11-02T10:20:30+01:00';
    expect(show).toBe(`${who}|${who}|${request.parent}|Release v1.2.3`);
  });

  it('stores contents unchanged whatever the attributes say', async () => {
    using world = new GitWorld();
    world.init();
    world.commit('work', 'attributes', { '.gitattributes': '* text=auto eol=crlf filter=evil\n' });
    world.git('work', 'config', 'filter.evil.clean', 'tr a-z A-Z');
    const repository = await world.open();
    const sha = await repository.commitFiles(requestOf(world));
    expect(await repository.readFile(sha, 'hello.txt')).toBe('changed\r\n');
  });

  it('makes an empty commit when nothing changes', async () => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    const request = requestOf(world, { files: new Map() });
    const sha = await repository.commitFiles(request);
    expect(sha).not.toBe(request.parent);
    expect(world.git('work', 'diff', '--stat', request.parent, sha)).toBe('');
  });

  it('takes the identity from the configuration, and fails if there is none', async () => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    const { parent, files, message, date } = requestOf(world);
    const anonymous = { parent, files, message, date };
    const sha = await repository.commitFiles(anonymous);
    expect(world.git('work', 'show', '-s', '--format=%an <%ae>', sha)).toBe(
      'Ada Example <ada@example.invalid>',
    );
    world.git('work', 'config', '--unset', 'user.email');
    expect(await codeOf(repository.commitFiles(anonymous))).toBe('GIT_NO_IDENTITY');
  });

  it.each<[string, Partial<CommitRequest>]>([
    ['a path outside the repository', { files: new Map([['../x', '']]) }],
    ['a path in the git directory', { files: new Map([['.git/hooks/x', '']]) }],
    ['a name with an angle bracket', { author: { name: 'a <b', email: 'x@example.invalid' } }],
    ['a name with a line break', { author: { name: 'a\nb', email: 'x@example.invalid' } }],
    ['an empty name', { author: { name: '', email: 'x@example.invalid' } }],
    ['a date without a zone', { date: '2026-01-01T00:00:00' }],
    ['a date in words', { date: 'yesterday' }],
    ['a parent that is a name', { parent: 'HEAD' }],
  ])('refuses %s', async (_, change) => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    expect(await codeOf(repository.commitFiles(requestOf(world, change)))).toBe('GIT_INVALID_NAME');
  });

  it('refuses a parent that does not exist here', async () => {
    using world = new GitWorld();
    world.init();
    const repository = await world.open();
    const request = requestOf(world, { parent: 'f'.repeat(40) });
    expect(await codeOf(repository.commitFiles(request))).toBe('GIT_UNKNOWN_REVISION');
  });

  it('signs only if both the caller and the configuration ask for it', async () => {
    using world = new GitWorld();
    world.init();
    const signer = world.path('signer');
    writeFileSync(signer, '#!/bin/sh\ncat >/dev/null\necho "[GNUPG:] SIG_CREATED " >&2\necho SIGNATURE\n');
    chmodSync(signer, 0o755);
    world.git('work', 'config', '--global', 'gpg.program', signer);
    const repository = await world.open();
    const raw = async (sign: boolean) => {
      const sha = await repository.commitFiles(requestOf(world, { sign }));
      return world.git('work', 'cat-file', 'commit', sha);
    };
    expect(await raw(true)).not.toContain('gpgsig');
    world.git('work', 'config', 'commit.gpgsign', 'yes');
    expect(await raw(true)).toContain('gpgsig SIGNATURE');
    expect(await raw(false)).not.toContain('gpgsig');
    writeFileSync(signer, '#!/bin/sh\nexit 2\n');
    expect(await codeOf(raw(true))).toBe('GIT_SIGNING_FAILED');
  });
});
