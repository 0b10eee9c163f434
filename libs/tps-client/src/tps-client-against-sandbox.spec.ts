import { HttpClient, type Random } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { Faults, serveOnLoopback, TpsSandbox, type SandboxContext } from '@heroku-release/release-sandbox';
import { expect, it } from 'vitest';
import { TpsClient } from './tps-client.ts';

const component = 'heroku-applink-python';
const sha = 'a'.repeat(40);
const target = { component, sha };
const random: Random = { hex: (bytes) => '0'.repeat(bytes * 2), fraction: () => 0 };

/** A client and a simulated TPS that share a clock and communicate over HTTP. */
async function world() {
  const clock = new VirtualClock();
  const shared: SandboxContext = { clock, faults: new Faults(), log: [] };
  let origin = '';
  const tps = new TpsSandbox(shared, () => origin, {
    components: [component],
    tokens: [
      { token: 'good-token', components: [component] },
      { token: 'other-token', components: ['another'] },
      { token: 'old-token', expiresAtMs: clock.now() },
    ],
  });
  const host = await serveOnLoopback(tps.service);
  origin = host.origin;
  const client = (token = 'good-token', authScheme: 'Bearer' | 'Token' = 'Bearer') =>
    new TpsClient({ http: new HttpClient(), baseUrl: origin, token, authScheme, clock, random });
  return { tps, client, ...shared, clock, [Symbol.asyncDispose]: () => host.close() };
}

it('gets a new lock, then the same one again', async () => {
  await using w = await world();
  expect(await w.client().requestLock(target)).toEqual({ kind: 'granted', created: true });
  expect(await w.client().requestLock(target)).toEqual({ kind: 'granted', created: false });
  expect(w.tps.locks).toMatchObject([target]);
});

it('waits until a moratorium ends and no longer', async () => {
  await using w = await world();
  w.tps.moratorium({ untilMs: w.clock.now() + 60_000 });
  const answer = await w.client().waitForLock({ ...target, everyMs: 15_000, patienceMs: 600_000 });
  expect(answer).toMatchObject({ kind: 'granted', waitedMs: 60_000 });
  expect(w.tps.locks).toMatchObject([target]);
});

it('gives up when the moratorium outlasts the patience, leaves no lock, and continues later', async () => {
  await using w = await world();
  w.tps.moratorium({ untilMs: w.clock.now() + 3_600_000 });
  expect(await w.client().waitForLock(target)).toMatchObject({ kind: 'held' });
  expect(w.tps.locks).toEqual([]);
  w.clock.advance(3_600_000);
  expect(await w.client().waitForLock(target)).toMatchObject({ kind: 'granted', created: true, asked: 1 });
});

it('is held by another release until a person removes its lock', async () => {
  await using w = await world();
  w.tps.holdLock(component, 'f'.repeat(40));
  const onWait = () => {
    w.tps.releaseLock(component);
  };
  expect(await w.client().waitForLock({ ...target, onWait })).toMatchObject({ kind: 'granted', asked: 2 });
});

it.each([
  ['a wrong token', 'wrong-token', 'Bearer', target, 'TPS_TOKEN_REFUSED'],
  ['an expired token', 'old-token', 'Bearer', target, 'TPS_TOKEN_REFUSED'],
  ['the old scheme', 'good-token', 'Token', target, 'TPS_TOKEN_REFUSED'],
  ['a token without rights', 'other-token', 'Bearer', target, 'TPS_TOKEN_REFUSED'],
  ['an unknown component', 'good-token', 'Bearer', { component: 'nobody', sha }, 'TPS_NOT_FOUND'],
] as const)('stops at %s', async (_name, token, scheme, wanted, code) => {
  await using w = await world();
  await expect(w.client(token, scheme).waitForLock(wanted)).rejects.toMatchObject({ code });
  expect(w.log).toHaveLength(1);
});

it('gets one lock when the first answer is lost', async () => {
  await using w = await world();
  w.faults.next('tps.lock', { land: true, then: 'reset' });
  expect(await w.client().requestLock(target)).toEqual({ kind: 'granted', created: false });
  expect(w.tps.locks).toHaveLength(1);
  expect(w.faults.unused).toEqual([]);
});
