import { type ErrorKind, ReleaseError } from '@heroku-release/release-kit';

const KINDS = {
  /** A variable that GitHub Actions sets is absent or invalid. */
  ACTIONS_ENV_INVALID: 'usage',
  /** The payload file is absent or is not JSON. */
  ACTIONS_EVENT_UNREADABLE: 'usage',
  /** The payload lacks something that this event always has. */
  ACTIONS_EVENT_INVALID: 'usage',
  /** A boolean input is neither true nor false. */
  ACTIONS_INPUT_INVALID: 'usage',
  /** The runner gave no file for outputs or for the summary. */
  ACTIONS_FILE_MISSING: 'failed',
  /** A name or value that the runner would misread. */
  ACTIONS_OUTPUT_INVALID: 'failed',
  /** The job has no permission to request an identity token. */
  ACTIONS_IDENTITY_FORBIDDEN: 'failed',
  /** The run belongs to a pull request from a fork, which never gets an identity token. */
  ACTIONS_IDENTITY_FORK: 'failed',
  /** The identity service refused, or stayed unavailable. */
  ACTIONS_IDENTITY_REFUSED: 'failed',
  /** The response of the identity service contains no token. */
  ACTIONS_IDENTITY_INVALID: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link ACTIONS_ERROR_CODES}. */
export type ActionsErrorCode = keyof typeof KINDS;

/** The error codes of actions-io. */
export const ACTIONS_ERROR_CODES = Object.keys(KINDS) as readonly ActionsErrorCode[];

/** A failure in the exchange with the runner of GitHub Actions. */
export class ActionsError extends ReleaseError<ActionsErrorCode> {
  override readonly name = 'ActionsError';

  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
