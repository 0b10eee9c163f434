import { HttpClient, type Random, Redactor } from '@heroku-release/release-kit';
import { type ScriptedAnswer, ScriptedServer, VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import type { LockWait } from './lock-answer.ts';
import { TpsClient, type TpsClientOptions } from './tps-client.ts';

const TOKEN = 'tps-token-6f1c9a';
const target = { component: 'heroku-applink-python', sha: 'a'.repeat(40) };
const random: Random = { hex: (bytes) => '0'.repeat(bytes * 2), fraction: () => 0.5 };

async function world(...script: ScriptedAnswer[]) {
  const tps = await ScriptedServer.start(...script);
  const clock = new VirtualClock();
  const begin = clock.now();
  const http = new HttpClient();
  const client = (options: Partial<TpsClientOptions> = {}) =>
    new TpsClient({ http, baseUrl: tps.baseUrl, token: TOKEN, clock, random, ...options });
  return {
    tps,
    clock,
    client,
    elapsed: () => clock.now() - begin,
    [Symbol.asyncDispose]: () => tps[Symbol.asyncDispose](),
  };
}

describe('the request', () => {
  it('is the documented PUT with the documented body and headers', async () => {
    await using w = await world({ status: 201 });
    await w.client().requestLock(target);
    expect(w.tps.arrived).toMatchObject([
      {
        method: 'PUT',
        path: '/api/ctc',
        body: { lock: { sha: target.sha, component_slug: 'heroku-applink-python' } },
        headers: { authorization: `Bearer ${TOKEN}`, accept: '*/*', 'content-type': 'application/json' },
      },
    ]);
    expect(w.tps.arrived[0]?.body).toEqual({ lock: { sha: target.sha, component_slug: target.component } });
  });

  it('can use the scheme Token, as before November 2024, and removes white space around the token', async () => {
    await using w = await world({ status: 200 });
    await w.client({ authScheme: 'Token', token: ` ${TOKEN}\n` }).requestLock(target);
    expect(w.tps.arrived[0]?.headers.authorization).toBe(`Token ${TOKEN}`);
  });

  it.each([
    ['no component', { ...target, component: '' }],
    ['a path step', { ...target, component: '..' }],
    ['a line break in the component', { ...target, component: 'a\nb' }],
    ['a short sha', { ...target, sha: 'abc1234' }],
    ['a branch name for a sha', { ...target, sha: 'main' }],
  ])('is not sent with %s', async (_name, wrong) => {
    await using w = await world({ status: 201 });
    await expect(w.client().requestLock(wrong)).rejects.toMatchObject({ code: 'TPS_REQUEST_INVALID' });
    expect(w.tps.arrived).toEqual([]);
  });

  it.each(['', '  ', 'two words', 'line\nbreak', 'ünïcode'])(
    'is never made with the token %j',
    async (token) => {
      await using w = await world({ status: 201 });
      expect(() => w.client({ token })).toThrow(expect.objectContaining({ code: 'TPS_TOKEN_MISSING' }));
    },
  );
});

describe('one answer', () => {
  it.each<[string, ScriptedAnswer, object]>([
    ['201 is a new lock', { status: 201, body: '{"ok":true}' }, { kind: 'granted', created: true }],
    [
      '200 is our own lock, updated',
      { status: 200, body: 'not json {' },
      { kind: 'granted', created: false },
    ],
    [
      '409 is held',
      { status: 409, body: 'freeze' },
      { kind: 'held', because: expect.stringContaining('freeze') as string },
    ],
    [
      '409 with Retry-After is held, with the time of the next request',
      { status: 409, headers: { 'retry-after': '90' } },
      { kind: 'held', because: expect.any(String) as string, retryAfterMs: 90_000 },
    ],
  ])('%s', async (_name, scripted, answer) => {
    await using w = await world(scripted);
    expect(await w.client().requestLock(target)).toEqual(answer);
  });

  it.each([
    [401, 'TPS_TOKEN_REFUSED'],
    [403, 'TPS_TOKEN_REFUSED'],
    [404, 'TPS_NOT_FOUND'],
    [400, 'TPS_REQUEST_REFUSED'],
    [422, 'TPS_REQUEST_REFUSED'],
    [301, 'TPS_REDIRECTED'],
    [302, 'TPS_REDIRECTED'],
    [307, 'TPS_REDIRECTED'],
    [202, 'TPS_UNKNOWN_ANSWER'],
    [204, 'TPS_UNKNOWN_ANSWER'],
    [226, 'TPS_UNKNOWN_ANSWER'],
    [402, 'TPS_UNKNOWN_ANSWER'],
    [410, 'TPS_UNKNOWN_ANSWER'],
    [418, 'TPS_UNKNOWN_ANSWER'],
    [451, 'TPS_UNKNOWN_ANSWER'],
  ])('%d stops at once with %s', async (status, code) => {
    await using w = await world({ status, headers: { location: 'https://elsewhere.example/' } });
    await expect(w.client().waitForLock(target)).rejects.toMatchObject({ code, effect: 'none' });
    expect(w.tps.arrived).toHaveLength(1);
    expect(w.elapsed()).toBe(0);
  });

  it('the hint mentions the slug for a 404 and the variable for a 401', async () => {
    await using unknown = await world({ status: 404 });
    await expect(unknown.client().requestLock(target)).rejects.toMatchObject({
      hint: expect.stringContaining(target.component) as string,
    });
    await using refused = await world({ status: 401 });
    await expect(refused.client().requestLock(target)).rejects.toMatchObject({
      hint: expect.stringContaining('TPS_API_TOKEN') as string,
    });
  });
});

describe('a transient failure', () => {
  it.each<[string, ScriptedAnswer]>([
    ['408', { status: 408 }],
    ['425', { status: 425 }],
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['599', { status: 599 }],
    ['a broken connection', 'reset'],
  ])('%s is retried', async (_name, failure) => {
    await using w = await world(failure, failure, { status: 201 });
    const seen: string[] = [];
    const onRetry = ({ because }: { because: string }) => seen.push(because);
    expect(await w.client().requestLock(target, { onRetry })).toEqual({ kind: 'granted', created: true });
    expect(w.tps.arrived).toHaveLength(3);
    expect(seen).toHaveLength(2);
    // Half of 1 s and 2 s is fixed, the other half is multiplied by the random fraction, here 0.5.
    expect(w.elapsed()).toBe(750 + 1500);
  });

  it('waits as long as Retry-After says, in seconds or as a date', async () => {
    await using w = await world(
      { status: 429, headers: { 'retry-after': '20' } },
      { status: 503, headers: { 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT' } },
      { status: 201 },
    );
    await w.client().requestLock(target);
    expect(w.elapsed()).toBe(60_000);
  });

  it('ends with TPS_UNAVAILABLE when the retry budget is used up', async () => {
    await using w = await world({ status: 503 });
    await expect(w.client({ retryBudgetMs: 30_000 }).requestLock(target)).rejects.toMatchObject({
      code: 'TPS_UNAVAILABLE',
      effect: 'unknown',
    });
    expect(w.elapsed()).toBeLessThanOrEqual(30_000);
    expect(w.tps.arrived.length).toBeGreaterThan(3);
  });

  it('is not retried when Retry-After goes beyond the budget', async () => {
    await using w = await world({ status: 429, headers: { 'retry-after': '3600' } });
    await expect(w.client().requestLock(target)).rejects.toMatchObject({
      code: 'TPS_UNAVAILABLE',
      effect: 'none',
    });
    expect(w.elapsed()).toBe(0);
  });

  it('ends with TPS_UNAVAILABLE when nothing listens', async () => {
    const tps = await ScriptedServer.start({ status: 201 });
    const { baseUrl } = tps;
    await tps[Symbol.asyncDispose]();
    await using w = await world({ status: 201 });
    await expect(w.client({ baseUrl, retryBudgetMs: 0 }).requestLock(target)).rejects.toMatchObject({
      code: 'TPS_UNAVAILABLE',
      effect: 'none',
    });
  });
});

describe('waiting for the lock', () => {
  const held: ScriptedAnswer = { status: 409, body: '{"message":"moratorium until Monday"}' };

  it('reports why, since when and until when, and continues when the freeze is over', async () => {
    await using w = await world(held, held, { status: 201 });
    const begin = w.clock.now();
    const waits: LockWait[] = [];
    const answer = await w.client().waitForLock({ ...target, onWait: (wait) => waits.push(wait) });
    expect(answer).toEqual({ kind: 'granted', created: true, asked: 3, waitedMs: 30_000 });
    expect(waits).toEqual([
      {
        kind: 'held',
        because: expect.stringContaining('moratorium until Monday') as string,
        since: begin,
        asksAgainAt: begin + 15_000,
        givesUpAt: begin + 600_000,
      },
      expect.objectContaining({ since: begin, asksAgainAt: begin + 30_000, givesUpAt: begin + 600_000 }),
    ]);
  });

  it.each([
    ['10 minutes at 15 s by default', {}, 41, 600_000],
    ['an hour at 5 minutes', { everyMs: 300_000, patienceMs: 3_600_000 }, 13, 3_600_000],
    ['one request without patience', { patienceMs: 0 }, 1, 0],
    ['a last request at the very end', { everyMs: 40_000, patienceMs: 60_000 }, 3, 60_000],
  ])('gives up after %s', async (_name, timing, asked, waitedMs) => {
    await using w = await world(held);
    const answer = await w.client().waitForLock({ ...target, ...timing });
    expect(answer).toMatchObject({ kind: 'held', asked, waitedMs });
    expect(w.tps.arrived).toHaveLength(asked);
  });

  it('sends no request before Retry-After, and gives up at once when that is beyond the patience', async () => {
    await using w = await world(
      { status: 409, headers: { 'retry-after': '120' } },
      { status: 409, headers: { 'retry-after': '7200' } },
    );
    const answer = await w.client().waitForLock(target);
    expect(answer).toMatchObject({ kind: 'held', asked: 2, waitedMs: 120_000, retryAfterMs: 7_200_000 });
  });

  it('reports a transient failure as a separate kind of wait', async () => {
    await using w = await world({ status: 503 }, { status: 200 });
    const kinds: string[] = [];
    await w.client().waitForLock({ ...target, onWait: ({ kind }) => kinds.push(kind) });
    expect(kinds).toEqual(['unavailable']);
  });

  it('stops at the signal without another request', async () => {
    await using w = await world(held);
    const interrupt = new AbortController();
    const reason = new Error('interrupted');
    const onWait = () => {
      interrupt.abort(reason);
    };
    const waiting = w.client().waitForLock({ ...target, signal: interrupt.signal, onWait });
    await expect(waiting).rejects.toBe(reason);
    expect(w.tps.arrived).toHaveLength(1);
  });
});

describe('what is shown', () => {
  const leak = `token ${TOKEN} by someone.else@example.com and someone.else%40example.com, ${Buffer.from(TOKEN).toString('base64')}`;

  it.each([401, 404, 422, 418, 503, 302])(
    'never contains the token or an e-mail address (%d)',
    async (status) => {
      await using w = await world({ status, body: leak });
      const error = await w
        .client({ retryBudgetMs: 0 })
        .requestLock(target)
        .catch((caught: unknown) => caught as Error);
      const text = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause);
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain('someone.else');
      expect(text).not.toContain(Buffer.from(TOKEN).toString('base64'));
    },
  );

  it('is one line of at most 2 KB even when the body is megabytes of tokens', async () => {
    await using w = await world({ status: 409, body: `\u001b[31m${TOKEN}\n`.repeat(100_000) });
    const answer = await w.client().requestLock(target);
    const because = answer.kind === 'held' ? answer.because : '';
    expect(Buffer.byteLength(because)).toBeLessThan(2048 + 150);
    expect(because).toContain('[redacted]');
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(because).not.toMatch(/tps-token|[\u0000-\u001f]/);
  });

  it('hides the secrets that the program has registered', async () => {
    await using w = await world({ status: 422, body: 'actor release-bot is unknown' });
    const redactor = new Redactor();
    redactor.add('release-bot');
    await expect(w.client({ redactor }).requestLock(target)).rejects.toMatchObject({
      message: expect.not.stringContaining('release-bot') as string,
    });
  });

  it('is empty when the body breaks off, and the status still counts', async () => {
    await using w = await world({ status: 201, body: 'cut', breaksOff: true });
    expect(await w.client().requestLock(target)).toEqual({
      kind: 'granted',
      created: true,
    });
  });
});
