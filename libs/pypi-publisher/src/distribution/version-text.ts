import { compareVersions, formatVersion, parseVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';

/** The parsed version, or `undefined` when `text` is not a version. */
export function findVersion(text: string): Version | undefined {
  try {
    return parseVersion(text);
  } catch {
    return undefined;
  }
}

/** Whether both texts are spellings of the same version, such as `1.0` and `1.0.0`. */
export function sameVersion(a: string, b: string): boolean {
  const [left, right] = [findVersion(a), findVersion(b)];
  return left !== undefined && right !== undefined && compareVersions(left, right) === 0;
}

/** The canonical spelling, or `undefined` when `text` is not a version. */
export function canonicalVersion(text: string): string | undefined {
  const version = findVersion(text);
  return version === undefined ? undefined : formatVersion(version);
}
