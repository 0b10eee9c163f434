import { kindOf } from '@heroku-release/release-kit';
import type { ErrorKind, StageReport } from '@heroku-release/release-kit';

/** Exit codes of every command. */
export const EXIT_CODES = {
  /** Done, or nothing to do. */
  done: 0,
  /** Failed or incomplete; safe to run again. */
  failed: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Refused: a person must decide. */
  refused: 3,
  /** Held by a moratorium or lock; run again later. */
  held: 4,
  interrupted: 130,
} as const;

const OF_KIND: Readonly<Record<ErrorKind, number>> = {
  usage: EXIT_CODES.usage,
  refused: EXIT_CODES.refused,
  failed: EXIT_CODES.failed,
};

/** The exit code of an error, by its kind. Pure. */
export function exitCodeOfError(error: unknown): number {
  return OF_KIND[kindOf(error)];
}

/** The exit code of a stage's report. Pure. */
export function exitCodeOf(report: Pick<StageReport, 'outcome' | 'steps'>): number {
  switch (report.outcome) {
    case 'done':
    case 'nothing-to-do':
      return EXIT_CODES.done;
    case 'held':
      return EXIT_CODES.held;
    case 'refused':
      return EXIT_CODES.refused;
    case 'cancelled':
      return EXIT_CODES.interrupted;
    case 'incomplete':
      return EXIT_CODES.failed;
    case 'failed': {
      const wrongUsage = report.steps.some(({ error }) => error?.kind === 'usage');
      return wrongUsage ? EXIT_CODES.usage : EXIT_CODES.failed;
    }
  }
}
