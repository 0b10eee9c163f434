import type { Distribution } from '../distribution/distribution.ts';
import type { IndexFile } from '../simple-index/index-file.ts';

/** The state of one file on the index. */
export type UploadDecision =
  | { readonly kind: 'missing' }
  | { readonly kind: 'present' }
  | { readonly kind: 'conflict'; readonly because: string; readonly published: string | undefined };

/**
 * Compares by exact file name and SHA-256. A file that the index shows without a digest cannot be compared and counts as a conflict:
 * an index accepts a file name only once, so nothing is sent on a guess.
 */
export function decideUpload(
  { filename, sha256 }: Pick<Distribution, 'filename' | 'sha256'>,
  indexFiles: readonly IndexFile[],
): UploadDecision {
  const found = indexFiles.find((file) => file.filename === filename);
  if (found === undefined) return { kind: 'missing' };
  const published = found.sha256?.toLowerCase();
  if (published === sha256) return { kind: 'present' };
  const because =
    published === undefined
      ? `${filename} is on the index, which shows no digest to compare`
      : `${filename} is on the index with SHA-256 ${published}, but the local file has ${sha256}`;
  return { kind: 'conflict', because, published };
}
