import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GitWorld } from '../test/git-world.ts';
import { findSharedFolder } from './repository-layout.ts';

describe('findSharedFolder', () => {
  it.each([
    ['at the root of a work tree', 'work', 'work/.git'],
    ['in the git folder itself', 'work/.git', 'work/.git'],
    ['in a bare repository', 'remote.git', 'remote.git'],
    ['in a subfolder', 'work/a', undefined],
    ['in a linked work tree', 'second', undefined],
    ['in the folder of a linked work tree', 'work/.git/worktrees/second', undefined],
    ['where there is no repository', '', undefined],
    ['at a path that does not exist', 'no/such/folder', undefined],
  ])('%s', (_, path, expected) => {
    using world = new GitWorld();
    world.init();
    world.write('work', 'a/b.txt', '');
    world.remoteOf('work');
    world.git('work', 'worktree', 'add', '--quiet', '../second', '-b', 'second');
    expect(findSharedFolder(world.path(path), existsSync)).toBe(
      expected === undefined ? undefined : world.path(expected),
    );
    if (expected === undefined) return;
    const fromGit = world.git(path, 'rev-parse', '--path-format=absolute', '--git-common-dir');
    expect(fromGit).toBe(world.path(expected));
  });
});
