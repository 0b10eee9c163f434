import type { IndexFile } from './index-page.ts';
import { parseFileName } from '../distribution/file-name.ts';
import { sameVersion } from '../distribution/version-text.ts';
import { differenceOf } from './visibility.ts';
import type { ExpectedFile } from './visibility.ts';

/** One row of a comparison with the index. */
export interface VerifiedFile {
  readonly filename: string;
  /** `extra`: on the index under this version, and not expected. */
  readonly verdict: 'same' | 'missing' | 'different' | 'extra';
  /** In a few words; empty for `same`. */
  readonly because: string;
}

/** How the index compares with what was released. */
export interface VerifyReport {
  /** `same` only when every row is. */
  readonly verdict: 'same' | 'different' | 'incomplete';
  readonly files: readonly VerifiedFile[];
}

/** Compares what was released with what the index shows. Pure. */
export function verifyFiles(
  version: string,
  expected: readonly ExpectedFile[],
  seen: readonly IndexFile[],
): VerifyReport {
  const files: VerifiedFile[] = expected.map((file) => {
    const found = seen.find(({ filename }) => filename === file.filename);
    if (found === undefined)
      return { filename: file.filename, verdict: 'missing', because: 'not on the index' };
    const complaint = differenceOf(file, found);
    return complaint === undefined
      ? { filename: file.filename, verdict: 'same', because: '' }
      : { filename: file.filename, verdict: 'different', because: `the index shows ${complaint}` };
  });
  for (const { filename } of seen) {
    if (expected.some((file) => file.filename === filename) || !isOfVersion(filename, version)) continue;
    files.push({ filename, verdict: 'extra', because: 'on the index, and not part of the release' });
  }
  const has = (verdict: VerifiedFile['verdict']) => files.some((file) => file.verdict === verdict);
  const verdict = has('different') || has('extra') ? 'different' : has('missing') ? 'incomplete' : 'same';
  return { verdict, files };
}

function isOfVersion(filename: string, version: string): boolean {
  try {
    return sameVersion(parseFileName(filename).version, version);
  } catch {
    // Archives of a kind that can no longer be uploaded are none of ours.
    return false;
  }
}
