import { stat } from 'node:fs/promises';
import { resolveInside } from './confined-path.ts';
import { fileReason, systemCodeOf } from './file-reason.ts';
import { KitError } from './kit-error.ts';

/** Reads and writes files by absolute path, as a `FileStore` does. */
interface TextFiles {
  readText(path: string): Promise<string>;
  write(path: string, data: string | Uint8Array): Promise<void>;
}

/** The files of one folder whose content is not trusted, such as a checkout: no path and no link leads out of it, or into `.git`. */
export class ConfinedFiles {
  readonly #root: string;
  readonly #files: TextFiles;

  constructor(root: string, files: TextFiles) {
    this.#root = root;
    this.#files = files;
  }

  /**
   * The text of a UTF-8 file; `undefined` if there is none.
   *
   * Errors: `FILE_OUTSIDE_ROOT`; `FILE_NOT_READABLE`, also for a folder, a pipe or a device.
   */
  async findText(path: string): Promise<string | undefined> {
    const real = await resolveInside(this.#root, path);
    const found = await stat(real).catch((cause: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(systemCodeOf(cause) ?? '')) return undefined;
      throw new KitError('FILE_NOT_READABLE', `${path}: ${fileReason(cause)}`, { cause });
    });
    if (found === undefined) return undefined;
    if (found.isFile()) return await this.#files.readText(real);
    const what = found.isDirectory() ? 'is a folder' : 'is not a regular file';
    throw new KitError('FILE_NOT_READABLE', `${real}: ${what}`);
  }

  /** Writes a file like `FileStore.write`; a link in the folder stays, and the file it leads to is replaced. Errors: `FILE_OUTSIDE_ROOT`, `FILE_NOT_WRITABLE`. */
  async write(path: string, data: string | Uint8Array): Promise<void> {
    await this.#files.write(await resolveInside(this.#root, path), data);
  }
}
