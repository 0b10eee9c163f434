import { join } from 'node:path';

/** Whether there is anything at a path. */
export type IsThere = (path: string) => boolean;

/**
 * The folder that a repository right at a path shares among its work trees: `.git`, or the path itself where it is bare. `undefined` where only
 * git can tell: in a folder inside, in a linked work tree, where there is no repository. By gitrepository-layout(5).
 */
export function sharedFolder(path: string, isThere: IsThere): string | undefined {
  const inside = join(path, '.git');
  const folder = isThere(inside) ? inside : path;
  const isWhole = ['HEAD', 'objects', 'refs'].every((name) => isThere(join(folder, name)));
  return isWhole && !isThere(join(folder, 'commondir')) ? folder : undefined;
}
