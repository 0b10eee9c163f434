import type { Clock } from '../clock.ts';
import type { Reporter } from './report.ts';

/** How a stage is run. */
export interface RunStageOptions {
  readonly clock: Clock;
  readonly reporter: Reporter;
  /** `plan` reads only and reports what would be done; `apply` does it. Both take the same decisions. */
  readonly mode: 'apply' | 'plan';
  /** After it is aborted no new write begins; the one in flight is finished. */
  readonly signal: AbortSignal;
}
