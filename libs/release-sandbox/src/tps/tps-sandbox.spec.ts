import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../test/virtual-clock.ts';
import { startSandbox } from '../sandbox.ts';
import type { RunningSandbox } from '../sandbox.ts';

const SHA = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const running: RunningSandbox[] = [];
let clock: VirtualClock;
let sandbox: RunningSandbox;

beforeEach(async () => {
  clock = new VirtualClock();
  sandbox = await startSandbox({
    clock,
    tps: {
      components: ['demo', 'cli'],
      tokens: [
        { token: 'good' },
        { token: 'demo-only', components: ['demo'] },
        { token: 'expired', expiresAtMs: clock.now() },
      ],
    },
  });
  running.push(sandbox);
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.close()));
});

interface Sent {
  readonly authorization?: string | undefined;
  readonly type?: string | undefined;
  readonly body?: unknown;
  readonly method?: string;
  readonly path?: string;
}

const call = async (sent: Sent): Promise<{ status: number; text: string; type: string | null }> => {
  const headers = new Headers({ authorization: 'Bearer good', 'content-type': 'application/json' });
  if ('authorization' in sent) headers.delete('authorization');
  if (sent.authorization !== undefined) headers.set('authorization', sent.authorization);
  if ('type' in sent) headers.delete('content-type');
  if (sent.type !== undefined) headers.set('content-type', sent.type);
  const body = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
  const response = await fetch(`${sandbox.endpoints.TPS_BASE_URL}${sent.path ?? ''}`, {
    method: sent.method ?? 'PUT',
    headers,
    // Bytes, so that no content type is added for a text.
    body: Buffer.from(body),
  });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
};

const lock = (change: Sent & { sha?: unknown; component?: unknown } = {}): ReturnType<typeof call> =>
  call({
    path: '/api/ctc',
    body: { lock: { sha: change.sha ?? SHA, component_slug: change.component ?? 'demo' } },
    ...change,
  });

const release = { sha: SHA, actor_email: 'ann@example.org', stage: 'production', description: 'Deploy' };
const record = (change: Sent & { release?: object; component?: string } = {}): ReturnType<typeof call> =>
  call({
    method: 'POST',
    path: `/api/component/${change.component ?? 'demo'}/releases`,
    body: { component_slug: change.component ?? 'demo', release: { ...release, ...change.release } },
    ...change,
  });

describe('the lock', () => {
  it('is made by 201 and updated by 200', async () => {
    expect(await lock()).toMatchObject({ status: 201, type: 'text/plain; charset=utf-8' });
    clock.advance(1000);
    expect((await lock()).status).toBe(200);
    expect(sandbox.tps.locks).toEqual([
      { component: 'demo', sha: SHA, createdAtMs: clock.now() - 1000, updatedAtMs: clock.now() },
    ]);
  });

  it('of another release is refused by 409 until someone ends it', async () => {
    sandbox.tps.holdLock('demo', OTHER);
    expect(await lock()).toMatchObject({ status: 409, text: expect.stringContaining(OTHER) as unknown });
    expect((await lock({ component: 'cli' })).status).toBe(201);
    sandbox.tps.releaseLock('demo');
    expect((await lock()).status).toBe(201);
  });

  it('is refused by 409 during a moratorium, to the millisecond', async () => {
    sandbox.tps.moratorium({ fromMs: clock.now() + 10, untilMs: clock.now() + 20 });
    expect((await lock()).status).toBe(201);
    clock.advance(10);
    expect(await lock()).toMatchObject({
      status: 409,
      text: expect.stringContaining('moratorium') as unknown,
    });
    clock.advance(9);
    expect((await lock()).status).toBe(409);
    clock.advance(1);
    expect((await lock()).status).toBe(200);
  });

  it('may be frozen for one component', async () => {
    sandbox.tps.moratorium({ untilMs: clock.now() + 1000, component: 'demo' });
    expect((await lock()).status).toBe(409);
    expect((await lock({ component: 'cli' })).status).toBe(201);
    expect((await record()).status).toBe(204);
  });
});

describe('the record', () => {
  it('is kept by 204 without a body, in order, twice when sent twice', async () => {
    expect(await record()).toMatchObject({ status: 204, text: '' });
    await record({ release: { stage: 'staging', app_id: '0b0e1c0e-0000-4000-8000-000000000001' } });
    await record();
    expect(sandbox.tps.records.map(({ stage }) => stage)).toEqual(['production', 'staging', 'production']);
    expect(sandbox.tps.records[0]).toEqual({
      component: 'demo',
      sha: SHA,
      actorEmail: 'ann@example.org',
      stage: 'production',
      description: 'Deploy',
      atMs: clock.now(),
    });
  });

  it.each([
    ['another slug in the body', { body: { component_slug: 'cli', release } }],
    ['no slug in the body', { body: { release } }],
    ['no release', { body: { component_slug: 'demo' } }],
    ['a release that is a list', { body: { component_slug: 'demo', release: [] } }],
    ['a short sha', { release: { sha: 'abc' } }],
    ['an empty stage', { release: { stage: ' ' } }],
    ['no description', { release: { description: undefined } }],
    ['an actor who is no address', { release: { actor_email: 'ann' } }],
    ['an app id that is no UUID', { release: { app_id: 'x' } }],
  ])('with %s is 422', async (_, change) => {
    expect((await record(change)).status).toBe(422);
    expect(sandbox.tps.records).toEqual([]);
  });
});

describe('both calls', () => {
  const rows: [string, Sent & { component?: string }, number][] = [
    ['without a token', { authorization: undefined }, 401],
    ['with a wrong token', { authorization: 'Bearer bad' }, 401],
    ['with an expired token', { authorization: 'Bearer expired' }, 401],
    ['with the scheme of old', { authorization: 'Token good' }, 401],
    ['with a token of another component', { authorization: 'Bearer demo-only', component: 'cli' }, 403],
    ['for an unknown component', { component: 'nowhere' }, 404],
    ['as a form', { type: 'application/x-www-form-urlencoded' }, 415],
    ['without a content type', { type: undefined }, 415],
    ['with a body that is no JSON', { body: '{' }, 400],
    ['with a body that is no object', { body: '[]' }, 400],
    ['with an empty object', { body: {} }, 422],
  ];
  it.each(rows)('%s are refused', async (_, sent, status) => {
    expect((await lock(sent)).status).toBe(status);
    expect((await record(sent)).status).toBe(status);
    expect([sandbox.tps.locks, sandbox.tps.records]).toEqual([[], []]);
  });

  it.each([
    ['a short sha', { lock: { sha: 'abc', component_slug: 'demo' } }],
    ['a sha in upper case', { lock: { sha: 'A'.repeat(40), component_slug: 'demo' } }],
    ['a number for the slug', { lock: { sha: SHA, component_slug: 1 } }],
    ['a lock that is a text', { lock: 'x' }],
  ])('the lock with %s is 422', async (_, body) => {
    expect((await lock({ body })).status).toBe(422);
  });

  it('may be of the scheme of old', async () => {
    const old = await startSandbox({
      tps: { components: ['demo'], tokens: [{ token: 'good' }], authScheme: 'Token' },
    });
    running.push(old);
    const put = (scheme: string): Promise<Response> =>
      fetch(`${old.endpoints.TPS_BASE_URL}/api/ctc`, {
        method: 'PUT',
        headers: { authorization: `${scheme} good`, 'content-type': 'application/json' },
        body: JSON.stringify({ lock: { sha: SHA, component_slug: 'demo' } }),
      });
    expect([(await put('Bearer')).status, (await put('Token')).status]).toEqual([401, 201]);
  });

  it.each([
    ['POST', '/api/ctc'],
    ['GET', '/api/ctc'],
    ['PUT', '/api/ctc/'],
    ['GET', '/api/component/demo/releases'],
    ['PUT', '/api/component/demo/releases'],
    ['DELETE', '/api/ctc'],
  ])('%s %s does not exist', async (method, path) => {
    const response = await fetch(sandbox.endpoints.TPS_BASE_URL + path, {
      method,
      headers: { authorization: 'Bearer good' },
    });
    expect(response.status).toBe(404);
    expect(sandbox.log.at(-1)).toMatchObject({ service: 'tps', operation: 'unknown', method, path });
  });
});

describe('faults', () => {
  it('a lock that landed is updated by the next call', async () => {
    sandbox.faults.next('tps.lock', { land: true, then: 'reset' });
    await expect(lock()).rejects.toThrow();
    expect((await lock()).status).toBe(200);
  });

  it('a record that did not land is not there', async () => {
    sandbox.faults.next('tps.record', { then: 'reset' }, { land: true, then: { status: 502 } });
    await expect(record()).rejects.toThrow();
    expect(sandbox.tps.records).toHaveLength(0);
    expect((await record()).status).toBe(502);
    expect(sandbox.tps.records).toHaveLength(1);
  });
});
