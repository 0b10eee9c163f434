import { isCodedError } from '@heroku-release/release-kit';
import { parseVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { readProjectVersion, statedVersion } from './project-version.ts';
import type { ReadTree } from '../checkout/read-tree.ts';

/** Codes for a tree that says nothing of a version that could be read. */
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
 * The version a tree states, for comparison with another tree: `undefined` where no file states one, or none that can be read. What is
 * wrong with such a tree is said by the checks of that very commit. Errors: those of `read`.
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
