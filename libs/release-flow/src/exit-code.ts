import type { StageReport } from '@heroku-release/release-kit';
import { REFUSAL_CODES, USAGE_ERROR_CODES } from './errors.ts';

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
  'GIT_UNSAFE_OWNER',
  'GIT_INVALID_NAME',
  'GIT_NO_IDENTITY',
  'PYPROJECT_INVALID',
  'CHANGELOG_INTENT_INVALID',
  'PYPROJECT_VERSION_DYNAMIC',
  'PYPROJECT_VERSION_MISSING',
  'PYPROJECT_VERSION_NOT_TEXT',
  'VERSION_INVALID',
  'VERSION_LOCAL',
  'VERSION_SOURCE_INVALID',
  'VERSION_TEXT_AMBIGUOUS',
  'VERSION_TEXT_NOT_FOUND',
  'TEMPLATE_INVALID',
  'NAME_INVALID',
  'PYTHON_NO_PYPROJECT',
  'PYTHON_PYPROJECT_INVALID',
  'PYTHON_VERSION_INVALID',
  'PYPI_NO_CREDENTIALS',
  'TPS_ENDPOINT_INVALID',
  'TPS_TOKEN_MISSING',
  'GITHUB_BAD_ARGUMENT',
  'ACTIONS_ENV_INVALID',
  'ACTIONS_INPUT_INVALID',
  'ACTIONS_EVENT_INVALID',
  'ACTIONS_EVENT_UNREADABLE',
  'RUNNER_UNKNOWN',
  'RUNNER_WORKFLOW_INVALID',
]);

/** Codes of the flow and of other libraries that mean a person must decide. */
const REFUSALS = new Set<string>([...REFUSAL_CODES, 'GIT_SHALLOW']);

/** Whether an error's code means that a person must decide. */
export function isRefusalCode(code: string): boolean {
  return REFUSALS.has(code);
}

/** The exit code that belongs to an error's code; undefined is an error without one. Pure. */
export function exitCodeOfError(code: string | undefined): number {
  if (code === undefined) return EXIT_CODES.failed;
  if (CONFIGURATION.has(code)) return EXIT_CODES.usage;
  return REFUSALS.has(code) ? EXIT_CODES.refused : EXIT_CODES.failed;
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
    case 'failed': {
      const codes = report.steps.flatMap(({ error }) => (error === undefined ? [] : [error.code]));
      return codes.map(exitCodeOfError).find((code) => code !== EXIT_CODES.failed) ?? EXIT_CODES.failed;
    }
  }
}
