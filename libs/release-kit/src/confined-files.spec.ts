import { execFileSync } from 'node:child_process';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConfinedFiles } from './confined-files.ts';
import { FileStore } from './file-store.ts';

describe('ConfinedFiles', () => {
  let folder = '';
  let root = '';
  let files: ConfinedFiles;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'confined-files-')));
    root = join(folder, 'root');
    await mkdir(join(root, 'docs'), { recursive: true });
    await mkdir(join(root, '.git'));
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere', 'victim'), 'untouched');
    await writeFile(join(root, '.git', 'config'), 'untouched');
    files = new FileStore().within(root);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it.each<[string, string, string]>([
    ['a link to a file elsewhere', '../elsewhere/victim', 'link'],
    ['an absolute link', '/etc/passwd', 'link'],
    ['a link to a missing file elsewhere', '../elsewhere/new', 'link'],
    ['a link to a folder elsewhere', '../elsewhere', 'link/victim'],
    ['a link to a folder elsewhere, and a new file', '../elsewhere', 'link/deep/new'],
    ['a link to a link', 'second', 'link'],
    ['a link to the root itself', '.', 'link'],
    ['a link into .git', '.git/config', 'link'],
    ['a link to .git', '.git', 'link/hooks/post-commit'],
    ['a path above the root', 'docs', '../elsewhere/victim'],
    ['an absolute path', 'docs', '/etc/passwd'],
    ['a path into .git', 'docs', '.git/config'],
    ['a path into .git, spelled for a case-insensitive disk', 'docs', '.GIT/config'],
  ])('refuses to read and write: %s', async (_, target, path) => {
    await symlink('../elsewhere/victim', join(root, 'second'));
    await symlink(target, join(root, 'link'));
    await expect(files.findText(path)).rejects.toMatchObject({ code: 'FILE_OUTSIDE_ROOT', kind: 'refused' });
    await expect(files.write(path, 'attack')).rejects.toMatchObject({ code: 'FILE_OUTSIDE_ROOT' });
    expect(await readdir(join(folder, 'elsewhere'))).toEqual(['victim']);
    expect(await readFile(join(folder, 'elsewhere', 'victim'), 'utf8')).toBe('untouched');
    expect(await readFile(join(root, '.git', 'config'), 'utf8')).toBe('untouched');
  });

  it.each<[string, string]>([
    ['a circle of links', 'link'],
    ['a folder', 'docs'],
    ['a pipe', 'pipe'],
  ])('does not read %s', async (_, path) => {
    await symlink('link', join(root, 'link'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await expect(files.findText(path)).rejects.toMatchObject({ code: 'FILE_NOT_READABLE' });
  });

  it('follows a link that stays in the folder, keeps it, and keeps the mode of the file', async () => {
    await writeFile(join(root, 'docs', 'run.sh'), 'old', { mode: 0o755 });
    await symlink('docs/run.sh', join(root, 'link'));
    expect(await files.findText('link')).toBe('old');
    await files.write('link', 'new');
    expect((await lstat(join(root, 'link'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(root, 'docs', 'run.sh'), 'utf8')).toBe('new');
    expect((await stat(join(root, 'docs', 'run.sh'))).mode & 0o777).toBe(0o755);
    expect(await readdir(join(root, 'docs'))).toEqual(['run.sh']);
  });

  it('works in a folder that is reached through a link', async () => {
    await symlink('root', join(folder, 'alias'));
    const aliased = new FileStore().within(join(folder, 'alias'));
    await aliased.write('new/a.txt', 'a');
    expect(await aliased.findText('new/a.txt')).toBe('a');
  });

  it.each(['none', 'none/deeper', 'docs/none'])('finds nothing at %s', async (path) => {
    expect(await files.findText(path)).toBeUndefined();
  });
});
