import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GitWorld } from '../test/git-world.ts';
import { sharedFolder } from './repository-layout.ts';

describe('sharedFolder', () => {
  it.each([
    ['at the root of a work tree', 'work', 'work/.git'],
    ['in the git folder itself', 'work/.git', 'work/.git'],
    ['in a bare repository', 'remote.git', 'remote.git'],
    ['in a folder inside', 'work/a', undefined],
    ['in a linked work tree', 'second', undefined],
    ['in the folder of a linked work tree', 'work/.git/worktrees/second', undefined],
    ['where there is no repository', '', undefined],
    ['where there is nothing', 'no/such/folder', undefined],
  ])('%s', (_, path, found) => {
    using world = new GitWorld();
    world.init();
    world.write('work', 'a/b.txt', '');
    world.remoteOf('work');
    world.git('work', 'worktree', 'add', '--quiet', '../second', '-b', 'second');
    expect(sharedFolder(world.path(path), existsSync)).toBe(
      found === undefined ? undefined : world.path(found),
    );
    if (found === undefined) return;
    const said = world.git(path, 'rev-parse', '--path-format=absolute', '--git-common-dir');
    expect(said).toBe(world.path(found));
  });
});
