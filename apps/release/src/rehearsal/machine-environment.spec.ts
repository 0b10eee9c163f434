import { describe, expect, it } from 'vitest';
import { machineEnvironment } from './machine-environment.ts';

describe('machineEnvironment', () => {
  it.each([
    ['PATH', true],
    ['HOME', true],
    ['SSL_CERT_FILE', true],
    ['https_proxy', true],
    ['PIP_INDEX_URL', true],
    ['UV_DEFAULT_INDEX', true],
    ['GITHUB_TOKEN', false],
    ['GH_TOKEN', false],
    ['TPS_API_TOKEN', false],
    ['PYPI_TOKEN', false],
    ['UV_PUBLISH_TOKEN', false],
    ['UV_PUBLISH_URL', false],
    ['UV_INDEX_COMPANY_PASSWORD', false],
    ['UV_INDEX_COMPANY_USERNAME', false],
    ['GITHUB_ACTIONS', false],
    ['GITHUB_REPOSITORY', false],
    ['PYTHONPATH', false],
    ['NODE_OPTIONS', false],
    ['HEROKU_RELEASE_FAULT', false],
    ['GIT_DIR', false],
  ])('%s reaches a played job: %s', (name, passes) => {
    expect(machineEnvironment({ [name]: 'value' })).toEqual(passes ? { [name]: 'value' } : {});
  });

  it('omits variables that are not set', () => {
    expect(machineEnvironment({ PATH: undefined })).toEqual({});
  });
});
