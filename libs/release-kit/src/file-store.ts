import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  access,
  chmod,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { FaultPoints } from './fault-points.ts';
import { noFaults } from './fault-points.ts';
import { KitError } from './kit-error.ts';

/** Size in bytes and SHA-256 in lower-case hexadecimal of a file. */
export interface FileDigest {
  readonly size: number;
  readonly sha256: string;
}

/** Options of {@link FileStore}. */
export interface FileStoreOptions {
  readonly faults?: FaultPoints | undefined;
  /** Folder for temporary folders, default that of the system. */
  readonly temporaryRoot?: string | undefined;
}

/** Reads the permission bits of a file; undefined when there is no file. */
async function permissionsOf(path: string): Promise<number | undefined> {
  return await stat(path).then(
    ({ mode }) => mode & 0o777,
    () => undefined,
  );
}

/** Loads hashing on demand: read-only commands do not need it. */
async function sha256(): Promise<Hash> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256');
}

/** The only way to write files. A file appears whole or not at all: it is written to a partial file, which is then renamed. */
export class FileStore {
  readonly #faults: FaultPoints;
  readonly #temporaryRoot: string;
  /** Prefixes of the temporary folders, by path. */
  readonly #temporary = new Map<string, string>();

  constructor(options: FileStoreOptions = {}) {
    this.#faults = options.faults ?? noFaults;
    this.#temporaryRoot = options.temporaryRoot ?? tmpdir();
  }

  /** Reads the text of a UTF-8 file. Errors: `FILE_NOT_READABLE`. */
  async readText(path: string): Promise<string> {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await this.readBytes(path));
  }

  /** Reads the bytes of a file. Errors: `FILE_NOT_READABLE`. */
  async readBytes(path: string): Promise<Uint8Array> {
    try {
      return await readFile(path);
    } catch (cause) {
      throw new KitError('FILE_NOT_READABLE', `${path}: ${reason(cause)}`, { cause });
    }
  }

  /** Whether `path` exists. */
  async exists(path: string): Promise<boolean> {
    return await access(path).then(
      () => true,
      () => false,
    );
  }

  /** Lists the names in a folder, sorted; empty when there is no such folder. */
  async list(path: string): Promise<string[]> {
    return await readdir(path).then(
      (names) => names.sort(),
      () => [],
    );
  }

  /** Writes a file and creates its folders. A second call replaces the file and keeps its permissions. Errors: `FILE_NOT_WRITABLE`. */
  async write(path: string, data: string | Uint8Array): Promise<void> {
    await this.#effect(path, async () => {
      await mkdir(dirname(path), { recursive: true });
      const partial = join(dirname(path), `.${basename(path)}.partial`);
      await writeFile(partial, data);
      const permissions = await permissionsOf(path);
      if (permissions !== undefined) await chmod(partial, permissions);
      await rename(partial, path);
    });
  }

  /** Writes a stream to a file and hashes it on the way. Errors: `FILE_NOT_WRITABLE`, and whatever the stream throws. */
  async writeStream(path: string, source: AsyncIterable<Uint8Array>): Promise<FileDigest> {
    return await this.#effect(path, async () => {
      await mkdir(dirname(path), { recursive: true });
      const partial = join(dirname(path), `.${basename(path)}.partial`);
      const hash = await sha256();
      let size = 0;
      const file = await open(partial, 'w');
      try {
        for await (const chunk of source) {
          hash.update(chunk);
          size += chunk.byteLength;
          await file.write(chunk);
        }
      } finally {
        await file.close();
      }
      await rename(partial, path);
      return { size, sha256: hash.digest('hex') };
    });
  }

  /** Reads a file once and returns its size and hash. Errors: `FILE_NOT_READABLE`. */
  async digest(path: string): Promise<FileDigest> {
    try {
      const hash = await sha256();
      for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
      return { size: (await stat(path)).size, sha256: hash.digest('hex') };
    } catch (cause) {
      throw new KitError('FILE_NOT_READABLE', `${path}: ${reason(cause)}`, { cause });
    }
  }

  /** Creates a folder and its parents; an existing folder is fine. Errors: `FILE_NOT_WRITABLE`. */
  async makeFolder(path: string): Promise<void> {
    await this.#effect(path, async () => {
      await mkdir(path, { recursive: true });
    });
  }

  /** Removes a file or a folder with its contents; a missing one is fine. Errors: `FILE_NOT_WRITABLE`. */
  async remove(path: string): Promise<void> {
    await this.#effect(path, async () => {
      await rm(path, { recursive: true, force: true });
    });
  }

  /**
   * Moves a folder on the same disk. Errors: `FILE_NOT_WRITABLE`, also when `to` is a folder that is not empty; then both stay as they
   * are.
   */
  async moveFolder(from: string, to: string): Promise<void> {
    await this.#effect(to, async () => {
      await rename(from, to);
    });
  }

  /** Creates an empty private folder in `root`, default the folder for temporary folders. The caller removes it. */
  async temporaryFolder(prefix: string, root = this.#temporaryRoot): Promise<string> {
    const path = await mkdtemp(join(root, prefix));
    this.#temporary.set(path, prefix);
    return path;
  }

  async #effect<T>(path: string, effect: () => Promise<T>): Promise<T> {
    // A fault point has the same name in every run, so the random part of a temporary folder's name is left out.
    const name = this.#temporary.get(path) ?? basename(path);
    return await this.#faults.around({ boundary: 'file', name, writes: true }, async () => {
      try {
        return await effect();
      } catch (cause) {
        if (
          cause instanceof Error &&
          'code' in cause &&
          typeof cause.code === 'string' &&
          'syscall' in cause
        ) {
          throw new KitError('FILE_NOT_WRITABLE', `${path}: ${reason(cause)}`, { cause });
        }
        throw cause;
      }
    });
  }
}

function reason(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause) {
    if (cause.code === 'ENOENT') return 'no such file';
    if (cause.code === 'EACCES') return 'permission denied';
    if (cause.code === 'EISDIR') return 'is a folder';
    return String(cause.code);
  }
  return String(cause);
}
