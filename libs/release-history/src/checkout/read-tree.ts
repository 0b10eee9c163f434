import type { GitHistory } from '@heroku-release/git-repo';
import type { FileStore } from '@heroku-release/release-kit';

/** Reads a file of one tree by its path from the root, with `/`. Undefined when the tree has no such file. */
export type ReadTree = (path: string) => Promise<string | undefined>;

/** The tree of a commit in the local repository. */
export function commitTree(git: GitHistory, revision: string): ReadTree {
  return (path) => git.readFile(revision, path);
}

/** The files of a checkout as they are on disk. No path and no link leads out of it. */
export function checkoutTree(root: string, files: FileStore): ReadTree {
  const checkout = files.within(root);
  return (path) => checkout.findText(path);
}

/** A tree of given texts, such as those of a GitHub response. Every other file counts as absent. */
export function textTree(texts: ReadonlyMap<string, string | undefined>): ReadTree {
  return (path) => Promise.resolve(texts.get(path));
}

/** Reads several files of a tree. */
export async function readTexts(
  read: ReadTree,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const known = [...new Set(paths)];
  return new Map(await Promise.all(known.map(async (path) => [path, await read(path)] as const)));
}

/** Whether a path stays inside the tree that it is relative to: no root, no drive, no `..`. Pure. */
export function staysInside(path: string): boolean {
  return !/^[/\\~]|^[A-Za-z]:|\\|(?:^|\/)(?:\.\.?)?(?:\/|$)/.test(path);
}
