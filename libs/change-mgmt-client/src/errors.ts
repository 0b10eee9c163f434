import { type ErrorKind, ReleaseError } from '@heroku-release/release-kit';

const KINDS = {
  /** Slug, sha, e-mail address, stage or description is not valid; nothing was sent. */
  CHANGE_RECORD_INVALID: 'failed',
  /** 401 or 403. */
  CHANGE_RECORD_TOKEN_REFUSED: 'failed',
  /** 404: an unknown component slug or a wrong base URL. */
  CHANGE_RECORD_NOT_FOUND: 'failed',
  /** 400 or 422. */
  CHANGE_RECORD_REFUSED: 'failed',
  /** A redirect or any other status. */
  CHANGE_RECORD_UNKNOWN_ANSWER: 'failed',
  /** 408, 409, 425, 429, 5xx or a broken connection, for longer than the patience. */
  CHANGE_RECORD_UNAVAILABLE: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link CHANGE_RECORD_ERROR_CODES}. */
export type ChangeRecordErrorCode = keyof typeof KINDS;

/** The error codes of change-mgmt-client. */
export const CHANGE_RECORD_ERROR_CODES = Object.keys(KINDS) as readonly ChangeRecordErrorCode[];

/**
 * The release is out and its change record was not made, or (effect `unknown`) may have been made. The hint says how to make it. The
 * message contains neither the token nor an e-mail address.
 */
export class ChangeRecordError extends ReleaseError<ChangeRecordErrorCode> {
  override readonly name = 'ChangeRecordError';

  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
