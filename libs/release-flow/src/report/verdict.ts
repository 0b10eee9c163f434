import type { StageReport } from '@heroku-release/release-kit';

/** The result of a release, in one word. */
export type Verdict = 'released' | 'nothing-to-do' | 'held' | 'refused' | 'failed' | 'incomplete';

/** The verdict for the outcome of publish. An interrupted publish is incomplete: it continues when it is run again. Pure. */
export function verdictOf({ outcome }: Pick<StageReport, 'outcome'>): Verdict {
  if (outcome === 'done') return 'released';
  return outcome === 'cancelled' ? 'incomplete' : outcome;
}
