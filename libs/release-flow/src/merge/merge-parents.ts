import type { Commit } from '@heroku-release/git-repo';

/**
 * Finds the tip of the base branch before a merge. A merge commit names it as its first parent. After a squash it is the only parent. A rebase
 * copies the commits of the branch, merges excluded, with their authors and messages: it is the parent of the oldest copy. Undefined for a
 * first commit. Pure.
 *
 * @param onto the history of the merged commit, newest first, back to where the branch began
 * @param branch the commits of the pull request that the merged commit does not contain, newest first
 */
export function baseBeforeMerge(
  sha: string,
  onto: readonly Commit[],
  branch: readonly Commit[],
): string | undefined {
  const commits = new Map(onto.map((commit) => [commit.sha, commit]));
  const merged = commits.get(sha);
  let base = merged?.parents[0];
  if (merged === undefined || merged.parents.length > 1) return base;
  let originals = olderThanOriginal(
    merged,
    branch.filter(({ parents }) => parents.length < 2),
  );
  while (originals !== undefined && base !== undefined) {
    const before = commits.get(base);
    originals = before === undefined ? undefined : olderThanOriginal(before, originals);
    if (before !== undefined && originals !== undefined) base = before.parents[0];
  }
  return base;
}

/** The commits older than the one that `commit` is a copy of; undefined when it is not a copy. */
function olderThanOriginal(commit: Commit, originals: readonly Commit[]): readonly Commit[] | undefined {
  const at = originals.findIndex(
    ({ subject, body, authorName, authorDate }) =>
      commit.subject === subject &&
      commit.body === body &&
      commit.authorName === authorName &&
      commit.authorDate === authorDate,
  );
  return at < 0 ? undefined : originals.slice(at + 1);
}
