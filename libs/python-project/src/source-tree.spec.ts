import { lstat, readFile, readlink, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, folderWith, snapshotTree } from '../test/world.ts';
import { listSources } from './source-tree.ts';
import { copyTree } from './tree-copy.ts';

const CONTENT = {
  'pyproject.toml': '',
  'src/demo/__init__.py': '',
  'docs/build/page.md': '',
  '.venv/bin/python': '',
  'src/demo/__pycache__/x.pyc': '',
  'build/lib/stale.py': '',
  'dist/old.whl': '',
  'demo.egg-info/PKG-INFO': '',
};

async function git(cwd: string, ...args: string[]): Promise<void> {
  await commands.output({ command: 'git', args, cwd });
}

describe('listSources', () => {
  it('without git: lists everything except tool folders', async () => {
    const root = await folderWith(CONTENT);
    expect(await listSources(root, commands)).toEqual([
      'docs/build/page.md',
      'pyproject.toml',
      'src/demo/__init__.py',
    ]);
  });

  it('with git: lists tracked files, even in a folder called build, and new files, but no ignored ones', async () => {
    const root = await folderWith({ ...CONTENT, '.gitignore': '.venv\n__pycache__\n/dist\n*.egg-info\n' });
    await git(root, 'init', '--quiet');
    await git(root, 'add', 'build', 'pyproject.toml');
    const before = await snapshotTree(root);
    expect(await listSources(root, commands)).toEqual([
      '.gitignore',
      'build/lib/stale.py',
      'docs/build/page.md',
      'pyproject.toml',
      'src/demo/__init__.py',
    ]);
    expect(await snapshotTree(root)).toEqual(before);
  });

  it('runs no program that the configuration of the repository names', async () => {
    const root = await folderWith({
      'a.py': '',
      mark: '',
      evil: '#!/bin/sh\necho ran > "$(dirname "$0")/mark"\n',
    });
    await git(root, 'init', '--quiet');
    await git(root, 'add', '.');
    await git(root, 'config', 'core.fsmonitor', join(root, 'evil'));
    await git(root, 'config', 'core.untrackedCache', 'true');
    expect(await listSources(root, commands)).toEqual(['a.py', 'evil', 'mark']);
    expect(await readFile(join(root, 'mark'), 'utf8')).toBe('');
  });

  it('fails if the folder does not exist', async () => {
    const root = join(await folderWith(), 'gone');
    await expect(listSources(root, commands)).rejects.toMatchObject({ code: 'PYTHON_SOURCE_UNREADABLE' });
  });
});

describe('copyTree', () => {
  it('keeps contents and executables, normalizes modes and times, and follows only links out of the tree', async () => {
    const outside = await folderWith({ 'shared.txt': 'shared' });
    const source = await folderWith({ 'run.sh': '#!/bin/sh\n', 'päckage/a b\nc.py': 'x', 'gone.py': '' });
    await symlink('run.sh', join(source, 'inner'));
    await symlink(join(outside, 'shared.txt'), join(source, 'outer'));
    const target = join(await folderWith(), 'copy');
    const names = ['run.sh', 'päckage/a b\nc.py', 'inner', 'outer', 'never-there.py'];
    await copyTree({ python: 'python3', source, target, names, timestamp: 1_700_000_000 }, commands);
    expect(Object.keys(await snapshotTree(target)).sort()).toEqual([
      'inner',
      'outer',
      'päckage',
      'päckage/a b\nc.py',
      'run.sh',
    ]);
    expect(await readlink(join(target, 'inner'))).toBe('run.sh');
    expect((await lstat(join(target, 'outer'))).isFile()).toBe(true);
    expect(await readFile(join(target, 'outer'), 'utf8')).toBe('shared');
    const modes = await Promise.all(
      ['run.sh', 'outer'].map(async (name) => ((await stat(join(target, name))).mode & 0o777).toString(8)),
    );
    expect(modes).toEqual(['755', '644']);
    expect((await stat(join(target, 'run.sh'))).mtimeMs).toBe(1_700_000_000_000);
  });

  it('fails if it cannot write', async () => {
    const source = await folderWith({ a: '' });
    const request = { python: 'python3', source, target: join(source, 'a', 'below-a-file'), names: ['a'] };
    await expect(copyTree(request, commands)).rejects.toMatchObject({ code: 'PYTHON_SOURCE_UNREADABLE' });
  });
});
