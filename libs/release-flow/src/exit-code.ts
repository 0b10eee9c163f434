import type { StageReport } from '@heroku-release/release-kit';
import { USAGE_ERROR_CODES } from './errors.ts';

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

/** Codes of other libraries that mean wrong usage or configuration. */
const CONFIGURATION = new Set<string>([
  ...USAGE_ERROR_CODES,
  'GIT_NOT_A_REPOSITORY',
  'GIT_NO_IDENTITY',
  'PYPROJECT_INVALID',
  'PYPROJECT_VERSION_NOT_TEXT',
  'VERSION_INVALID',
  'PYTHON_NO_PYPROJECT',
  'PYTHON_PYPROJECT_INVALID',
  'TPS_ENDPOINT_INVALID',
  'TPS_TOKEN_MISSING',
  'GITHUB_BAD_ARGUMENT',
  'ACTIONS_ENV_INVALID',
  'ACTIONS_INPUT_INVALID',
  'ACTIONS_EVENT_INVALID',
  'RUNNER_UNKNOWN',
  'RUNNER_WORKFLOW_INVALID',
]);

/** Whether an error's code means wrong usage or configuration. */
export function isUsageCode(code: string | undefined): boolean {
  return code !== undefined && CONFIGURATION.has(code);
}

/** The exit code that belongs to a stage's report. Pure. */
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
    case 'failed':
      return report.steps.some(({ error }) => isUsageCode(error?.code))
        ? EXIT_CODES.usage
        : EXIT_CODES.failed;
  }
}
