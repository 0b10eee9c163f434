import { CommandRunner, FileStore, HttpClient, Redactor } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { composePublish } from './compose-publish.ts';
import type { FlowEnvironment } from '../../world/flow-environment.ts';

const JOB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'heroku/demo',
  GITHUB_REF: 'refs/tags/v1.3.0',
  GITHUB_TOKEN: 'marked-github-token',
  TPS_API_TOKEN: 'marked-tps-token',
  ACTOR_EMAIL: 'marked-ada@example.invalid',
};

const compose = (env: FlowEnvironment['env'], request: { tag?: string; readsOnly?: boolean } = {}) =>
  composePublish(
    { stage: 'publish', workFolder: '/nowhere', ...request },
    {
      env: { ...JOB, ...env },
      clock: new VirtualClock(),
      random: { hex: () => '0', fraction: () => 0 },
      http: new HttpClient({ transport: () => Promise.reject(new Error('no request is expected')) }),
      commands: new CommandRunner({ env: {} }),
      files: new FileStore(),
      redactor: new Redactor(),
    },
  );

const INDEX = {
  PYPI_UPLOAD_URL: 'https://index.example/legacy/',
  PYPI_INDEX_URL: 'https://index.example/simple/',
  PYPI_OIDC_URL: 'https://index.example',
};

describe('composePublish', () => {
  it.each<[string, FlowEnvironment['env'], { readonly tag?: string; readonly readsOnly?: boolean }]>([
    ['the tag of the job', {}, {}],
    ['PyPI, with empty variables', { PYPI_UPLOAD_URL: '', PYPI_INDEX_URL: '', PYPI_OIDC_URL: '' }, {}],
    ['another index', INDEX, {}],
    ['another index that issues tokens at its upload address', { ...INDEX, PYPI_OIDC_URL: undefined }, {}],
    ['a read-only run without secrets for TPS', { TPS_API_TOKEN: '', ACTOR_EMAIL: '' }, { readsOnly: true }],
    ['a given tag in a job at a branch', { GITHUB_REF: 'refs/heads/main' }, { tag: 'v1.3.0' }],
  ])('takes %s', async (_, env, request) => {
    expect((await compose(env, request)).stage).toBe('publish');
  });

  it.each<[string, FlowEnvironment['env'], string]>([
    ['no tag', { GITHUB_REF: 'refs/heads/main' }, 'USAGE'],
    ['no ref', { GITHUB_REF: undefined }, 'USAGE'],
    ['no token for GitHub', { GITHUB_TOKEN: undefined }, 'TOKEN_MISSING'],
    ['no token for TPS', { TPS_API_TOKEN: '' }, 'TOKEN_MISSING'],
    ['no releaser', { ACTOR_EMAIL: ' ' }, 'TOKEN_MISSING'],
    ['an invalid address of TPS', { TPS_BASE_URL: 'tps' }, 'TPS_ENDPOINT_INVALID'],
    ['only another upload address', { PYPI_UPLOAD_URL: INDEX.PYPI_UPLOAD_URL }, 'ENVIRONMENT_INVALID'],
    ['only another index', { PYPI_INDEX_URL: INDEX.PYPI_INDEX_URL }, 'ENVIRONMENT_INVALID'],
    ['only another token address', { PYPI_OIDC_URL: INDEX.PYPI_OIDC_URL }, 'ENVIRONMENT_INVALID'],
    ['uploads and tokens', { ...INDEX, PYPI_INDEX_URL: '' }, 'ENVIRONMENT_INVALID'],
    ['index and tokens', { ...INDEX, PYPI_UPLOAD_URL: '' }, 'ENVIRONMENT_INVALID'],
    ['an invalid upload address', { ...INDEX, PYPI_UPLOAD_URL: 'index.example' }, 'ENVIRONMENT_INVALID'],
    ['an invalid index address', { ...INDEX, PYPI_INDEX_URL: 'ftp://index.example' }, 'ENVIRONMENT_INVALID'],
  ])('refuses %s', async (_, env, code) => {
    const error: unknown = await compose(env).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, hint: expect.any(String) as string });
    expect(String(error)).not.toContain('marked-');
  });
});
