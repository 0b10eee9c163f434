import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../test/virtual-clock.ts';
import { ConnectionReset, Faults } from './faults.ts';
import type { Fault } from './faults.ts';
import { serveOnLoopback } from './loopback-server.ts';
import type { LoopbackServer } from './loopback-server.ts';
import { Service } from './service.ts';
import type { SandboxContext } from './service.ts';

const clock = new VirtualClock();
const world: SandboxContext = { clock, faults: new Faults(), log: [] };
const service = new Service('demo', world, () => new Response('nothing here', { status: 404 }));
let landed = 0;
service.on('POST', '/things', 'demo.make', () => {
  landed += 1;
  return new Response('made it twice as long', { status: 201, statusText: 'Made of words' });
});

let host: LoopbackServer;
beforeAll(async () => {
  host = await serveOnLoopback(service);
});
afterAll(async () => {
  await host.close();
});
beforeEach(() => {
  landed = 0;
  world.log.length = 0;
});

const ways: [string, (path?: string) => Promise<Response>][] = [
  [
    'in process',
    (path = '/things') => service.fetch(new Request(`https://demo.sandbox${path}`, { method: 'POST' })),
  ],
  ['over HTTP', (path = '/things') => fetch(host.origin + path, { method: 'POST' })],
];

describe.each(ways)('a service %s', (_, send) => {
  it('answers and logs', async () => {
    const response = await send();
    expect([response.status, await response.text()]).toEqual([201, 'made it twice as long']);
    expect(response.statusText).toBe('Made of words');
    expect(world.log).toEqual([
      { service: 'demo', operation: 'demo.make', method: 'POST', path: '/things', status: 201 },
    ]);
  });

  it('refuses routes that it does not have and logs them as unknown', async () => {
    expect((await send('/things/')).status).toBe(404);
    expect(world.log[0]).toMatchObject({ operation: 'unknown', path: '/things/', status: 404 });
  });

  it.each<[Fault['then'], boolean | undefined, number]>([
    ['reset', undefined, 0],
    ['reset', true, 1],
  ])('breaks the connection: %s, landed %s', async (then, land, times) => {
    world.faults.next('demo.make', { then, ...(land === undefined ? {} : { land }) });
    await expect(send()).rejects.toThrow();
    expect([landed, world.log[0]?.status]).toEqual([times, 'reset']);
    expect((await send()).status).toBe(201);
  });

  it.each([
    [undefined, 0],
    [true, 1],
  ])('answers otherwise, landed %s', async (land, times) => {
    const then = { status: 429, headers: { 'retry-after': '7' }, body: 'slow down' };
    world.faults.next('demo.make', { then, ...(land === undefined ? {} : { land }) });
    const response = await send();
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      429,
      '7',
      'slow down',
    ]);
    expect(landed).toBe(times);
  });

  it('is slow by the clock', async () => {
    const before = clock.now();
    world.faults.next('demo.make', { then: 'answer', delayMs: 30_000 });
    expect((await send()).status).toBe(201);
    expect([clock.now() - before, landed]).toEqual([30_000, 1]);
  });

  it('cuts the answer off', async () => {
    world.faults.next('demo.make', { then: 'truncate' });
    const response = await send();
    expect([response.status, response.headers.get('content-length')]).toEqual([201, '21']);
    await expect(response.text()).rejects.toThrow();
    expect(landed).toBe(1);
  });

  it('suffers faults one call each, in order, and tells those left over', async () => {
    world.faults.next('demo.make', { then: { status: 500 } }, { then: { status: 502 } });
    world.faults.next('demo.make', { then: { status: 503 } });
    expect([(await send()).status, (await send()).status]).toEqual([500, 502]);
    expect(world.faults.unused).toEqual(['demo.make']);
    expect([(await send()).status, (await send()).status]).toEqual([503, 201]);
    expect(world.faults.unused).toEqual([]);
  });
});

it('rejects in process with a connection reset', async () => {
  world.faults.next('demo.make', { then: 'reset' });
  await expect(ways[0]![1]()).rejects.toBeInstanceOf(ConnectionReset);
});
