import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ArchiveContent } from './archive-content.ts';
import { DEFAULT_ARCHIVE_LIMITS, archiveError } from './archive-limits.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { parseCoreMetadata } from './core-metadata.ts';
import type { CoreMetadata } from './core-metadata.ts';
import { PypiError } from '../errors.ts';
import { parseFileName } from './file-name.ts';
import type { SdistName, WheelName } from './file-name.ts';
import { readSdistArchive } from './sdist-archive.ts';
import { readWheelArchive } from './wheel-archive.ts';

/** A built file at the time it was read. */
export interface Distribution {
  readonly path: string;
  readonly filename: string;
  readonly kind: 'wheel' | 'sdist';
  /** Raw, from the metadata inside the file. */
  readonly name: string;
  /** Raw, from the metadata inside the file. */
  readonly version: string;
  /** The parts of the file name. */
  readonly fileName: WheelName | SdistName;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Milliseconds since the epoch; with `size` it shows whether the file has changed since. */
  readonly modifiedMs: number;
  /** `pyversion` of the upload form: the python tag of a wheel, `source` for an sdist. */
  readonly pyversion: string;
  readonly metadata: CoreMetadata;
  /** SHA-256 of the METADATA or PKG-INFO bytes; the index shows it for wheels. */
  readonly metadataSha256: string;
  /** The top-level folder of an sdist, or the `.dist-info` folder of a wheel. */
  readonly folder: string;
}

/** Options of {@link readDistribution}. */
export interface ReadDistributionOptions {
  /** Replace the defaults of {@link ArchiveLimits}. */
  readonly limits?: Partial<ArchiveLimits> | undefined;
}

/**
 * Reads the name, metadata, size and SHA-256 of a wheel or an sdist. Nothing is unpacked or written. `checkDistributions` checks whether
 * the parts agree with each other.
 *
 * Errors: `PYPI_DISTRIBUTION_INVALID` for a missing file, an invalid file name, an archive that an index or an installer would refuse,
 * metadata that cannot be read, or a License-File that is not in the archive.
 */
export async function readDistribution(
  path: string,
  options: ReadDistributionOptions = {},
): Promise<Distribution> {
  const filename = basename(path);
  const limits = { ...DEFAULT_ARCHIVE_LIMITS, ...options.limits };
  const fileName = parseFileName(filename);
  const { size, modifiedMs } = await sizeOf(path);
  if (size > limits.archiveBytes) throw archiveError(filename, `is larger than ${limits.archiveBytes} bytes`);
  const { content, sha256 } = await readArchive(path, filename, fileName, size, limits);
  const metadata = parseCoreMetadata(
    content.metadata,
    `${filename}: ${content.folder}/${fileName.kind === 'wheel' ? 'METADATA' : 'PKG-INFO'}`,
  );
  checkLicenseFiles(filename, fileName.kind, metadata, content);
  return {
    path,
    filename,
    kind: fileName.kind,
    name: metadata.name,
    version: metadata.version,
    fileName,
    size,
    sha256,
    modifiedMs,
    pyversion: fileName.kind === 'wheel' ? fileName.python : 'source',
    metadata,
    metadataSha256: createHash('sha256').update(content.metadata).digest('hex'),
    folder: content.folder,
  };
}

/**
 * Checks that a file has not changed since it was read.
 *
 * Errors: `PYPI_FILE_CHANGED` when its size or modification time differs.
 */
export async function ensureUnchanged(distribution: Distribution): Promise<void> {
  const now = await sizeOf(distribution.path);
  if (now.size === distribution.size && now.modifiedMs === distribution.modifiedMs) return;
  throw new PypiError('PYPI_FILE_CHANGED', `${distribution.path} has changed since it was checked`, {
    hint: 'Nothing may write to the built files during publishing. Download them again and run the command again.',
  });
}

async function readArchive(
  path: string,
  filename: string,
  fileName: WheelName | SdistName,
  size: number,
  limits: ArchiveLimits,
): Promise<{ content: ArchiveContent; sha256: string }> {
  if (fileName.kind === 'sdist') {
    const content = await readSdistArchive(path, filename, size, limits);
    return { content, sha256: content.sha256 };
  }
  const content = await readWheelArchive(path, filename, fileName, limits);
  return { content, sha256: await hashFile(path) };
}

/** Uses one buffer for the whole file: a stream would allocate many, and peak memory would grow with the file. */
async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<{ size: number; modifiedMs: number }> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new PypiError('PYPI_DISTRIBUTION_INVALID', `${path} is not a file`);
    return { size: found.size, modifiedMs: found.mtimeMs };
  } catch (cause) {
    if (cause instanceof PypiError) throw cause;
    throw new PypiError('PYPI_DISTRIBUTION_INVALID', `${path} cannot be read`, { cause });
  }
}

function checkLicenseFiles(
  filename: string,
  kind: 'wheel' | 'sdist',
  metadata: CoreMetadata,
  content: ArchiveContent,
): void {
  const folder = kind === 'wheel' ? `${content.folder}/licenses` : content.folder;
  for (const file of metadata.fields.get('license_file') ?? []) {
    if (!content.names.has(`${folder}/${file}`)) {
      throw archiveError(filename, `lists the License-File '${file}', but ${folder}/${file} is missing`);
    }
  }
}
