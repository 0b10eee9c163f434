import { PYPI_ENDPOINTS } from '@heroku-release/pypi-publisher';
import type { Env } from '@heroku-release/release-history';
import { FlowError } from '../errors.ts';

/**
 * The simple index to read: that of the environment, otherwise PyPI's. An upload address alone leaves open where the files can be read.
 *
 * Errors: `ENVIRONMENT_INVALID`.
 */
export function indexUrl(env: Env): string {
  const given = env['PYPI_INDEX_URL']?.trim() ?? '';
  if (given === '') {
    if ((env['PYPI_UPLOAD_URL']?.trim() ?? '') === '') return PYPI_ENDPOINTS.indexUrl;
    throw new FlowError('ENVIRONMENT_INVALID', 'another index is configured without the address to read it', {
      hint: 'Set PYPI_INDEX_URL beside PYPI_UPLOAD_URL, or neither of them.',
    });
  }
  if (/^https?:\/\/[^/?#]/.test(given) && URL.canParse(given)) return given;
  throw new FlowError('ENVIRONMENT_INVALID', 'PYPI_INDEX_URL is not an http address', {
    hint: 'Set PYPI_INDEX_URL to the address of the index, or unset it.',
  });
}
