import { isCodedError } from '@heroku-release/release-kit';
import { parseVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { readProjectVersion, statedVersion } from './project-version.ts';
import type { ReadTree } from '../checkout/read-tree.ts';

/** Codes of errors in a tree whose version cannot be read. */
const UNREADABLE = new Set<string>([
  'PROJECT_MISSING',
  'VERSION_MISSING',
  'VERSION_UNSUPPORTED',
  'VERSION_INVALID',
  'VERSION_SOURCE_INVALID',
  'PYPROJECT_INVALID',
  'PYPROJECT_VERSION_NOT_TEXT',
]);

/**
 * Reads the version that a tree states, for comparison with another tree. Undefined where no file states one, or where it cannot be
 * read: the checks of that commit report what is wrong with it. Errors: those of `read`.
 */
export async function versionIn(read: ReadTree): Promise<Version | undefined> {
  try {
    const stated = statedVersion(await readProjectVersion(read));
    return stated === undefined ? undefined : parseVersion(stated);
  } catch (error) {
    if (isCodedError(error) && UNREADABLE.has(error.code)) return undefined;
    throw error;
  }
}
