import type { ReadUnit } from './draft-entry.ts';

/**
 * Pairs each revert with the older unit that it takes back as a whole, newest first: a revert that is itself taken back
 * takes nothing back. Answers with the index of the revert by the index of what it reverts.
 */
export function findReverts(units: readonly ReadUnit[]): Map<number, number> {
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

/** A revert that breaks something by its own word is news, whatever it takes back. */
function breaksItself({ breaking, breakingNotes, revert }: ReadUnit['parsed']): boolean {
  if (!breaking) return false;
  // One of a revert breaks by the words of the change that it lands again.
  return breakingNotes.length > 0 || revert?.title?.startsWith('Revert "') !== true;
}

type Revert = NonNullable<ReadUnit['parsed']['revert']>;

/** What a unit takes back. Where a merge brought one revert, git's own words in that say it better than the title. */
function revertIn({ parsed, inner }: ReadUnit): Revert | undefined {
  const only = parsed.revert !== undefined && inner.length === 1 ? inner[0]?.revert : undefined;
  return only !== undefined && only.shas.length > 0 ? only : parsed.revert;
}

function findTarget(index: UnitIndex, revert: Revert, fits: (at: number) => boolean): number | undefined {
  const [prefix] = revert.shas;
  // Only a revert of one whole unit cancels it: not one of several commits, nor of a part of a merge.
  if (revert.shas.length > 1) return undefined;
  if (prefix !== undefined) {
    const found = index.bySha(prefix).find(({ at }) => fits(at));
    if (found !== undefined) return found.whole ? found.at : undefined;
  }
  const byNumber =
    revert.pullRequest === undefined ? undefined : index.byNumber(revert.pullRequest).find(fits);
  // Ids change when a branch is rebased; the title still tells.
  return byNumber ?? (revert.title === undefined ? undefined : index.byTitle(revert.title).find(fits));
}

/** Finds the units that any of the reverts could mean, without going through all of them for every revert. */
class UnitIndex {
  readonly #shas = new Map<string, { sha: string; at: number; whole: boolean }[]>();
  readonly #titles = new Map<string, number[]>();
  readonly #numbers = new Map<number, number[]>();
  /** How the ids begin, and how long the titles are: nearly every unit is passed over by these alone. */
  readonly #beginnings = new Set<number>();
  readonly #lengths = new Set<number>();
  readonly #units: readonly ReadUnit[];

  constructor(units: readonly ReadUnit[]) {
    this.#units = units;
    for (const unit of units) this.#expect(revertIn(unit));
    for (const [at, { unit, parsed }] of units.entries()) {
      if (this.#shas.size > 0) this.#addShas(at, unit);
      if (this.#titles.size > 0) {
        this.#addTitle(at, parsed.title);
        if (unit.commit.subject !== parsed.title) this.#addTitle(at, unit.commit.subject);
      }
      if (parsed.pullRequest !== undefined) this.#numbers.get(parsed.pullRequest)?.push(at);
    }
  }

  #addShas(at: number, { commit, brought }: ReadUnit['unit']): void {
    this.#addSha(at, commit.sha, true);
    for (const { sha } of brought) this.#addSha(at, sha, brought.length === 1);
  }

  #addSha(at: number, sha: string, whole: boolean): void {
    if (!this.#beginnings.has(beginning(sha))) return;
    this.#shas.get(sha.slice(0, SHORT))?.push({ sha, at, whole });
  }

  #addTitle(at: number, title: string): void {
    if (this.#lengths.has(title.length)) this.#titles.get(title)?.push(at);
  }

  /** Makes room for what a revert names; nothing else is kept. */
  #expect(revert: Revert | undefined): void {
    if (revert === undefined) return;
    const [prefix] = revert.shas;
    if (prefix !== undefined) {
      this.#shas.set(prefix.slice(0, SHORT), []);
      this.#beginnings.add(beginning(prefix));
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

  /** As quoted, and without the number that a squash merge adds, unless it has another. */
  byTitle(title: string): readonly number[] {
    const exact = this.#titles.get(title) ?? [];
    const number = NUMBER.exec(title)?.[1];
    if (number === undefined) return exact;
    const bare = this.#titles.get(withoutNumber(title)) ?? [];
    return [...exact, ...bare.filter((at) => this.#mayHave(at, Number(number)))];
  }

  /** Whether a title may have had a number: what a merge says of itself is the number of the pull request, not that of its title. */
  #mayHave(at: number, number: number): boolean {
    const parsed = this.#units[at]?.parsed;
    return parsed?.isMerge === true || parsed?.pullRequest === undefined || parsed.pullRequest === number;
  }
}

/** The shortest abbreviation of a commit id that a revert may name. */
const SHORT = 7;

/** The first two signs of an id as one number. */
function beginning(sha: string): number {
  return sha.charCodeAt(0) * 0x100 + sha.charCodeAt(1);
}

const NUMBER = / \(#(\d+)\)$/;

function withoutNumber(title: string): string {
  return title.replace(NUMBER, '');
}
