import { join } from 'node:path';

/** Whether a file or folder exists at a path. */
export type PathExists = (path: string) => boolean;

/**
 * The git folder that all work trees of a repository share: `.git` in `path`, or `path` itself for a bare repository, by
 * gitrepository-layout(5). `undefined` where only git can say: in a subfolder, in a linked work tree, or outside any repository.
 */
export function findSharedFolder(path: string, pathExists: PathExists): string | undefined {
  const inside = join(path, '.git');
  const folder = pathExists(inside) ? inside : path;
  const isComplete = ['HEAD', 'objects', 'refs'].every((name) => pathExists(join(folder, name)));
  return isComplete && !pathExists(join(folder, 'commondir')) ? folder : undefined;
}
