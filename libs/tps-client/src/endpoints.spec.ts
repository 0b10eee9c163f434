import { describe, expect, it } from 'vitest';
import { tpsEndpointFromEnv } from './endpoints.ts';

describe('tpsEndpointFromEnv', () => {
  it.each([
    ['nothing set', {}, 'https://tps.heroku.tools'],
    ['empty variables', { TPS_BASE_URL: '', TPS_HOSTNAME: ' ' }, 'https://tps.heroku.tools'],
    ['a host name', { TPS_HOSTNAME: 'tps.example.com' }, 'https://tps.example.com'],
    ['a host name with a port', { TPS_HOSTNAME: 'tps.example.com:8443' }, 'https://tps.example.com:8443'],
    ['a base URL', { TPS_BASE_URL: 'https://tps.example.com/under/' }, 'https://tps.example.com/under'],
    [
      'both: the base URL wins',
      { TPS_BASE_URL: 'http://127.0.0.1:4000', TPS_HOSTNAME: 'tps.example.com' },
      'http://127.0.0.1:4000',
    ],
    ['plain http to localhost', { TPS_BASE_URL: 'http://localhost:4000/' }, 'http://localhost:4000'],
    ['plain http to ::1', { TPS_BASE_URL: 'http://[::1]:4000' }, 'http://[::1]:4000'],
  ])('%s', (_name, env, expected) => {
    expect(tpsEndpointFromEnv(env)).toBe(expected);
  });

  it.each([
    ['plain http elsewhere', { TPS_BASE_URL: 'http://tps.example.com' }],
    ['a name that only starts like a loopback address', { TPS_BASE_URL: 'http://127.0.0.1.example.com' }],
    ['another protocol', { TPS_BASE_URL: 'ftp://tps.example.com' }],
    ['a value that is not a URL', { TPS_BASE_URL: 'tps.example.com' }],
    ['a password', { TPS_BASE_URL: 'https://user:hunter22@tps.example.com' }],
    ['a query', { TPS_BASE_URL: 'https://tps.example.com/?token=hunter22' }],
    ['a URL as host name', { TPS_HOSTNAME: 'https://tps.example.com' }],
    ['a path in the host name', { TPS_HOSTNAME: 'tps.example.com/api' }],
    ['a user in the host name', { TPS_HOSTNAME: 'hunter22@tps.example.com' }],
  ])('refuses %s without showing it', (_name, env) => {
    expect(() => tpsEndpointFromEnv(env)).toThrow(
      expect.objectContaining({
        code: 'TPS_ENDPOINT_INVALID',
        message: expect.not.stringContaining('hunter22') as string,
      }),
    );
  });
});
