import { PypiError } from '../errors.ts';

/** How much of an archive is read before it is refused. All in bytes but `entries`. */
export interface ArchiveLimits {
  /** The file itself. Default 1 GiB. */
  readonly archiveBytes: number;
  /** Default 100,000. */
  readonly entries: number;
  /** One metadata file after decompression. Default 8 MiB. */
  readonly metadataBytes: number;
  /** Everything that comes out of the decompressor while a tar is scanned. Default 4 GiB. */
  readonly totalBytes: number;
  /** The name of one entry. Default 1,024. */
  readonly nameBytes: number;
}

const MIB = 1024 * 1024;

/** The limits when nobody sets others. */
export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = {
  archiveBytes: 1024 * MIB,
  entries: 100_000,
  metadataBytes: 8 * MIB,
  totalBytes: 4096 * MIB,
  nameBytes: 1024,
};

/** Up to this much decompressed data no ratio is looked at. */
export const RATIO_FREE_BYTES = 64 * MIB;

/** Adds up what is read and refuses the first byte too many. */
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

/** An archive that an index or an installer would refuse. */
export function archiveError(filename: string, what: string, cause?: unknown): PypiError {
  return new PypiError('PYPI_DISTRIBUTION_INVALID', `${filename}: ${what}`, {
    cause,
    hint: 'Build the file again; if this comes back, the build backend writes an archive that indexes refuse.',
  });
}
