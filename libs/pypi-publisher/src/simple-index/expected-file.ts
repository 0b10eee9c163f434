import type { IndexFile } from './index-file.ts';

/** A file as it must appear on the index. */
export interface ExpectedFile {
  readonly filename: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes; compared where the index shows a size. */
  readonly size?: number | undefined;
  /** SHA-256 of a wheel's METADATA; compared where the index shows one. */
  readonly metadataSha256?: string | undefined;
}

/** Describes the first difference between a file on the index and the expected one; `undefined` when there is none. */
export function differenceOf(expected: ExpectedFile, found: IndexFile): string | undefined {
  if (found.sha256 === undefined) return 'no SHA-256';
  if (found.sha256 !== expected.sha256) return `SHA-256 ${found.sha256}, expected ${expected.sha256}`;
  if (found.size !== undefined && expected.size !== undefined && found.size !== expected.size) {
    return `${found.size} bytes, expected ${expected.size}`;
  }
  if (
    found.metadataSha256 !== undefined &&
    expected.metadataSha256 !== undefined &&
    found.metadataSha256 !== expected.metadataSha256
  ) {
    return `metadata with SHA-256 ${found.metadataSha256}, expected ${expected.metadataSha256}`;
  }
  if (found.yanked === false) return undefined;
  return typeof found.yanked === 'string' ? `it as yanked (${found.yanked})` : 'it as yanked';
}
