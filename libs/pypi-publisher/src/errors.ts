import { ReleaseError } from '@heroku-release/release-kit';

/** The codes of pypi-publisher. */
export const PYPI_ERROR_CODES = [
  'PYPI_DISTRIBUTION_INVALID',
  'PYPI_DISTRIBUTION_REFUSED',
  'PYPI_FILE_CHANGED',
  'PYPI_FILE_CONFLICT',
  'PYPI_NO_CREDENTIALS',
  'PYPI_UPLOAD_FORBIDDEN',
  'PYPI_UPLOAD_REFUSED',
  'PYPI_UPLOAD_CLOSED',
  'PYPI_UPLOAD_LIMITED',
  'PYPI_UPLOAD_UNCERTAIN',
  'PYPI_UPLOAD_URL_WRONG',
  'PYPI_PROJECT_UNKNOWN',
  'PYPI_ATTESTATIONS_REFUSED',
  'PYPI_TRUSTED_PUBLISHING_UNAVAILABLE',
  'PYPI_TRUSTED_PUBLISHING_REFUSED',
  'PYPI_INDEX_UNAVAILABLE',
  'PYPI_INDEX_INVALID',
  'PYPI_INDEX_MISMATCH',
] as const;

/** One of {@link PYPI_ERROR_CODES}. */
export type PypiErrorCode = (typeof PYPI_ERROR_CODES)[number];

/** An error about distribution files, the upload endpoint, the token exchange or the simple index. */
export class PypiError extends ReleaseError<PypiErrorCode> {
  override readonly name = 'PypiError';
}
