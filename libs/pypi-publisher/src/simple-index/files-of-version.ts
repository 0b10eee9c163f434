import { parseFileName } from '../distribution/file-name.ts';
import { sameVersion } from '../distribution/version-text.ts';
import type { IndexFile } from './index-file.ts';

/**
 * The files of one version among those of a project. Indexes may list archives of kinds that can no longer be uploaded; they are not part
 * of any release of ours and are left out. Pure.
 */
export function filesOfVersion(version: string, files: readonly IndexFile[]): IndexFile[] {
  return files.filter(({ filename }) => isOfVersion(filename, version));
}

function isOfVersion(filename: string, version: string): boolean {
  try {
    return sameVersion(parseFileName(filename).version, version);
  } catch {
    return false;
  }
}
