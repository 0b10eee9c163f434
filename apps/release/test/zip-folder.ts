import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZipFile } from 'yazl';

/** Zips the files of a folder, like an artifact. */
export async function zipFolder(folder: string): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const name of (await readdir(folder)).sort()) {
    zip.addBuffer(await readFile(join(folder, name)), name, { mtime: new Date(0) });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
