/** The kind of an error decides the exit code: wrong input or configuration, a person's decision, or a failure. */
type ErrorKind = 'usage' | 'refused' | 'failed';

const KINDS = {
  /** A workflow uses something that the runner does not support; raised before anything of the run starts. */
  RUNNER_UNKNOWN: 'usage',
  /** GitHub would reject the workflow file. */
  RUNNER_WORKFLOW_INVALID: 'usage',
  /** An expression cannot be evaluated. */
  RUNNER_EXPRESSION_INVALID: 'failed',
  /** The `action.yml` of an action is missing or invalid. */
  RUNNER_ACTION_INVALID: 'failed',
  /** A step wrote something into a command file that GitHub rejects. */
  RUNNER_COMMAND_FILE_INVALID: 'failed',
  /** Git could not fetch or check out the commit of a run. */
  RUNNER_CHECKOUT_FAILED: 'failed',
  /** The artifact service would refuse the upload or the download. */
  RUNNER_ARTIFACT_REFUSED: 'failed',
  /** The run or the repository does not exist here. */
  RUNNER_RUN_UNKNOWN: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** A code of {@link RUNNER_ERROR_CODES}. */
export type RunnerErrorCode = keyof typeof KINDS;

/** The error codes of release-runner. */
export const RUNNER_ERROR_CODES = Object.keys(KINDS) as readonly RunnerErrorCode[];

/** Something in a workflow file, with its place. */
export interface Finding {
  /** Path inside the repository, such as `.github/workflows/publish.yml`. */
  readonly file: string;
  /** From 1; 1 when the place is unknown. */
  readonly line: number;
  /** Description, such as `job build: container`. */
  readonly what: string;
}

/** An error of the runner, with a code, a message that says what and where, and a hint that says what to do. */
export class RunnerError extends Error {
  readonly code: RunnerErrorCode;
  /** What the reader can do. */
  readonly hint: string | undefined;
  /** The places, for an error in workflow files. */
  readonly findings: readonly Finding[];

  constructor(
    code: RunnerErrorCode,
    message: string,
    options: {
      readonly cause?: unknown;
      readonly hint?: string | undefined;
      readonly findings?: readonly Finding[] | undefined;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RunnerError';
    this.code = code;
    this.hint = options.hint;
    this.findings = options.findings ?? [];
  }

  /** Follows from the code; decides the exit code of a command. */
  get kind(): ErrorKind {
    return KINDS[this.code];
  }
}

/** Renders findings, one line each: `file:line: what`. */
export function listFindings(findings: readonly Finding[]): string {
  return findings.map((finding) => `${finding.file}:${finding.line}: ${finding.what}`).join('\n');
}
