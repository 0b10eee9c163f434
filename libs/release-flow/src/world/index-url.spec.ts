import { describe, expect, it } from 'vitest';
import { PYPI_ENDPOINTS } from '@heroku-release/pypi-publisher';
import { indexUrl } from './index-url.ts';

const OTHER = 'https://index.test/simple/';

describe('indexUrl', () => {
  it.each([
    ['PyPI, without variables', {}, PYPI_ENDPOINTS.indexUrl],
    ['PyPI, with empty variables', { PYPI_INDEX_URL: ' ', PYPI_UPLOAD_URL: '' }, PYPI_ENDPOINTS.indexUrl],
    ['the one of the environment', { PYPI_INDEX_URL: OTHER }, OTHER],
    ['the one beside an upload address', { PYPI_INDEX_URL: OTHER, PYPI_UPLOAD_URL: 'https://x.test' }, OTHER],
  ])('%s', (_name, env, url) => {
    expect(indexUrl(env)).toBe(url);
  });

  it.each([
    ['an upload address alone', { PYPI_UPLOAD_URL: 'https://x.test/' }],
    ['not an address', { PYPI_INDEX_URL: 'pypi' }],
    ['a file', { PYPI_INDEX_URL: 'file:///simple' }],
  ])('refused: %s', (_name, env) => {
    expect(() => indexUrl(env)).toThrow(expect.objectContaining({ code: 'ENVIRONMENT_INVALID' }) as Error);
  });
});
