import { HttpClient, type Random } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { Faults, serveOnLoopback, TpsSandbox, type SandboxContext } from '@heroku-release/release-sandbox';
import { TpsTransport } from '@heroku-release/tps-client';
import { expect, it } from 'vitest';
import { ChangeManagementClient } from './change-management-client.ts';

const component = 'heroku-applink-python';
const sha = 'a'.repeat(40);
const record = { component, sha, actorEmail: 'release.actor@example.com' };
const random: Random = { hex: (bytes) => '0'.repeat(bytes * 2), fraction: () => 0 };

async function world() {
  const clock = new VirtualClock();
  const shared: SandboxContext = { clock, faults: new Faults(), log: [] };
  let origin = '';
  const tps = new TpsSandbox(shared, () => origin, {
    components: [component],
    tokens: [{ token: 'good-token' }],
  });
  const host = await serveOnLoopback(tps.service);
  origin = host.origin;
  const client = (token = 'good-token') => {
    const transport = new TpsTransport({ http: new HttpClient(), baseUrl: origin, token, clock, random });
    return new ChangeManagementClient({ transport });
  };
  return { tps, client, ...shared, [Symbol.asyncDispose]: () => host.close() };
}

it('makes a record with all facts', async () => {
  await using w = await world();
  expect(await w.client().recordRelease(record)).toEqual({
    kind: 'recorded',
    status: 204,
    possiblyTwice: false,
  });
  expect(w.tps.records).toMatchObject([
    { ...record, stage: 'production', description: `Deploy ${sha} of ${component} in production` },
  ]);
});

it('records again when the answer is lost, and reports that there may be two records', async () => {
  await using w = await world();
  w.faults.next('tps.record', { land: true, then: 'reset' });
  expect(await w.client().recordRelease(record)).toMatchObject({ kind: 'recorded', possiblyTwice: true });
  expect(w.tps.records).toHaveLength(2);
  expect(w.faults.unused).toEqual([]);
});

it.each([
  ['a wrong token', 'wrong-token', record, 'CHANGE_RECORD_TOKEN_REFUSED'],
  ['an unknown component', 'good-token', { ...record, component: 'team/nobody' }, 'CHANGE_RECORD_NOT_FOUND'],
])('leaves no record with %s', async (_name, token, wanted, code) => {
  await using w = await world();
  await expect(w.client(token).recordRelease(wanted)).rejects.toMatchObject({ code, effect: 'none' });
  expect(w.tps.records).toEqual([]);
});
