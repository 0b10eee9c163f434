/**
 * Everything the runner may complain about:
 *
 * - `RUNNER_UNKNOWN`: a workflow uses something the runner does not play; raised before anything of the run is started.
 * - `RUNNER_WORKFLOW_INVALID`: GitHub itself would reject the workflow file.
 * - `RUNNER_EXPRESSION_INVALID`: an expression cannot be evaluated.
 * - `RUNNER_ACTION_INVALID`: an action's `action.yml` is missing or is none.
 * - `RUNNER_COMMAND_FILE_INVALID`: a step wrote something into a command file that GitHub rejects.
 * - `RUNNER_CHECKOUT_FAILED`: git could not fetch or check out the commit of a run.
 * - `RUNNER_ARTIFACT_REFUSED`: the artifact service would refuse the upload or the download.
 * - `RUNNER_RUN_UNKNOWN`: a run id nobody started here.
 */
export const RUNNER_ERROR_CODES = [
  'RUNNER_UNKNOWN',
  'RUNNER_WORKFLOW_INVALID',
  'RUNNER_EXPRESSION_INVALID',
  'RUNNER_ACTION_INVALID',
  'RUNNER_COMMAND_FILE_INVALID',
  'RUNNER_CHECKOUT_FAILED',
  'RUNNER_ARTIFACT_REFUSED',
  'RUNNER_RUN_UNKNOWN',
] as const;

/** A code of {@link RUNNER_ERROR_CODES}. */
export type RunnerErrorCode = (typeof RUNNER_ERROR_CODES)[number];

/** A place in a workflow file, and what stands there. */
export interface Finding {
  /** Path inside the repository, such as `.github/workflows/publish.yml`. */
  readonly file: string;
  /** Counted from 1; 1 where no place is known. */
  readonly line: number;
  /** What was found, such as `job build: container`. */
  readonly what: string;
}

/** What the runner throws: a code, a message that says what and where, and a hint that says what now. */
export class RunnerError extends Error {
  readonly code: RunnerErrorCode;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** The places, where the complaint is about workflow files. */
  readonly findings: readonly Finding[];

  constructor(
    code: RunnerErrorCode,
    message: string,
    options: {
      readonly cause?: unknown;
      readonly hint?: string;
      readonly findings?: readonly Finding[];
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RunnerError';
    this.code = code;
    this.hint = options.hint;
    this.findings = options.findings ?? [];
  }
}

/** One line per place: `file:line: what`. */
export function listFindings(findings: readonly Finding[]): string {
  return findings.map((finding) => `${finding.file}:${finding.line}: ${finding.what}`).join('\n');
}
