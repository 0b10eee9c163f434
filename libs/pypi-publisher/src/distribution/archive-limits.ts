import { PypiError } from '../errors.ts';

/** Limits beyond which an archive is refused, in bytes except for `entries`. */
export interface ArchiveLimits {
  /** The file itself. Default 1 GiB. */
  readonly archiveBytes: number;
  /** Default 100,000. */
  readonly entries: number;
  /** One metadata file after decompression. Default 8 MiB. */
  readonly metadataBytes: number;
  /** All decompressed data of a tar archive. Default 4 GiB. */
  readonly totalBytes: number;
  /** The name of one entry. Default 1,024. */
  readonly nameBytes: number;
}

const MIB = 1024 * 1024;

/** The default limits. */
export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = {
  archiveBytes: 1024 * MIB,
  entries: 100_000,
  metadataBytes: 8 * MIB,
  totalBytes: 4096 * MIB,
  nameBytes: 1024,
};

/** Up to this much decompressed data, the compression ratio is not checked. */
export const RATIO_FREE_BYTES = 64 * MIB;

/** Passes chunks through and throws the error of `refuse` once they exceed the limit. */
export async function* limitedBytes(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  refuse: () => PypiError,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.byteLength;
    if (total > limit) throw refuse();
    yield chunk;
  }
}

/** The error for an archive that an index or an installer would refuse. */
export function archiveError(filename: string, what: string, cause?: unknown): PypiError {
  return new PypiError('PYPI_DISTRIBUTION_INVALID', `${filename}: ${what}`, {
    cause,
    hint: 'Build the file again. If the error persists, the build backend writes archives that indexes refuse.',
  });
}

/** The error for an archive that cannot be read as `format`. An error with a code of ours is returned unchanged. */
export function unreadableArchive(filename: string, format: string, cause: unknown): PypiError {
  if (cause instanceof PypiError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return archiveError(filename, `is not a readable ${format} archive (${message})`, cause);
}
