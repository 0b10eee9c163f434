import type { ChangelogSection, Reason, SectionCounts } from './section.ts';

/** The proof that a section is complete. */
export interface CountAudit extends SectionCounts {
  /** Whether listed, folded and left out make the total, recounted from the decisions, and no commit is there twice. */
  readonly complete: boolean;
  /** How many commits were folded or left out, by reason. */
  readonly reasons: ReadonlyMap<Reason, number>;
}

/** Counts a section again from its decisions, to be compared with `git rev-list --count`. */
export function auditCounts(section: ChangelogSection): CountAudit {
  const { counts, decisions, entries } = section;
  const reasons = new Map<Reason, number>();
  const again = { listed: 0, 'left-out': 0, folded: 0 };
  for (const { outcome, reason } of decisions) {
    again[outcome] += 1;
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const own = new Set(entries.map((entry) => entry.sha).filter((sha) => sha !== ''));
  const complete =
    again.listed === counts.listed &&
    again.folded === counts.folded &&
    again['left-out'] === counts.leftOut &&
    counts.listed + counts.folded + counts.leftOut === counts.total &&
    decisions.length === counts.total &&
    new Set(decisions.map(({ sha }) => sha)).size === counts.total &&
    decisions.every(({ sha, outcome }) => (outcome === 'listed') === own.has(sha));
  return { ...counts, complete, reasons };
}
