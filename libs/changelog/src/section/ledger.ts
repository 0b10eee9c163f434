import type { Commit } from '../commit/commit.ts';
import type { CommitUnit } from '../commit/commit-units.ts';
import type { CommitDecision, Reason, SectionCounts } from './section.ts';

/** Is told what became of every commit that has no entry of its own. */
export interface Account {
  /** A commit and all it brought have no entry. */
  leaveOut(unit: CommitUnit, reason: Reason, into?: string): void;
  /** What the unit brought goes into the entry of `into`; the unit's own commit too when that is another. */
  fold(unit: CommitUnit, reason: Reason, into: string): void;
  foldCommit(sha: string, reason: Reason, into: string): void;
}

/** Keeps nothing. */
export const NO_ACCOUNT: Account = {
  leaveOut: () => undefined,
  fold: () => undefined,
  foldCommit: () => undefined,
};

/** Keeps it for the proof. */
export class Ledger implements Account {
  readonly #told = new Map<string, { reason: Reason; into?: string; leftOut: boolean }>();

  leaveOut(unit: CommitUnit, reason: Reason, into?: string): void {
    this.#told.set(unit.commit.sha, { reason, leftOut: true, ...(into === undefined ? {} : { into }) });
    for (const commit of unit.brought) {
      this.#told.set(commit.sha, { reason, leftOut: true, into: unit.commit.sha });
    }
  }

  fold(unit: CommitUnit, reason: Reason, into: string): void {
    if (unit.commit.sha !== into) this.foldCommit(unit.commit.sha, reason, into);
    for (const commit of unit.brought) this.foldCommit(commit.sha, reason, into);
  }

  foldCommit(sha: string, reason: Reason, into: string): void {
    this.#told.set(sha, { reason, leftOut: false, into });
  }

  close(commits: readonly Commit[]): { decisions: CommitDecision[]; counts: SectionCounts } {
    let folded = 0;
    let leftOut = 0;
    const decisions = commits.map(({ sha, parents, subject }): CommitDecision => {
      const told = this.#told.get(sha);
      if (told === undefined) return { sha, parents, subject, outcome: 'listed' };
      if (told.leftOut) leftOut += 1;
      else folded += 1;
      const into = told.into === undefined ? {} : { into: told.into };
      return {
        sha,
        parents,
        subject,
        outcome: told.leftOut ? 'left-out' : 'folded',
        reason: told.reason,
        ...into,
      };
    });
    const total = commits.length;
    return { decisions, counts: { listed: total - folded - leftOut, folded, leftOut, total } };
  }
}
