import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { Commit } from '../commit/commit.ts';
import type { CommitUnit } from '../commit/commit-units.ts';
import type { Fate } from './decide-fate.ts';
import type { CommitDecision, FoldedReason, Reason, SectionProof } from './section.ts';

/** Records the fate of every commit that has no entry of its own. */
export interface Ledger {
  /** Records the fate of a unit's own commit and of those it merged. */
  record(unit: CommitUnit, fate: Fate): void;
  /** Records that a commit is folded into the entry of `into`. */
  fold(sha: string, reason: FoldedReason, into: string): void;
  /** Records the entries of a reverted unit. */
  takeBack(draft: () => readonly ChangelogEntry[]): void;
}

/** Records nothing. */
export const NO_LEDGER: Ledger = {
  record: () => undefined,
  fold: () => undefined,
  takeBack: () => undefined,
};

/** Keeps all records, for the proof. */
export class ProofLedger implements Ledger {
  readonly #records = new Map<string, { reason: Reason; into: string | undefined; leftOut: boolean }>();

  readonly #takenBack: ChangelogEntry[] = [];

  record({ commit, merged }: CommitUnit, fate: Fate): void {
    switch (fate.outcome) {
      case 'listed':
        for (const { sha } of merged) this.fold(sha, 'merged', commit.sha);
        break;
      case 'folded':
        for (const { sha } of [commit, ...merged]) this.fold(sha, fate.reason, fate.into);
        break;
      case 'left-out':
        this.#records.set(commit.sha, { reason: fate.reason, into: fate.into, leftOut: true });
        for (const { sha } of merged) {
          this.#records.set(sha, { reason: fate.reason, into: commit.sha, leftOut: true });
        }
    }
  }

  fold(sha: string, reason: FoldedReason, into: string): void {
    this.#records.set(sha, { reason, into, leftOut: false });
  }

  takeBack(draft: () => readonly ChangelogEntry[]): void {
    this.#takenBack.push(...draft());
  }

  /** Accounts for all commits; those without a record are listed. */
  prove(commits: readonly Commit[]): SectionProof {
    let folded = 0;
    let leftOut = 0;
    const decisions = commits.map(({ sha, parents, subject }): CommitDecision => {
      const record = this.#records.get(sha);
      if (record === undefined) return { sha, parents, subject, outcome: 'listed' };
      const { reason, into } = record;
      if (record.leftOut) leftOut += 1;
      else folded += 1;
      const outcome = record.leftOut ? 'left-out' : 'folded';
      return into === undefined
        ? { sha, parents, subject, outcome, reason }
        : { sha, parents, subject, outcome, reason, into };
    });
    const total = commits.length;
    const counts = { listed: total - folded - leftOut, folded, leftOut, total };
    return { counts, decisions, takenBack: this.#takenBack };
  }
}
