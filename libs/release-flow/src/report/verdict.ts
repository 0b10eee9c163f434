import type { StageReport } from '@heroku-release/release-kit';

/** What became of a release, in one word. */
export type Verdict = 'released' | 'nothing-to-do' | 'held' | 'refused' | 'failed' | 'incomplete';

/** The verdict that publish's outcome gives. An interrupted publish is incomplete: it continues when run again. Pure. */
export function verdictOf({ outcome }: Pick<StageReport, 'outcome'>): Verdict {
  if (outcome === 'done') return 'released';
  return outcome === 'cancelled' ? 'incomplete' : outcome;
}
