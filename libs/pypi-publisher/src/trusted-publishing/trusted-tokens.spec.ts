import { HttpClient, Redactor } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { startOddIndex } from '../../test/odd-index.ts';
import type { OddAnswer } from '../../test/odd-index.ts';
import { TrustedTokens } from './trusted-tokens.ts';

const MINT = 'POST /_/oidc/mint-token';
const AUDIENCE = 'GET /_/oidc/audience';
const random = { hex: (bytes: number) => 'ab'.repeat(bytes), fraction: () => 1 };
const refusal = (code: string, description = 'why'): OddAnswer => ({
  status: 422,
  body: JSON.stringify({ message: 'Token request failed', errors: [{ code, description }] }),
});

async function setUp() {
  const index = await startOddIndex();
  const clock = new VirtualClock();
  const secrets: string[] = [];
  const redactor = new Redactor();
  const asked: string[] = [];
  const tokens = new TrustedTokens({
    http: new HttpClient(),
    clock,
    random,
    redactor,
    oidcUrl: index.origin,
    userAgent: 'test',
    onSecret: (value) => secrets.push(value),
    identityToken: (audience) => {
      asked.push(audience);
      const payload = Buffer.from(JSON.stringify({ repository: 'heroku/demo', n: asked.length })).toString(
        'base64url',
      );
      return Promise.resolve(`eyJhbGciOiJSUzI1NiJ9.${payload}.c2lnbmF0dXJl`);
    },
  });
  const sent = () =>
    index.seen
      .filter(({ path }) => path === '/_/oidc/mint-token')
      .map(({ body }) => (JSON.parse(body.toString()) as { token: string }).token);
  return { index, clock, secrets, redactor, asked, tokens, sent };
}

describe('trusted publishing', () => {
  it('gets the audience, exchanges an identity token, keeps both tokens secret, and reuses the upload token', async () => {
    const { index, tokens, secrets, redactor, asked } = await setUp();
    const token = await tokens.token();
    expect(await tokens.token()).toBe(token);
    expect(asked).toEqual(['pypi']);
    expect(index.log).toEqual([AUDIENCE, MINT]);
    expect(secrets).toHaveLength(2);
    expect(secrets).toContain(token);
    expect(redactor.text(`see ${token}`)).toBe('see [redacted]');
  });

  it('exchanges again when less than five minutes are left', async () => {
    const { index, clock, tokens } = await setUp();
    const first = await tokens.token();
    clock.advance(9 * 60_000);
    expect(await tokens.token()).toBe(first);
    clock.advance(61_000);
    expect(await tokens.token()).not.toBe(first);
    expect(index.log).toEqual([AUDIENCE, MINT, MINT]);
  });

  it('retries a lost exchange with a new identity token', async () => {
    const { index, tokens, sent } = await setUp();
    index.next(MINT, { reset: true }, { status: 503 }, { status: 200, body: 'no json' });
    await tokens.token();
    expect(new Set(sent()).size).toBe(4);
  });

  it('retries once after the index reports a reused identity token', async () => {
    const { index, tokens, sent } = await setUp();
    index.next(MINT, refusal('invalid-reuse-token'));
    await tokens.token();
    expect(new Set(sent()).size).toBe(2);
    tokens.forget();
    index.next(MINT, refusal('invalid-reuse-token'), refusal('invalid-reuse-token'));
    await expect(tokens.token()).rejects.toMatchObject({ code: 'PYPI_TRUSTED_PUBLISHING_REFUSED' });
  });

  it.each([
    'invalid-publisher',
    'invalid-payload',
    'invalid-token',
    'not-enabled',
    'invalid-pending-publisher',
    'new-code',
  ])('does not retry after %s, and shows the claims but not the token', async (code) => {
    const { index, tokens, sent } = await setUp();
    index.next(MINT, refusal(code));
    const error: unknown = await tokens.token().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'PYPI_TRUSTED_PUBLISHING_REFUSED' });
    const { message, hint } = error as { message: string; hint: string };
    expect(message).toContain(code);
    expect(hint).toContain('repository: heroku/demo');
    expect(`${message}${hint}`).not.toContain(sent()[0]);
    expect(sent()).toHaveLength(1);
  });

  it.each<[string, string, OddAnswer]>([
    ['an index that has switched it off', AUDIENCE, { status: 403 }],
    ['an index that does not offer it', AUDIENCE, { status: 404 }],
    ['a redirect, which is never followed', AUDIENCE, { status: 302, headers: { location: '/elsewhere' } }],
    ['a redirect of the exchange', MINT, { status: 307, headers: { location: '/elsewhere' } }],
  ])('gives up at once after %s', async (_what, where, answer) => {
    const { index, tokens } = await setUp();
    index.next(where, answer);
    await expect(tokens.token()).rejects.toMatchObject({ code: 'PYPI_TRUSTED_PUBLISHING_UNAVAILABLE' });
    expect(index.log.filter((line) => line === where)).toHaveLength(1);
    expect(index.log).not.toContain('GET /elsewhere');
  });

  it('gives up after four failures of the index', async () => {
    const { index, tokens } = await setUp();
    index.next(AUDIENCE, ...Array.from({ length: 4 }, () => ({ status: 502 })));
    await expect(tokens.token()).rejects.toMatchObject({ code: 'PYPI_TRUSTED_PUBLISHING_UNAVAILABLE' });
    expect(index.unused).toBe(0);
  });

  it('does not keep the connection of a response whose body never ends', async () => {
    const { index, tokens } = await setUp();
    const open: OddAnswer = { open: true, body: 'x'.repeat(100_000) };
    index.next(AUDIENCE, { ...open, status: 503 });
    index.next(MINT, { ...open, status: 502 });
    await tokens.token();
    tokens.forget();
    index.next(MINT, { ...open, status: 404 });
    await expect(tokens.token()).rejects.toMatchObject({ code: 'PYPI_TRUSTED_PUBLISHING_UNAVAILABLE' });
    const other = await setUp();
    other.index.next(AUDIENCE, { ...open, status: 404 });
    await expect(other.tokens.token()).rejects.toMatchObject({ code: 'PYPI_TRUSTED_PUBLISHING_UNAVAILABLE' });
    expect([...index.closed, ...other.index.closed]).toHaveLength(4);
    await Promise.all([...index.closed, ...other.index.closed]);
  }, 10_000);
});
