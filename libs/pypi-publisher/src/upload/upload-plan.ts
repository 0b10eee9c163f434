import type { Distribution } from '../distribution/distribution.ts';
import type { IndexFile } from '../simple-index/index-file.ts';
import { decideUpload } from './decide-upload.ts';

/** A file name that the index already uses for other content. */
export interface UploadConflict {
  readonly filename: string;
  /** One sentence, with the file name. */
  readonly because: string;
  /** SHA-256 of the file on the index, or `undefined` when the index shows none. */
  readonly published: string | undefined;
}

/** The state of all files of a release on the index. Each list is in upload order. */
export interface UploadPlan {
  /** To be uploaded. */
  readonly missing: readonly Distribution[];
  /** On the index with the same content. */
  readonly present: readonly Distribution[];
  /** While there are conflicts, nothing is uploaded. */
  readonly conflicts: readonly UploadConflict[];
}

/** Compares the built files with those on the index and decides which ones to upload. Pure. */
export function planUploads(
  distributions: readonly Distribution[],
  indexFiles: readonly IndexFile[],
): UploadPlan {
  const missing: Distribution[] = [];
  const present: Distribution[] = [];
  const conflicts: UploadConflict[] = [];
  for (const distribution of inUploadOrder(distributions)) {
    const decision = decideUpload(distribution, indexFiles);
    if (decision.kind === 'missing') missing.push(distribution);
    else if (decision.kind === 'present') present.push(distribution);
    else {
      const { because, published } = decision;
      conflicts.push({ filename: distribution.filename, because, published });
    }
  }
  return { missing, present, conflicts };
}

/** Wheels before the sdist, so that no installer builds from source while wheels are missing; by name, so that every run has the same order. */
export function inUploadOrder(distributions: readonly Distribution[]): Distribution[] {
  const rank = ({ kind }: Distribution) => (kind === 'wheel' ? 0 : 1);
  return distributions.toSorted((a, b) => rank(a) - rank(b) || (a.filename < b.filename ? -1 : 1));
}
