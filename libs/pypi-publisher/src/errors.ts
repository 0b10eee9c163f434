import { ReleaseError } from '@heroku-release/release-kit';
import type { ErrorKind } from '@heroku-release/release-kit';

const KINDS = {
  PYPI_DISTRIBUTION_INVALID: 'failed',
  PYPI_DISTRIBUTION_REFUSED: 'failed',
  PYPI_FILE_CHANGED: 'failed',
  PYPI_FILE_CONFLICT: 'failed',
  PYPI_NO_CREDENTIALS: 'usage',
  PYPI_UPLOAD_FORBIDDEN: 'failed',
  PYPI_UPLOAD_REFUSED: 'failed',
  PYPI_UPLOAD_CLOSED: 'failed',
  PYPI_UPLOAD_LIMITED: 'failed',
  PYPI_UPLOAD_UNCERTAIN: 'failed',
  PYPI_UPLOAD_URL_WRONG: 'failed',
  PYPI_PROJECT_UNKNOWN: 'failed',
  PYPI_ATTESTATIONS_REFUSED: 'failed',
  PYPI_TRUSTED_PUBLISHING_UNAVAILABLE: 'failed',
  PYPI_TRUSTED_PUBLISHING_REFUSED: 'failed',
  PYPI_INDEX_UNAVAILABLE: 'failed',
  PYPI_INDEX_INVALID: 'failed',
  PYPI_INDEX_MISMATCH: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link PYPI_ERROR_CODES}. */
export type PypiErrorCode = keyof typeof KINDS;

/** The codes of pypi-publisher. */
export const PYPI_ERROR_CODES = Object.keys(KINDS) as readonly PypiErrorCode[];

/** An error about distribution files, the upload endpoint, the token exchange or the simple index. */
export class PypiError extends ReleaseError<PypiErrorCode> {
  override readonly name = 'PypiError';

  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
