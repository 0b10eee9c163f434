import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { FlowWorld } from '../../test/flow-world.ts';
import { makeTemplate, type Template } from '../../test/template-repository.ts';

let template: Template;
let world: FlowWorld;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
});
afterEach(async () => {
  await world.close();
});

/** Runs status and expects no change, and no request to TPS or the identity issuer. */
async function status(version?: string) {
  const before = await world.state();
  const found = await world.status(version);
  expect(await world.state()).toEqual(before);
  expect(world.http.sent.filter(({ service }) => service === 'tps' || service === 'identity')).toEqual([]);
  return found;
}

it('reports the progress of a release at every point', async () => {
  await world.draft();
  expect(await status()).toMatchObject({ version: '1.3.0', state: 'open' });
  const push = world.merge();
  expect(await status()).toMatchObject({ version: '1.3.0', state: 'merged, not tagged' });
  await world.package(push);
  await world.finishPackageRun(String(push['after']));
  await world.createTag();
  const tagged = await status();
  expect(tagged).toMatchObject({ version: '1.3.0', tag: 'v1.3.0', state: 'publish-unfinished' });
  const todo = tagged.publish?.steps.filter(({ outcome }) => outcome === 'would-act').map(({ step }) => step);
  expect(todo).toEqual([
    'lock',
    'draft-release',
    'assets',
    'lock-again',
    'pypi',
    'publish-release',
    'record',
    'record-note',
  ]);
  await world.publish('v1.3.0');
  expect(await status()).toMatchObject({ version: '1.3.0', state: 'released', next: 'nothing' });
});

it('reports a held release as unfinished, with the command that continues it', async () => {
  const tag = await world.upToTag();
  world.sandbox.tps.moratorium({ untilMs: world.clock.now() + 86_400_000 });
  await world.publish(tag);
  expect(await status('1.3.0')).toMatchObject({
    state: 'publish-unfinished',
    next: 'gh workflow run publish.yml --ref v1.3.0',
  });
});

it('reports a release without its change record', async () => {
  const tag = await world.upToTag();
  const down = { then: { status: 503 } } as const;
  world.sandbox.faults.next('tps.record', ...Array.from({ length: 500 }, () => down));
  await world.publish(tag);
  const found = await status();
  expect(found.state).toBe('publish-unfinished');
  const todo = found.publish?.steps.filter(({ outcome }) => outcome === 'would-act').map(({ step }) => step);
  expect(todo).toEqual(['record', 'record-note']);
});

it('reports an undrafted version as unknown', async () => {
  expect(await status('9.9.9')).toMatchObject({ version: '9.9.9', state: 'unknown' });
});
