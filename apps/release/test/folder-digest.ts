import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Digests name, kind, mode and content of everything in a folder, including hidden files. Equal digests mean equal folders. */
export async function folderDigest(folder: string): Promise<Record<string, string>> {
  const digest: Record<string, string> = {};
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name);
    const stats = await lstat(path);
    const mode = (stats.mode & 0o7777).toString(8);
    if (stats.isDirectory()) digest[name] = `folder ${mode}`;
    else if (stats.isSymbolicLink()) digest[name] = `link ${await readlink(path)}`;
    else
      digest[name] = `file ${mode} ${createHash('sha256')
        .update(await readFile(path))
        .digest('hex')}`;
  }
  return digest;
}
