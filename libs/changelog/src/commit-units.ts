import type { Commit } from './commit.ts';

/** A commit on the main line and everything it brought. */
export interface CommitUnit {
  readonly commit: Commit;
  /** What a merge brought, newest first; empty for any other commit. */
  readonly brought: readonly Commit[];
}

/**
 * Groups the commits of a range by their parents alone. The main line is the chain of first parents from the newest commit (and
 * from any other commit without a child in the range). Everything else belongs to the first merge on the main line that
 * brought it. Every commit is in exactly one unit; units keep the order of the main line, newest first.
 */
export function groupUnits(commits: readonly Commit[]): CommitUnit[] {
  const bySha = new Map<string, Commit>();
  let hasMerge = false;
  for (const commit of commits) {
    bySha.set(commit.sha, commit);
    if (commit.parents.length > 1) hasMerge = true;
  }
  if (!hasMerge) return Array.from(bySha.values(), (commit) => ({ commit, brought: NOTHING }));

  const mainLine = findMainLine(bySha);
  const brought = new Map<string, Commit[]>();
  const taken = new Set<string>(mainLine);
  // Oldest first, so that a commit goes to the merge that brought it first.
  const line = [...bySha.values()].filter((commit) => mainLine.has(commit.sha));
  for (const commit of line.reverse()) {
    if (commit.parents.length > 1) brought.set(commit.sha, take(commit.parents.slice(1), bySha, taken));
  }
  // What no merge of the main line reaches stands for itself; that takes a list with holes.
  const units = [...bySha.values()].filter((commit) => mainLine.has(commit.sha) || !taken.has(commit.sha));
  const order = new Map(Array.from(bySha.keys(), (sha, at) => [sha, at] as const));
  return units.map((commit) => ({
    commit,
    brought: (brought.get(commit.sha) ?? []).sort(
      (a, b) => (order.get(a.sha) ?? 0) - (order.get(b.sha) ?? 0),
    ),
  }));
}

const NOTHING: readonly Commit[] = [];

function findMainLine(bySha: ReadonlyMap<string, Commit>): Set<string> {
  const children = new Set<string>();
  for (const commit of bySha.values()) for (const parent of commit.parents) children.add(parent);
  const line = new Set<string>();
  for (const commit of bySha.values()) {
    if (children.has(commit.sha)) continue;
    let next: Commit | undefined = commit;
    while (next !== undefined && !line.has(next.sha)) {
      line.add(next.sha);
      next = bySha.get(next.parents[0] ?? '');
    }
  }
  return line;
}

function take(from: readonly string[], bySha: ReadonlyMap<string, Commit>, taken: Set<string>): Commit[] {
  const found: Commit[] = [];
  const open = [...from];
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    const commit = bySha.get(sha);
    if (commit === undefined || taken.has(sha)) continue;
    taken.add(sha);
    found.push(commit);
    open.push(...commit.parents);
  }
  return found;
}
