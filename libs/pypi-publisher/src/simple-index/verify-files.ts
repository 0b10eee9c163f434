import { differenceOf } from './expected-file.ts';
import type { ExpectedFile } from './expected-file.ts';
import { filesOfVersion } from './files-of-version.ts';
import type { IndexFile } from './index-file.ts';

/** The result of comparing one file with the index. */
export interface VerifiedFile {
  readonly filename: string;
  /** `extra`: on the index under this version, but not expected. */
  readonly verdict: 'same' | 'missing' | 'different' | 'extra';
  /** A short explanation; empty for `same`. */
  readonly because: string;
}

/** The result of comparing a release with the index. */
export interface VerifyReport {
  /** `same` only when every file is. */
  readonly verdict: 'same' | 'different' | 'incomplete';
  readonly files: readonly VerifiedFile[];
}

/** Compares the released files with those that the index shows. Pure. */
export function verifyFiles(
  version: string,
  expected: readonly ExpectedFile[],
  indexFiles: readonly IndexFile[],
): VerifyReport {
  const files = expected.map((file): VerifiedFile => {
    const { filename } = file;
    const found = indexFiles.find((each) => each.filename === filename);
    if (found === undefined) return { filename, verdict: 'missing', because: 'not on the index' };
    const difference = differenceOf(file, found);
    return difference === undefined
      ? { filename, verdict: 'same', because: '' }
      : { filename, verdict: 'different', because: `the index shows ${difference}` };
  });
  for (const { filename } of filesOfVersion(version, indexFiles)) {
    if (expected.some((file) => file.filename === filename)) continue;
    files.push({ filename, verdict: 'extra', because: 'on the index, but not part of the release' });
  }
  const has = (verdict: VerifiedFile['verdict']) => files.some((file) => file.verdict === verdict);
  const verdict = has('different') || has('extra') ? 'different' : has('missing') ? 'incomplete' : 'same';
  return { verdict, files };
}
