import { glob, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { RunnerError } from '../errors.ts';
import type { ZipMember } from './zip.ts';

/** Characters that are not allowed in artifact names; slashes are not allowed, either. */
const FORBIDDEN = /[":<>|*?\r\n]/;

/**
 * Checks the name of an artifact as the service does.
 *
 * @throws RunnerError `RUNNER_ARTIFACT_REFUSED`
 */
export function checkArtifactName(name: string): string {
  if (name === '' || FORBIDDEN.test(name) || /[\\/]/.test(name)) {
    throw new RunnerError('RUNNER_ARTIFACT_REFUSED', `The artifact name is not valid: ${name}`, {
      hint: 'A name must not contain any of " : < > | * ? CR LF \\ /.',
    });
  }
  return name;
}

/**
 * Finds the files for `path:` of upload-artifact, with their names inside the zip: relative to the given folder, or to the nearest
 * common folder of all paths; a single file is at the top. Hidden files are included only on request.
 */
export async function artifactFiles(
  lines: string,
  workspace: string,
  options: { readonly hidden: boolean },
): Promise<readonly ZipMember[]> {
  const patterns = lines
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const roots: string[] = [];
  let files: string[] = [];
  for (const pattern of patterns) {
    const excluded = pattern.startsWith('!');
    const root = resolve(workspace, searchRoot(excluded ? pattern.slice(1) : pattern));
    const found = await filesOf(
      resolve(workspace, excluded ? pattern.slice(1) : pattern),
      options.hidden,
      root,
    );
    if (excluded) files = files.filter((file) => !found.includes(file));
    else {
      roots.push(root);
      files.push(...found.filter((file) => !files.includes(file)));
    }
  }
  const single = roots.length === 1 && files.length === 1 && files[0] === roots[0];
  const top = single ? dirname(files[0] ?? workspace) : commonFolder(roots);
  const members = files.sort().map((path) => ({ name: relative(top, path).split(sep).join('/'), path }));
  for (const { name } of members) {
    if (FORBIDDEN.test(name)) {
      throw new RunnerError('RUNNER_ARTIFACT_REFUSED', `The path for one of the files is not valid: ${name}`);
    }
  }
  return members;
}

async function filesOf(pattern: string, hidden: boolean, root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (path: string): Promise<void> => {
    if (
      !hidden &&
      relative(root, path)
        .split(sep)
        .some((part) => part.startsWith('.') && part !== '..')
    )
      return;
    const entry = await stat(path).catch(() => undefined);
    if (entry?.isFile() === true && !found.includes(path)) found.push(path);
    if (entry?.isDirectory() === true) {
      for await (const child of glob('{*,.*}', { cwd: path })) {
        if (child !== '.' && child !== '..') await visit(resolve(path, child));
      }
    }
  };
  if (!/[*?[\]{}]/.test(pattern)) await visit(pattern);
  else for await (const match of glob(pattern)) await visit(match);
  return found;
}

/** Returns the part of a pattern before its first wildcard. */
function searchRoot(pattern: string): string {
  const parts = pattern.split('/');
  const wild = parts.findIndex((part) => /[*?[\]]/.test(part));
  if (wild < 0) return pattern;
  const root = parts.slice(0, wild).join('/');
  return root === '' && isAbsolute(pattern) ? '/' : root === '' ? '.' : root;
}

function commonFolder(roots: readonly string[]): string {
  const [first = sep, ...others] = roots;
  let common = first.split(sep);
  for (const root of others) {
    const parts = root.split(sep);
    const end = common.findIndex((part, index) => part !== parts[index]);
    if (end >= 0) common = common.slice(0, end);
  }
  return common.join(sep) || sep;
}
