import { ReleaseError } from '@heroku-release/release-kit';

/**
 * The codes of change-mgmt-client. The release is out when one of them appears, and it is not recorded, or (effect `unknown`)
 * perhaps recorded.
 *
 * - `CHANGE_RECORD_INVALID`: slug, sha, e-mail address, stage or description cannot be sent.
 * - `CHANGE_RECORD_TOKEN_REFUSED`: 401 or 403.
 * - `CHANGE_RECORD_NOT_FOUND`: 404, an unknown component slug or a wrong base URL.
 * - `CHANGE_RECORD_REFUSED`: 400 or 422.
 * - `CHANGE_RECORD_UNKNOWN_ANSWER`: a redirect or any other status.
 * - `CHANGE_RECORD_UNAVAILABLE`: 408, 409, 425, 429, 5xx or a broken connection, for longer than the patience.
 */
export const CHANGE_RECORD_ERROR_CODES = [
  'CHANGE_RECORD_INVALID',
  'CHANGE_RECORD_TOKEN_REFUSED',
  'CHANGE_RECORD_NOT_FOUND',
  'CHANGE_RECORD_REFUSED',
  'CHANGE_RECORD_UNKNOWN_ANSWER',
  'CHANGE_RECORD_UNAVAILABLE',
] as const;

/** One of {@link CHANGE_RECORD_ERROR_CODES}. */
export type ChangeRecordErrorCode = (typeof CHANGE_RECORD_ERROR_CODES)[number];

/**
 * The change record was not made, or nobody knows whether it was (effect `unknown`). The hint says how to record. The message
 * holds neither the token nor an e-mail address.
 */
export class ChangeRecordError extends ReleaseError<ChangeRecordErrorCode> {
  override readonly name = 'ChangeRecordError';
}
