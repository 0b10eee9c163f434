import { describe, expect, it } from 'vitest';
import { DEFAULT_GITHUB_ENDPOINTS, endpointsFromEnv } from './endpoints.ts';

describe('endpointsFromEnv', () => {
  it.each([
    ['nothing set', {}, DEFAULT_GITHUB_ENDPOINTS],
    ['empty values', { GITHUB_API_URL: '', GITHUB_SERVER_URL: ' ' }, DEFAULT_GITHUB_ENDPOINTS],
    [
      'all three, as in a GitHub Actions job',
      {
        GITHUB_API_URL: 'https://ghe.example/api/v3',
        GITHUB_GRAPHQL_URL: 'https://ghe.example/api/graphql/',
        GITHUB_SERVER_URL: 'https://ghe.example/',
      },
      {
        apiUrl: 'https://ghe.example/api/v3',
        graphqlUrl: 'https://ghe.example/api/graphql',
        serverUrl: 'https://ghe.example',
      },
    ],
    [
      'the REST address of an Enterprise Server alone',
      { GITHUB_API_URL: 'https://ghe.example/api/v3' },
      {
        apiUrl: 'https://ghe.example/api/v3',
        graphqlUrl: 'https://ghe.example/api/graphql',
        serverUrl: 'https://ghe.example',
      },
    ],
    [
      'the REST address of a tenant alone',
      { GITHUB_API_URL: 'https://api.sub.ghe.example' },
      {
        apiUrl: 'https://api.sub.ghe.example',
        graphqlUrl: 'https://api.sub.ghe.example/graphql',
        serverUrl: 'https://sub.ghe.example',
      },
    ],
    [
      'the public REST address alone',
      { GITHUB_API_URL: DEFAULT_GITHUB_ENDPOINTS.apiUrl },
      DEFAULT_GITHUB_ENDPOINTS,
    ],
    [
      'the public web address alone',
      { GITHUB_SERVER_URL: DEFAULT_GITHUB_ENDPOINTS.serverUrl },
      DEFAULT_GITHUB_ENDPOINTS,
    ],
  ])('%s', (_name, env, expected) => {
    expect(endpointsFromEnv(env)).toEqual(expected);
  });

  it.each([
    ['another server without its REST address', { GITHUB_SERVER_URL: 'https://ghe.example' }],
    [
      'another GraphQL address without the REST address',
      { GITHUB_GRAPHQL_URL: 'https://ghe.example/api/graphql' },
    ],
    ['a value that is not a URL', { GITHUB_API_URL: 'ghe.example' }],
    ['another protocol', { GITHUB_API_URL: 'file:///etc/passwd' }],
  ])('refuses %s', (_name, env) => {
    expect(() => endpointsFromEnv(env)).toThrow(expect.objectContaining({ code: 'GITHUB_BAD_ARGUMENT' }));
  });
});
