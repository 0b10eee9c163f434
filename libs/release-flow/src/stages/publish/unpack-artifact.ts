import { join } from 'node:path';
import { isCodedError } from '@heroku-release/release-kit';
import type { FileStore } from '@heroku-release/release-kit';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { FlowError } from '../../errors.ts';
import type { LocalFile } from './local-file.ts';

const MOST_FILES = 50;
const MOST_BYTES = 1024 * 1024 * 1024;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
/** Upper half of the external attributes: the kind of a Unix file, 0xa000 for a link. */
const isLink = (entry: Entry) => ((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000;

/**
 * Unpacks the flat zip that package uploaded into `folder`. Limits: 50 files, 1 GiB, plain names without folders, no links, no
 * name twice; bytes are counted as they are unpacked.
 *
 * Errors: `ARTIFACT_DIFFERS`, also for a file that is not a zip, or a broken one.
 */
export async function unpackArtifact(path: string, folder: string, files: FileStore): Promise<LocalFile[]> {
  try {
    return await unpack(path, folder, files);
  } catch (error) {
    // Errors of the file system say nothing about the artifact. All others come from the zip or its compressed data.
    if (isCodedError(error) || (error instanceof Error && 'syscall' in error)) throw error;
    throw bad(`is not a readable zip (${error instanceof Error ? error.message : String(error)})`);
  }
}

async function unpack(path: string, folder: string, files: FileStore): Promise<LocalFile[]> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  const unpacked: LocalFile[] = [];
  try {
    if (zip.entryCount > MOST_FILES) throw bad(`holds ${zip.entryCount} entries`);
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      if (!NAME.test(name) || isLink(entry))
        throw bad(`holds ${JSON.stringify(name)}, which is not a plain file name`);
      if (unpacked.some((file) => file.name === name)) throw bad(`holds ${name} twice`);
      total += entry.uncompressedSize;
      if (total > MOST_BYTES) throw bad('is larger than 1 GiB');
      const target = join(folder, name);
      const digest = await files.writeStream(target, contents(zip, entry));
      unpacked.push({ name, path: target, ...digest });
    }
  } finally {
    zip.close();
  }
  return unpacked;
}

/** Opens the entry only when it is read: an error of a stream without a listener would end the process. */
async function* contents(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  for await (const chunk of await zip.openReadStreamPromise(entry)) yield chunk as Uint8Array;
}

function bad(what: string): FlowError {
  return new FlowError('ARTIFACT_DIFFERS', `the artifact ${what}`, {
    hint: 'It was not made by Package Library, so nothing is published.',
  });
}
