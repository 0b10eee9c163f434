import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import yazl from 'yazl';
import { RunnerError } from '../errors.ts';

/** A file to zip. */
export interface ZipMember {
  /** Name inside the zip, with `/`. */
  readonly name: string;
  readonly path: string;
}

/** Makes a zip of the files, in their order. */
export async function zipFiles(members: readonly ZipMember[]): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  for (const { name, path } of members) zip.addFile(path, name);
  zip.end();
  return await buffer(zip.outputStream);
}

/** Writes the files of a zip into `folder` and returns their paths. Refuses names that lead outside. */
export async function unzipInto(bytes: Uint8Array, folder: string): Promise<readonly string[]> {
  const zip = await open(bytes);
  const written: string[] = [];
  for (let entry = await next(zip); entry !== undefined; entry = await next(zip)) {
    if (entry.fileName.endsWith('/')) continue;
    const path = resolve(folder, entry.fileName);
    if (!path.startsWith(resolve(folder) + sep)) {
      throw new RunnerError(
        'RUNNER_ARTIFACT_REFUSED',
        `the zip has an entry outside its folder: ${entry.fileName}`,
      );
    }
    await mkdir(dirname(path), { recursive: true });
    await pipeline(await read(zip, entry), createWriteStream(path));
    written.push(path);
  }
  return written;
}

function open(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((done, failed) => {
    yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
      if (error === null) done(zip);
      else failed(error);
    });
  });
}

/** Reads the next entry; `undefined` at the end. */
function next(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((done, failed) => {
    const settle = (act: () => void) => {
      zip.removeAllListeners();
      act();
    };
    zip.once('entry', (entry: Entry) => {
      settle(() => {
        done(entry);
      });
    });
    zip.once('end', () => {
      settle(() => {
        done(undefined);
      });
    });
    zip.once('error', (error: Error) => {
      settle(() => {
        failed(error);
      });
    });
    zip.readEntry();
  });
}

function read(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((done, failed) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) done(stream);
      else failed(error);
    });
  });
}
