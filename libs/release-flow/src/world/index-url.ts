import { PYPI_ENDPOINTS } from '@heroku-release/pypi-publisher';
import type { Env } from '@heroku-release/release-history';
import { FlowError } from '../errors.ts';
import { indexAddress } from './index-address.ts';

/**
 * The simple index to read: that of the environment, otherwise PyPI's. An upload address alone leaves open where the files can be read.
 *
 * Errors: `ENVIRONMENT_INVALID`.
 */
export function indexUrl(env: Env): string {
  const given = indexAddress(env, 'PYPI_INDEX_URL');
  if (given !== undefined) return given;
  if (indexAddress(env, 'PYPI_UPLOAD_URL') === undefined) return PYPI_ENDPOINTS.indexUrl;
  throw new FlowError('ENVIRONMENT_INVALID', 'another index is configured without the address to read it', {
    hint: 'Set PYPI_INDEX_URL beside PYPI_UPLOAD_URL, or neither of them.',
  });
}
