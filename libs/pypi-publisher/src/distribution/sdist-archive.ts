import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Header } from 'tar-stream';
import type { ArchiveContent } from './archive-content.ts';
import { archiveError, limitedBytes, RATIO_FREE_BYTES, unreadableArchive } from './archive-limits.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import type { PypiError } from '../errors.ts';

/** An sdist's content and the SHA-256 of the file, from one pass over it. */
export interface SdistContent extends ArchiveContent {
  readonly sha256: string;
}

/**
 * Reads and hashes a source distribution in one pass, without unpacking it. PKG-INFO must be a regular file in the only top-level folder.
 * Members that an installer must not unpack are refused: absolute names, `..`, devices, links that leave the folder.
 *
 * Errors: `PYPI_DISTRIBUTION_INVALID`.
 */
export async function readSdistArchive(
  path: string,
  filename: string,
  size: number,
  limits: ArchiveLimits,
): Promise<SdistContent> {
  const hash = createHash('sha256');
  let hashed = 0;
  const members = new Members(filename, limits);
  const tar = extract();
  const inflatedLimit = Math.min(limits.totalBytes, Math.max(RATIO_FREE_BYTES, 100 * size));
  const reading = pipeline(
    createReadStream(path, { highWaterMark: 256 * 1024 }),
    async function* (source: AsyncIterable<Uint8Array>) {
      for await (const chunk of source) {
        hash.update(chunk);
        hashed += chunk.byteLength;
        yield chunk;
      }
    },
    createGunzip(),
    (source: AsyncIterable<Uint8Array>) =>
      limitedBytes(source, inflatedLimit, () => archiveError(filename, 'unpacks to too much data')),
    tar as unknown as NodeJS.WritableStream,
  );
  try {
    await Promise.all([reading, collect(tar, members)]);
  } catch (cause) {
    throw unreadableArchive(filename, 'tar.gz', cause);
  }
  if (hashed !== size) throw archiveError(filename, 'has bytes after the end of its compressed data');
  return { ...members.content(), sha256: hash.digest('hex') };
}

async function collect(tar: ReturnType<typeof extract>, members: Members): Promise<void> {
  try {
    for await (const entry of tar) {
      if (members.add(entry.header)) await members.readMetadata(entry as AsyncIterable<Uint8Array>);
      else entry.resume();
    }
  } catch (error) {
    tar.destroy();
    throw error;
  }
}

/** The members read so far. */
class Members {
  readonly #filename: string;
  readonly #limits: ArchiveLimits;
  readonly #names = new Set<string>();
  #top: string | undefined;
  #metadata: Uint8Array | undefined;

  constructor(filename: string, limits: ArchiveLimits) {
    this.#filename = filename;
    this.#limits = limits;
  }

  /** Checks one member; `true` when it is the top-level PKG-INFO. */
  add(header: Header): boolean {
    const name = header.name.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
    if (Buffer.byteLength(name) > this.#limits.nameBytes)
      throw this.#error('contains a name that is too long');
    const parts = name.split('/');
    if (name === '' || name.startsWith('/') || parts.includes('..') || name.includes('\\')) {
      throw this.#error(`contains the dangerous name '${header.name}'`);
    }
    this.#checkType(header, name);
    if (header.type !== 'directory' && this.#names.has(name)) throw this.#error(`contains '${name}' twice`);
    this.#names.add(name);
    if (this.#names.size > this.#limits.entries) {
      throw this.#error(`contains more than ${this.#limits.entries} entries`);
    }
    const [top = ''] = parts;
    this.#top ??= top;
    if (top !== this.#top || (parts.length === 1 && header.type !== 'directory')) {
      throw this.#error('does not have exactly one top-level folder');
    }
    if (parts.length !== 2 || parts[1] !== 'PKG-INFO') return false;
    if (header.type !== 'file') throw this.#error('has a PKG-INFO that is not a regular file');
    return true;
  }

  async readMetadata(source: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks: Uint8Array[] = [];
    const limit = this.#limits.metadataBytes;
    const refuse = () => this.#error(`PKG-INFO is larger than ${limit} bytes`);
    for await (const chunk of limitedBytes(source, limit, refuse)) chunks.push(chunk);
    this.#metadata = new Uint8Array(Buffer.concat(chunks));
  }

  content(): ArchiveContent {
    if (this.#top === undefined) throw this.#error('is empty');
    if (this.#metadata === undefined) throw this.#error(`has no ${this.#top}/PKG-INFO`);
    return { metadata: this.#metadata, names: this.#names, folder: this.#top };
  }

  #checkType(header: Header, name: string): void {
    // Contrary to its declaration, tar-stream leaves the type empty for kinds that it does not know, such as GNU's sparse files.
    const type = header.type as Header['type'] | null;
    const pax = header.pax as Record<string, string> | null | undefined;
    if (Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse.'))) {
      throw this.#error(`contains the sparse member '${name}'`);
    }
    if (type === 'file' || type === 'directory' || type === 'contiguous-file') return;
    if (type !== 'link' && type !== 'symlink') {
      throw this.#error(`contains '${name}' of type ${type ?? 'unknown'}`);
    }
    // A symbolic link is relative to its folder, a hard link to the root of the archive.
    const target = posix.normalize(
      type === 'symlink' ? posix.join(posix.dirname(name), header.linkname) : header.linkname,
    );
    const [top = ''] = name.split('/');
    const inside = target === top || target.startsWith(`${top}/`);
    if (header.linkname.startsWith('/') || !inside) {
      throw this.#error(`contains the link '${name}', which leaves the archive`);
    }
  }

  #error(what: string): PypiError {
    return archiveError(this.#filename, what);
  }
}
