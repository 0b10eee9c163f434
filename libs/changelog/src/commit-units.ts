import type { Commit } from './commit.ts';

/** A commit on the main line and everything it brought. */
export interface CommitUnit {
  readonly commit: Commit;
  /** What a merge brought, in the order of the log; empty for any other commit. */
  readonly brought: readonly Commit[];
}

/** Where a commit belongs: nowhere yet, to the main line, or to a merge. */
const FREE = 0;
const MAIN_LINE = 1;
const BROUGHT = 2;

/**
 * Groups the commits of a range by their parents alone. The main line is the chain of first parents from the newest commit (and
 * from any other commit without a child in the range). Everything else belongs to the first merge on the main line that
 * brought it. Every commit is in exactly one unit; units keep the order of the log.
 */
export function groupUnits(commits: readonly Commit[]): CommitUnit[] {
  if (!commits.some(({ parents }) => parents.length > 1)) {
    return commits.map((commit) => ({ commit, brought: NOTHING }));
  }
  const graph = new CommitGraph(commits);
  graph.markMainLine();
  const brought = graph.takeBrought();
  const units: CommitUnit[] = [];
  for (const [at, commit] of commits.entries()) {
    if (graph.places[at] !== BROUGHT) units.push({ commit, brought: brought.get(at) ?? NOTHING });
  }
  return units;
}

const NOTHING: readonly Commit[] = [];

/** The commits of a range by their index in the log. */
class CommitGraph {
  readonly places: Uint8Array;
  readonly #commits: readonly Commit[];
  readonly #index = new Map<string, number>();

  constructor(commits: readonly Commit[]) {
    this.#commits = commits;
    this.places = new Uint8Array(commits.length);
    for (const [at, { sha }] of commits.entries()) this.#index.set(sha, at);
  }

  /** The index of the nth parent of the commit at an index. In a log that is mostly the next commit, found without the map. */
  #parentAt(child: number, nth: number): number | undefined {
    const parent = this.#commits[child]?.parents[nth];
    if (parent === undefined) return undefined;
    return this.#commits[child + 1]?.sha === parent ? child + 1 : this.#index.get(parent);
  }

  markMainLine(): void {
    const isParent = new Uint8Array(this.#commits.length);
    for (let child = 0; child < this.#commits.length; child += 1) {
      const count = this.#commits[child]?.parents.length ?? 0;
      for (let nth = 0; nth < count; nth += 1) {
        const at = this.#parentAt(child, nth);
        if (at !== undefined) isParent[at] = 1;
      }
    }
    for (let tip = 0; tip < isParent.length; tip += 1) {
      let at: number | undefined = isParent[tip] === 1 ? undefined : tip;
      while (at !== undefined && this.places[at] === FREE) {
        this.places[at] = MAIN_LINE;
        at = this.#parentAt(at, 0);
      }
    }
  }

  /** What each merge of the main line brought. Oldest merge first, so that a commit goes to the one that brought it first. */
  takeBrought(): Map<number, Commit[]> {
    const brought = new Map<number, Commit[]>();
    for (let at = this.#commits.length - 1; at >= 0; at -= 1) {
      const parents = this.#commits[at]?.parents ?? [];
      if (this.places[at] === MAIN_LINE && parents.length > 1) brought.set(at, this.#take(parents.slice(1)));
    }
    return brought;
  }

  #take(from: readonly string[]): Commit[] {
    const found: number[] = [];
    const open = [...from];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      const at = this.#index.get(sha);
      if (at === undefined || this.places[at] !== FREE) continue;
      this.places[at] = BROUGHT;
      found.push(at);
      open.push(...(this.#commits[at]?.parents ?? []));
    }
    return found.sort((a, b) => a - b).flatMap((at) => this.#commits[at] ?? []);
  }
}
