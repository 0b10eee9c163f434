import type { GitCommand } from './git-command.ts';

/** The result of a merge. */
export interface MergedTrees {
  /** Id of the tree; its files with conflicts contain git's markers. */
  readonly tree: string;
  /** Paths of the files with conflicts. */
  readonly conflicts: readonly string[];
}

const WITH_CONFLICTS = 1;

/** Merges two commits without a work tree; see `GitRepository.mergeTrees`. */
export async function mergeTrees(git: GitCommand, ours: string, theirs: string): Promise<MergedTrees> {
  const args = ['--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
  const call = { command: 'merge-tree', args, writes: true };
  const result = await git.run(call);
  // An unknown commit has the same exit code as a conflict, and no tree.
  const isMerged = result.exitCode === 0 || (result.exitCode === WITH_CONFLICTS && result.stdout !== '');
  if (!isMerged) throw git.failure(call, result);
  const [tree = '', ...conflicts] = result.stdout.split('\0').filter((field) => field !== '');
  return { tree, conflicts: [...new Set(conflicts)] };
}
