import type { ParsedUnit } from './parsed-unit.ts';

/**
 * Pairs each revert with the older unit that it reverts as a whole, newest first: a revert that was itself reverted reverts nothing.
 * Returns the index of the revert by the index of the reverted unit.
 */
export function findReverts(units: readonly ParsedUnit[]): Map<number, number> {
  const pairs = new Map<number, number>();
  if (!units.some(({ parsed }) => parsed.revert !== undefined)) return pairs;
  const index = new UnitIndex(units);
  const gone = new Set<number>();
  for (const [at, unit] of units.entries()) {
    const revert = revertIn(unit);
    if (revert === undefined || gone.has(at) || breaksItself(unit.parsed)) continue;
    const target = findTarget(index, revert, (other) => other > at && !gone.has(other));
    if (target === undefined) continue;
    gone.add(at).add(target);
    pairs.set(target, at);
  }
  return pairs;
}

/** Whether a revert is a breaking change itself. Such a revert cancels nothing, so that the change is listed. */
function breaksItself({ breaking, breakingNotes, revert }: ParsedUnit['parsed']): boolean {
  if (!breaking) return false;
  // A revert of a revert is breaking by the title of the change that it brings back, not by its own.
  return breakingNotes.length > 0 || revert?.title?.startsWith('Revert "') !== true;
}

type Revert = NonNullable<ParsedUnit['parsed']['revert']>;

/** The revert in a unit. When a merge contains a single revert, git's sentence in that commit is more exact than the title. */
function revertIn({ parsed, inner }: ParsedUnit): Revert | undefined {
  const only = parsed.revert !== undefined && inner.length === 1 ? inner[0]?.revert : undefined;
  return only !== undefined && only.shas.length > 0 ? only : parsed.revert;
}

function findTarget(index: UnitIndex, revert: Revert, fits: (at: number) => boolean): number | undefined {
  const [prefix] = revert.shas;
  // A revert cancels one whole unit: not several commits, nor a part of a merge.
  if (revert.shas.length > 1) return undefined;
  if (prefix !== undefined) {
    const found = index.bySha(prefix).find(({ at }) => fits(at));
    if (found !== undefined) return found.whole ? found.at : undefined;
  }
  const byNumber =
    revert.pullRequest === undefined ? undefined : index.byNumber(revert.pullRequest).find(fits);
  // Ids change when a branch is rebased; the title does not.
  return byNumber ?? (revert.title === undefined ? undefined : index.byTitle(revert.title).find(fits));
}

/** An index of the units that reverts may refer to, so that no revert has to search them all. */
class UnitIndex {
  readonly #shas = new Map<string, { sha: string; at: number; whole: boolean }[]>();
  readonly #titles = new Map<string, number[]>();
  readonly #numbers = new Map<number, number[]>();
  /** The first characters of the ids and the lengths of the titles: these alone rule out nearly every unit. */
  readonly #prefixes = new Set<number>();
  readonly #lengths = new Set<number>();
  readonly #units: readonly ParsedUnit[];

  constructor(units: readonly ParsedUnit[]) {
    this.#units = units;
    for (const unit of units) this.#expect(revertIn(unit));
    for (const [at, unit] of units.entries()) {
      const { commit, parsed } = unit;
      if (this.#shas.size > 0) this.#addShas(at, unit);
      if (this.#titles.size > 0) {
        this.#addTitle(at, parsed.title);
        if (commit.subject !== parsed.title) this.#addTitle(at, commit.subject);
      }
      if (parsed.pullRequest !== undefined) this.#numbers.get(parsed.pullRequest)?.push(at);
    }
  }

  #addShas(at: number, { commit, merged }: ParsedUnit): void {
    this.#addSha(at, commit.sha, true);
    for (const { sha } of merged) this.#addSha(at, sha, merged.length === 1);
  }

  #addSha(at: number, sha: string, whole: boolean): void {
    if (!this.#prefixes.has(prefixOf(sha))) return;
    this.#shas.get(sha.slice(0, SHORT))?.push({ sha, at, whole });
  }

  #addTitle(at: number, title: string): void {
    if (this.#lengths.has(title.length)) this.#titles.get(title)?.push(at);
  }

  /** Adds the keys that a revert refers to; units with other keys are not stored. */
  #expect(revert: Revert | undefined): void {
    if (revert === undefined) return;
    const [prefix] = revert.shas;
    if (prefix !== undefined) {
      this.#shas.set(prefix.slice(0, SHORT), []);
      this.#prefixes.add(prefixOf(prefix));
    }
    if (revert.pullRequest !== undefined) this.#numbers.set(revert.pullRequest, []);
    if (revert.title === undefined) return;
    for (const title of [revert.title, withoutNumber(revert.title)]) {
      this.#titles.set(title, []);
      this.#lengths.add(title.length);
    }
  }

  bySha(prefix: string): readonly { readonly at: number; readonly whole: boolean }[] {
    return (this.#shas.get(prefix.slice(0, SHORT)) ?? []).filter(({ sha }) => sha.startsWith(prefix));
  }

  byNumber(number: number): readonly number[] {
    return this.#numbers.get(number) ?? [];
  }

  /** Finds units by the title as quoted, or without the number that a squash merge added, unless the unit has another number. */
  byTitle(title: string): readonly number[] {
    const exact = this.#titles.get(title) ?? [];
    const number = NUMBER.exec(title)?.[1];
    if (number === undefined) return exact;
    const bare = this.#titles.get(withoutNumber(title)) ?? [];
    return [...exact, ...bare.filter((at) => this.#mayHave(at, Number(number)))];
  }

  /** Whether a title may have had this number. The number of a merge is that of the pull request, not part of the title. */
  #mayHave(at: number, number: number): boolean {
    const parsed = this.#units[at]?.parsed;
    return parsed?.isMerge === true || parsed?.pullRequest === undefined || parsed.pullRequest === number;
  }
}

/** The length of the shortest abbreviated commit id. */
const SHORT = 7;

/** The first two characters of an id as one number. */
function prefixOf(sha: string): number {
  return sha.charCodeAt(0) * 0x100 + sha.charCodeAt(1);
}

const NUMBER = / \(#(\d+)\)$/;

function withoutNumber(title: string): string {
  return title.replace(NUMBER, '');
}
