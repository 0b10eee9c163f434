import type { Commit } from '../commit/commit.ts';

/** Sorts commits so that each comes after all of its children; otherwise keeps their order. */
export function childrenFirst(commits: readonly Commit[]): Commit[] {
  const places = new Map(commits.map(({ sha }, at) => [sha, at]));
  const parentsOf = commits.map(({ parents }) => parents.flatMap((parent) => places.get(parent) ?? []));
  const children = new Uint32Array(commits.length);
  for (const parent of parentsOf.flat()) children[parent] = (children[parent] ?? 0) + 1;
  const sorted: Commit[] = [];
  for (const start of commits.keys()) {
    // A commit that came too early directly follows the last of its children.
    const ready = children[start] === 0 ? [start] : [];
    for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
      sorted.push(...commits.slice(at, at + 1));
      for (const parent of parentsOf[at] ?? []) {
        children[parent] = (children[parent] ?? 0) - 1;
        if (children[parent] === 0 && parent < start) ready.push(parent);
      }
    }
  }
  return sorted;
}
