import { HttpClient, type Random, Redactor } from '@heroku-release/release-kit';
import { type ScriptedAnswer, ScriptedServer, VirtualClock } from '@heroku-release/release-kit/testing';
import { TpsTransport } from '@heroku-release/tps-client';
import { describe, expect, it } from 'vitest';
import { ChangeManagementClient, type ChangeManagementClientOptions } from './change-management-client.ts';

const TOKEN = 'tps-token-6f1c9a';
const EMAIL = 'release.actor@example.com';
const record = { component: 'heroku-applink-python', sha: 'b'.repeat(40), actorEmail: EMAIL };
const random: Random = { hex: (bytes) => '0'.repeat(bytes * 2), fraction: () => 0 };

async function world(...script: ScriptedAnswer[]) {
  const tps = await ScriptedServer.start(...script);
  const clock = new VirtualClock();
  const begin = clock.now();
  const redactor = new Redactor();
  redactor.add(EMAIL);
  const transport = new TpsTransport({
    http: new HttpClient(),
    baseUrl: tps.baseUrl,
    token: TOKEN,
    clock,
    random,
    redactor,
  });
  const client = (options: Partial<ChangeManagementClientOptions> = {}) =>
    new ChangeManagementClient({ transport, ...options });
  return {
    tps,
    client,
    elapsed: () => clock.now() - begin,
    [Symbol.asyncDispose]: () => tps[Symbol.asyncDispose](),
  };
}

describe('the request', () => {
  it('is the documented POST, by default for production and with a description', async () => {
    await using w = await world({ status: 204 });
    await w.client().recordRelease(record);
    expect(w.tps.arrived).toMatchObject([
      { method: 'POST', path: '/api/component/heroku-applink-python/releases' },
    ]);
    expect(w.tps.arrived[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(w.tps.arrived[0]?.body).toEqual({
      component_slug: 'heroku-applink-python',
      release: {
        sha: record.sha,
        actor_email: EMAIL,
        stage: 'production',
        description: `Deploy ${record.sha} of heroku-applink-python in production`,
      },
    });
  });

  it('encodes the slug, and carries stage, description and app id', async () => {
    await using w = await world({ status: 204 });
    const component = 'team/lib+?#%é';
    const more = {
      stage: 'staging',
      description: 'say "hi"\n',
      appId: '01234567-89ab-cdef-0123-456789abcdef',
    };
    await w.client().recordRelease({ ...record, ...more, component });
    expect(w.tps.arrived[0]?.path).toBe('/api/component/team%2Flib%2B%3F%23%25%C3%A9/releases');
    expect(w.tps.arrived[0]?.body).toMatchObject({
      component_slug: component,
      release: { stage: 'staging', description: 'say "hi"\n', app_id: more.appId },
    });
  });

  it.each([
    ['a path step as slug', { component: '..' }],
    ['no slug', { component: '' }],
    ['a short sha', { sha: 'abc1234' }],
    ['no e-mail address', { actorEmail: '' }],
    ['a name instead of an e-mail address', { actorEmail: 'Somebody Secret' }],
    ['an empty stage', { stage: '' }],
    ['an empty description', { description: ' ' }],
  ])('is not sent with %s', async (_name, wrong) => {
    await using w = await world({ status: 204 });
    await expect(w.client().recordRelease({ ...record, ...wrong })).rejects.toMatchObject({
      code: 'CHANGE_RECORD_INVALID',
      effect: 'none',
      message: expect.not.stringContaining('Secret') as string,
    });
    expect(w.tps.arrived).toEqual([]);
  });
});

describe('the answer', () => {
  it.each([204, 200, 201, 202])('%d counts as recorded, with its status', async (status) => {
    await using w = await world({ status });
    expect(await w.client().recordRelease(record)).toEqual({
      kind: 'recorded',
      status,
      possiblyTwice: false,
    });
  });

  it.each([
    [401, 'CHANGE_RECORD_TOKEN_REFUSED', 'none'],
    [403, 'CHANGE_RECORD_TOKEN_REFUSED', 'none'],
    [404, 'CHANGE_RECORD_NOT_FOUND', 'none'],
    [400, 'CHANGE_RECORD_REFUSED', 'none'],
    [422, 'CHANGE_RECORD_REFUSED', 'none'],
    [301, 'CHANGE_RECORD_UNKNOWN_ANSWER', 'unknown'],
    [303, 'CHANGE_RECORD_UNKNOWN_ANSWER', 'unknown'],
    [418, 'CHANGE_RECORD_UNKNOWN_ANSWER', 'unknown'],
  ])('%d stops at once with %s, effect %s', async (status, code, effect) => {
    await using w = await world({ status, headers: { location: 'https://elsewhere.example/' } });
    const recording = w
      .client({ recordCommand: 'heroku-release publish --only record' })
      .recordRelease(record);
    await expect(recording).rejects.toMatchObject({
      code,
      effect,
      hint: expect.stringContaining('heroku-release publish --only record') as string,
    });
    expect(w.tps.arrived).toHaveLength(1);
  });

  it.each<[string, ScriptedAnswer, boolean]>([
    ['408', { status: 408 }, true],
    ['409', { status: 409 }, false],
    ['425', { status: 425 }, false],
    ['429', { status: 429 }, false],
    ['500', { status: 500 }, true],
    ['503', { status: 503 }, true],
    ['a broken connection', 'reset', true],
  ])('%s is retried, and the result says whether there may be two records', async (_name, failure, twice) => {
    await using w = await world(failure, failure, { status: 204 });
    const retries: string[] = [];
    const onRetry = ({ because }: { because: string }) => retries.push(because);
    expect(await w.client().recordRelease(record, { onRetry })).toEqual({
      kind: 'recorded',
      status: 204,
      possiblyTwice: twice,
    });
    expect(retries).toHaveLength(2);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['503 may have landed', { status: 503 }, 'unknown'],
    ['a broken connection may have landed', 'reset', 'unknown'],
    ['429 did not land', { status: 429 }, 'none'],
    ['409 did not land', { status: 409 }, 'none'],
  ])('a failure beyond the patience is CHANGE_RECORD_UNAVAILABLE: %s', async (_name, failure, effect) => {
    await using w = await world(failure);
    await expect(w.client({ patienceMs: 60_000 }).recordRelease(record)).rejects.toMatchObject({
      code: 'CHANGE_RECORD_UNAVAILABLE',
      effect,
      hint: expect.stringContaining('again') as string,
    });
    expect(w.elapsed()).toBeGreaterThan(40_000);
    expect(w.elapsed()).toBeLessThanOrEqual(60_000);
  });

  it('takes the patience of one call before that of the client', async () => {
    await using w = await world({ status: 503 });
    const recording = w.client({ patienceMs: 0 }).recordRelease(record, { patienceMs: 60_000 });
    await expect(recording).rejects.toMatchObject({ code: 'CHANGE_RECORD_UNAVAILABLE' });
    expect(w.elapsed()).toBeGreaterThan(40_000);
    expect(w.elapsed()).toBeLessThanOrEqual(60_000);
  });

  it('keeps the effect unknown when a refusal follows a broken connection', async () => {
    await using w = await world('reset', { status: 401 });
    await expect(w.client().recordRelease(record)).rejects.toMatchObject({
      code: 'CHANGE_RECORD_TOKEN_REFUSED',
      effect: 'unknown',
    });
  });

  it('stops waiting at the signal', async () => {
    await using w = await world({ status: 503 });
    const interrupt = new AbortController();
    const reason = new Error('interrupted');
    const onRetry = () => {
      interrupt.abort(reason);
    };
    const recording = w.client().recordRelease(record, { signal: interrupt.signal, onRetry });
    await expect(recording).rejects.toBe(reason);
    expect(w.tps.arrived).toHaveLength(1);
  });
});

it.each([401, 422, 302, 418, 503])('never shows the token or the actor (%d)', async (status) => {
  const body = `${EMAIL} and ${encodeURIComponent(EMAIL)} with ${TOKEN}`;
  await using w = await world({ status, body });
  const error = await w
    .client({ patienceMs: 0 })
    .recordRelease(record)
    .catch((caught: unknown) => caught as Error);
  for (let at = error as unknown; at instanceof Error; at = at.cause) {
    const text = JSON.stringify(at, Object.getOwnPropertyNames(at));
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain('release.actor');
  }
  expect(error).toBeInstanceOf(Error);
});
