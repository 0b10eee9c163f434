import type { ProvenSection, Reason, SectionCounts } from './section.ts';

/** The result of recounting a section. */
export interface CountAudit extends SectionCounts {
  /** Whether the decisions confirm the counts, the counts add up to the total, and no commit appears twice. */
  readonly complete: boolean;
  /** The number of folded and left out commits by reason. */
  readonly reasons: ReadonlyMap<Reason, number>;
}

/** Recounts a section from its decisions, for comparison with `git rev-list --count`. */
export function auditCounts(section: ProvenSection): CountAudit {
  const { counts, decisions, entries } = section;
  const reasons = new Map<Reason, number>();
  const recount = { listed: 0, 'left-out': 0, folded: 0 };
  for (const { outcome, reason } of decisions) {
    recount[outcome] += 1;
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const listed = new Set(entries.map((entry) => entry.sha).filter((sha) => sha !== ''));
  const complete =
    recount.listed === counts.listed &&
    recount.folded === counts.folded &&
    recount['left-out'] === counts.leftOut &&
    counts.listed + counts.folded + counts.leftOut === counts.total &&
    decisions.length === counts.total &&
    new Set(decisions.map(({ sha }) => sha)).size === counts.total &&
    decisions.every(({ sha, outcome }) => (outcome === 'listed') === listed.has(sha));
  return { ...counts, complete, reasons };
}
