import { ReleaseError } from '@heroku-release/release-kit';
import type { ErrorKind } from '@heroku-release/release-kit';

const KINDS = {
  USAGE: 'usage',
  SETTINGS_INVALID: 'usage',
  SETTINGS_UNKNOWN_KEY: 'usage',
  ENVIRONMENT_INVALID: 'usage',
  PROJECT_MISSING: 'usage',
  VERSION_MISSING: 'usage',
  VERSION_UNSUPPORTED: 'usage',
  REMOTE_UNKNOWN: 'usage',
  VERSION_NOT_NEWER: 'refused',
  VERSION_FILE_DIFFERS: 'refused',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link HISTORY_ERROR_CODES}. */
export type HistoryErrorCode = keyof typeof KINDS;

/** The codes of release-history, a closed set; each has an entry in docs/runbook.md. */
export const HISTORY_ERROR_CODES = Object.keys(KINDS) as readonly HistoryErrorCode[];

/** An error in the settings, the version or the history of a checkout, or in a request for them. */
export class HistoryError extends ReleaseError<HistoryErrorCode> {
  override readonly name = 'HistoryError';

  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
