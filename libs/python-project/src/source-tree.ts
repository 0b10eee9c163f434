import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KitError } from '@heroku-release/release-kit';
import type { CommandRunner } from '@heroku-release/release-kit';
import { PythonError } from './errors.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';

/** Folders that tools create; outside git they are not part of the sources. */
const TOOL_FOLDERS = new Set([
  '.git',
  '.venv',
  'venv',
  '.tox',
  '.nox',
  'node_modules',
  '__pycache__',
  '.pytest_cache',
  '.ruff_cache',
  '.mypy_cache',
]);
const HARMLESS = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false'].flatMap(
  (setting) => ['-c', setting],
);
const TOP_LEVEL_TOOL_FOLDERS = new Set(['build', 'dist']);

/**
 * Lists the files of a source tree as sorted relative paths with `/`: in a git work tree, the files that git tracks or does not ignore;
 * elsewhere, everything except the folders that tools create. Does not change git's index.
 *
 * Errors: `PYTHON_SOURCE_UNREADABLE`.
 */
export async function listSources(root: string, commands: CommandRunner): Promise<string[]> {
  const listed = (await gitFiles(root, commands)) ?? (await walk(root, ''));
  return [...new Set(listed)].sort();
}

async function gitFiles(root: string, commands: CommandRunner): Promise<string[] | undefined> {
  try {
    const result = await commands.run({
      command: 'git',
      // No program that the repository's own configuration names may run.
      args: [...HARMLESS, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      cwd: root,
      env: { ...PYTHON_ENVIRONMENT, GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: '' },
      name: 'git ls-files',
    });
    if (result.exitCode !== 0) return undefined;
    const files: string[] = [];
    for (const name of result.stdout.split('\0')) {
      if (name === '') continue;
      // A submodule is listed as its folder.
      if (await isFolder(join(root, name))) files.push(...(await walk(root, name.replace(/\/$/, ''))));
      else files.push(name);
    }
    return files;
  } catch (error) {
    if (error instanceof KitError && error.code === 'COMMAND_NOT_FOUND') return undefined;
    throw error;
  }
}

async function walk(root: string, folder: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, folder), { withFileTypes: true });
  } catch (cause) {
    throw new PythonError('PYTHON_SOURCE_UNREADABLE', `${join(root, folder)} cannot be read`, { cause });
  }
  const files: string[] = [];
  for (const entry of entries) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const isToolOutput =
      TOOL_FOLDERS.has(entry.name) ||
      entry.name.endsWith('.egg-info') ||
      (folder === '' && TOP_LEVEL_TOOL_FOLDERS.has(entry.name));
    if (isToolOutput) continue;
    if (entry.isDirectory()) files.push(...(await walk(root, name)));
    else files.push(name);
  }
  return files;
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
