import type { Hash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import {
  access,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ConfinedFiles } from './confined-files.ts';
import type { FaultPoints } from './fault-points.ts';
import { noFaults } from './fault-points.ts';
import { fileReason, systemCodeOf } from './file-reason.ts';
import { KitError } from './kit-error.ts';
import type { Random } from './random.ts';

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
  /** Names partial files, default the randomness of the operating system. */
  readonly random?: Random | undefined;
}

/** Reads the permission bits of a regular file; undefined when there is none. */
async function permissionsOf(path: string): Promise<number | undefined> {
  return await lstat(path).then(
    (found) => (found.isFile() ? found.mode & 0o777 : undefined),
    () => undefined,
  );
}

/** Fails if anything has this name, a link included. Windows has no O_NOFOLLOW. */
const CREATE_NEW =
  constants.O_WRONLY |
  constants.O_CREAT |
  constants.O_EXCL |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0);

/** Loads hashing on demand: read-only commands do not need it. */
async function sha256(): Promise<Hash> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256');
}

/**
 * The only way to write files. A file appears whole or not at all: it is written to a new file beside it with a random name, which is then
 * renamed. A link with the name of the file is replaced, not followed.
 */
export class FileStore {
  readonly #faults: FaultPoints;
  readonly #temporaryRoot: string;
  readonly #random: Random | undefined;
  /** Prefixes of the temporary folders, by path. */
  readonly #temporary = new Map<string, string>();

  constructor(options: FileStoreOptions = {}) {
    this.#faults = options.faults ?? noFaults;
    this.#temporaryRoot = options.temporaryRoot ?? tmpdir();
    this.#random = options.random;
  }

  /** The files of a folder whose content is not trusted: no link leads out of it. */
  within(root: string): ConfinedFiles {
    return new ConfinedFiles(root, this);
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
      throw new KitError('FILE_NOT_READABLE', `${path}: ${fileReason(cause)}`, { cause });
    }
  }

  /** Whether `path` exists. */
  async exists(path: string): Promise<boolean> {
    return await access(path).then(
      () => true,
      () => false,
    );
  }

  /** Resolves every link in the path of an existing file or folder. Errors: `FILE_NOT_READABLE`. */
  async realPath(path: string): Promise<string> {
    return await realpath(path).catch((cause: unknown) => {
      throw new KitError('FILE_NOT_READABLE', `${path}: ${fileReason(cause)}`, { cause });
    });
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
      await this.#replace(path, async (file) => {
        await file.writeFile(data);
      });
    });
  }

  /** Writes a stream to a file and hashes it on the way. Errors: `FILE_NOT_WRITABLE`, and whatever the stream throws. */
  async writeStream(path: string, source: AsyncIterable<Uint8Array>): Promise<FileDigest> {
    return await this.#effect(path, async () => {
      const hash = await sha256();
      let size = 0;
      await this.#replace(path, async (file) => {
        for await (const chunk of source) {
          hash.update(chunk);
          size += chunk.byteLength;
          await file.writeFile(chunk);
        }
      });
      return { size, sha256: hash.digest('hex') };
    });
  }

  /** Creates a file that `fill` writes and renames it to `path`; when anything fails, nothing is left behind. */
  async #replace(path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
    const folder = dirname(path);
    await mkdir(folder, { recursive: true });
    const random = this.#random ?? (await import('./random.ts')).systemRandom;
    const partial = join(folder, `.heroku-release-${random.hex(8)}.partial`);
    const permissions = await permissionsOf(path);
    const file = await open(partial, CREATE_NEW, permissions ?? 0o666);
    try {
      try {
        // The umask may have taken bits away that the file had.
        if (permissions !== undefined) await file.chmod(permissions);
        await fill(file);
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  /** Reads a file once and returns its size and hash. Errors: `FILE_NOT_READABLE`. */
  async digest(path: string): Promise<FileDigest> {
    try {
      const hash = await sha256();
      for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
      return { size: (await stat(path)).size, sha256: hash.digest('hex') };
    } catch (cause) {
      throw new KitError('FILE_NOT_READABLE', `${path}: ${fileReason(cause)}`, { cause });
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
        if (systemCodeOf(cause) === undefined) throw cause;
        throw new KitError('FILE_NOT_WRITABLE', `${path}: ${fileReason(cause)}`, { cause });
      }
    });
  }
}
