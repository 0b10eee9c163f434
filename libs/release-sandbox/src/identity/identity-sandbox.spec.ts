import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { publishJob } from '../../test/jobs.ts';
import { VirtualClock } from '../../test/virtual-clock.ts';
import { startSandbox } from '../sandbox.ts';
import type { RunningSandbox } from '../sandbox.ts';
import type { IdentityRequest } from './identity-sandbox.ts';

const running: RunningSandbox[] = [];
let clock: VirtualClock;
let sandbox: RunningSandbox;

beforeEach(async () => {
  clock = new VirtualClock();
  sandbox = await startSandbox({ clock });
  running.push(sandbox);
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.close()));
});

const ask = (request: IdentityRequest, audience = 'pypi', scheme = 'bearer'): Promise<Response> =>
  fetch(`${request.url}&audience=${audience}`, { headers: { authorization: `${scheme} ${request.token}` } });
const open = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

describe('a job with id-token: write', () => {
  it('gets a token whose signature the published keys verify', async () => {
    const answer = (await (await ask(sandbox.identity.requestToken(publishJob))).json()) as {
      count: number;
      value: string;
    };
    expect(answer.count).toBe(answer.value.length);
    const [head = '', body = '', signature = ''] = answer.value.split('.');
    const configuration = (await (
      await fetch(`${sandbox.identity.issuer}/.well-known/openid-configuration`)
    ).json()) as { issuer: string; jwks_uri: string };
    expect(configuration.issuer).toBe(sandbox.identity.issuer);
    const { keys } = (await (await fetch(configuration.jwks_uri)).json()) as {
      keys: (JsonWebKey & { kid: string })[];
    };
    const key = keys.find(({ kid }) => kid === open(head)['kid'])!;
    expect(open(head)['alg']).toBe('RS256');
    expect(
      verify(
        'RSA-SHA256',
        Buffer.from(`${head}.${body}`),
        createPublicKey({ key, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      ),
    ).toBe(true);
    const now = Math.floor(clock.now() / 1000);
    expect(open(body)).toEqual({
      ...publishJob,
      iss: sandbox.identity.issuer,
      aud: 'pypi',
      iat: now,
      nbf: now,
      exp: now + 300,
      jti: expect.any(String) as unknown,
    });
  });

  it('gets another token each time', async () => {
    const request = sandbox.identity.requestToken(publishJob);
    await ask(request);
    await ask(request, 'sigstore');
    const [first, second] = sandbox.identity.issued;
    expect(first?.['jti']).not.toBe(second?.['jti']);
    expect([first?.['aud'], second?.['aud']]).toEqual(['pypi', 'sigstore']);
  });

  it('without an audience gets the one of its owner', async () => {
    const { url, token } = sandbox.identity.requestToken(publishJob);
    await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(sandbox.identity.issued[0]?.['aud']).toBe('https://github.com/heroku');
  });
});

describe('a request is refused', () => {
  it.each([
    ['with another bearer', { token: 'f'.repeat(64) }, 'bearer'],
    ['with basic authorisation', {}, 'basic'],
  ])('%s', async (_, change, scheme) => {
    const request = { ...sandbox.identity.requestToken(publishJob), ...change };
    expect((await ask(request, 'pypi', scheme)).status).toBe(401);
    expect(sandbox.identity.issued).toEqual([]);
  });

  it('with an empty audience', async () => {
    expect((await ask(sandbox.identity.requestToken(publishJob), '')).status).toBe(400);
  });

  it('after the job', async () => {
    const request = sandbox.identity.requestToken(publishJob);
    sandbox.identity.revoke(request.token);
    expect((await ask(request)).status).toBe(401);
  });
});

describe('verify', () => {
  it('gives the claims until the token expires', () => {
    const token = sandbox.identity.issue(publishJob, 'pypi');
    expect(sandbox.identity.verify(token)).toMatchObject({ repository: 'heroku/demo' });
    clock.advance(300_000);
    expect(sandbox.identity.verify(token)).toBeUndefined();
  });

  it('gives nothing for foreign or broken tokens', async () => {
    const other = await startSandbox({ clock, identity: { issuer: sandbox.identity.issuer } });
    running.push(other);
    expect(sandbox.identity.verify(other.identity.issue(publishJob, 'pypi'))).toBeUndefined();
    expect(sandbox.identity.verify('a.b.c')).toBeUndefined();
  });
});

it("may bear the real issuer's name", async () => {
  const named = await startSandbox({ identity: { issuer: 'https://token.actions.githubusercontent.com' } });
  running.push(named);
  await ask(named.identity.requestToken(publishJob));
  expect(named.identity.issued[0]?.['iss']).toBe('https://token.actions.githubusercontent.com');
});

it('suffers faults by name', async () => {
  sandbox.faults.next('identity.token', { then: { status: 500 } });
  const request = sandbox.identity.requestToken(publishJob);
  expect((await ask(request)).status).toBe(500);
  expect((await ask(request)).status).toBe(200);
});
