import { delimiter, join } from 'node:path';
import type { FileStore } from '@heroku-release/release-kit';

/** Every file called `name` in the folders of a PATH, in order. */
export async function findOnPath(name: string, path: string, files: FileStore): Promise<string[]> {
  const found: string[] = [];
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    const candidate = join(folder, name);
    if (!found.includes(candidate) && (await files.exists(candidate))) found.push(candidate);
  }
  return found;
}
