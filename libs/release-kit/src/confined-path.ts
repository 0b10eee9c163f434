import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileReason, systemCodeOf } from './file-reason.ts';
import { KitError } from './kit-error.ts';

/**
 * Resolves every link in a path below `root` and returns the real path, which need not exist. Links that stay in the folder are allowed:
 * projects link CHANGELOG.md to a file in docs. `.git` counts as outside, because git runs what its configuration says.
 *
 * Errors: `FILE_OUTSIDE_ROOT`; `FILE_NOT_READABLE` for a circle of links, or a folder that cannot be read.
 */
export async function resolveInside(root: string, path: string): Promise<string> {
  try {
    const base = await realpath(root);
    const real = await followLinks(resolve(base, path));
    if (isInside(relative(base, real))) return real;
    throw new KitError('FILE_OUTSIDE_ROOT', `${path}: leads to ${real}, which is not a file of ${base}`, {
      hint: 'Replace the link with a regular file, or correct the path in the settings of the project.',
    });
  } catch (cause) {
    if (systemCodeOf(cause) === undefined) throw cause;
    throw new KitError('FILE_NOT_READABLE', `${path}: ${fileReason(cause)}`, { cause });
  }
}

function isInside(path: string): boolean {
  if (path === '' || isAbsolute(path)) return false;
  const parts = path.split(sep);
  return parts[0] !== '..' && !parts.some((part) => /^\.git$/i.test(part));
}

/** The real path of a file that need not exist. A link to a missing file leads to that file. */
async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    const code = systemCodeOf(cause);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause;
    const folder = await followLinks(dirname(path));
    const link = await readlink(join(folder, basename(path))).catch(() => undefined);
    return link === undefined ? join(folder, basename(path)) : await followLinks(resolve(folder, link));
  }
}
