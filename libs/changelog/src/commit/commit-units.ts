import type { Commit } from './commit.ts';

/** A commit on the main line and the commits it merged. */
export interface CommitUnit {
  readonly commit: Commit;
  /** The commits of a merge, in the order of the log; empty for any other commit. */
  readonly merged: readonly Commit[];
}

/** Whether a commit is unassigned, on the main line, or part of a merge. */
const FREE = 0;
const MAIN_LINE = 1;
const MERGED = 2;

/**
 * Groups the commits of a range by their parents alone. The main line is the chain of first parents from the newest commit (and
 * from any other commit without a child in the range). Every other commit belongs to the oldest merge on the main line that
 * contains it. Every commit is in exactly one unit; units keep the order of the log.
 */
export function groupCommits(commits: readonly Commit[]): CommitUnit[] {
  if (!commits.some(({ parents }) => parents.length > 1)) {
    return commits.map((commit) => ({ commit, merged: NO_COMMITS }));
  }
  const graph = new CommitGraph(commits);
  const merged = graph.assignMerged();
  const units: CommitUnit[] = [];
  let at = -1;
  for (const commit of commits) {
    at += 1;
    if (graph.places[at] !== MERGED) units.push({ commit, merged: merged.get(at) ?? NO_COMMITS });
  }
  return units;
}

const NO_COMMITS: readonly Commit[] = [];

/** The commits of a range by their index in the log. */
class CommitGraph {
  readonly places: Uint8Array;
  readonly #commits: readonly Commit[];
  /** The index of each parent that does not directly follow its child, as most do. `undefined` for a parent outside the range. */
  readonly #jumps = new Map<string, number | undefined>();

  constructor(commits: readonly Commit[]) {
    this.#commits = commits;
    this.places = new Uint8Array(commits.length);
    this.#markMainLine(this.#findParents());
  }

  /** A flag per commit: whether it has a child in the range. */
  #findParents(): Uint8Array {
    const isParent = new Uint8Array(this.#commits.length + 1);
    let at = 0;
    for (const { parents } of this.#commits) {
      at += 1;
      const next = this.#commits[at]?.sha;
      for (const parent of parents) {
        if (parent === next) isParent[at] = 1;
        else this.#jumps.set(parent, undefined);
      }
    }
    at = -1;
    for (const { sha } of this.#commits) {
      at += 1;
      if (!this.#jumps.has(sha)) continue;
      this.#jumps.set(sha, at);
      isParent[at] = 1;
    }
    return isParent;
  }

  #markMainLine(isParent: Uint8Array): void {
    for (let tip = 0; tip < this.places.length; tip += 1) {
      let at: number | undefined = isParent[tip] === 1 ? undefined : tip;
      while (at !== undefined && this.places[at] === FREE) {
        this.places[at] = MAIN_LINE;
        at = this.#parentAt(at, 0);
      }
    }
  }

  /** The index of the nth parent of the commit at an index. */
  #parentAt(child: number, nth: number): number | undefined {
    const parent = this.#commits[child]?.parents[nth];
    if (parent === undefined) return undefined;
    return this.#commits[child + 1]?.sha === parent ? child + 1 : this.#jumps.get(parent);
  }

  /** Assigns commits to the merges of the main line, oldest merge first, so that each goes to the oldest merge that contains it. */
  assignMerged(): Map<number, Commit[]> {
    const merged = new Map<number, Commit[]>();
    for (let at = this.#commits.length - 1; at >= 0; at -= 1) {
      const count = this.#commits[at]?.parents.length ?? 0;
      if (this.places[at] === MAIN_LINE && count > 1) merged.set(at, this.#assignTo(at));
    }
    return merged;
  }

  /** The unassigned commits that a merge reaches beside the main line. */
  #assignTo(merge: number): Commit[] {
    const found: number[] = [];
    const open = this.#parentsOf(merge, 1);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (this.places[at] !== FREE) continue;
      this.places[at] = MERGED;
      found.push(at);
      open.push(...this.#parentsOf(at, 0));
    }
    return found.sort((a, b) => a - b).flatMap((at) => this.#commits[at] ?? []);
  }

  /** The indexes of a commit's parents in the range, from the nth on. */
  #parentsOf(child: number, from: number): number[] {
    const found: number[] = [];
    const count = this.#commits[child]?.parents.length ?? 0;
    for (let nth = from; nth < count; nth += 1) {
      const at = this.#parentAt(child, nth);
      if (at !== undefined) found.push(at);
    }
    return found;
  }
}
