import type { Distribution } from '../distribution/distribution.ts';
import type { IndexFile } from '../simple-index/index-page.ts';

/** What is to be done with one file, seen what the index shows. */
export type UploadDecision =
  | { readonly kind: 'upload'; readonly because: string }
  | { readonly kind: 'already-published'; readonly because: string }
  | { readonly kind: 'conflict'; readonly because: string; readonly published: string | undefined };

/**
 * Decides by exact file name and SHA-256. A file that the index shows without a digest cannot be compared and counts as a conflict:
 * a name on an index is used once and for all, so nothing is sent on a guess.
 */
export function decideUpload(
  distribution: Pick<Distribution, 'filename' | 'sha256'>,
  indexFiles: readonly IndexFile[],
): UploadDecision {
  const { filename, sha256 } = distribution;
  const published = indexFiles.find((file) => file.filename === filename);
  if (published === undefined) return { kind: 'upload', because: `${filename} is not on the index` };
  if (published.sha256?.toLowerCase() === sha256) {
    return { kind: 'already-published', because: `${filename} is on the index with the same SHA-256` };
  }
  return {
    kind: 'conflict',
    published: published.sha256,
    because:
      published.sha256 === undefined
        ? `${filename} is on the index, which shows no digest to compare`
        : `${filename} is on the index with SHA-256 ${published.sha256}, the file at hand has ${sha256}`,
  };
}
