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

/** Asks and expects that nothing changed by it, and that TPS and the identity issuer were left alone. */
async function ask(version?: string) {
  const before = await world.state();
  const status = await world.status(version);
  expect(await world.state()).toEqual(before);
  expect(world.http.sent.filter(({ service }) => service === 'tps' || service === 'identity')).toEqual([]);
  return status;
}

it('tells how far a release is, at every point of it', async () => {
  await world.draft();
  expect(await ask()).toMatchObject({ version: '1.3.0', state: 'open' });
  const push = world.merge();
  expect(await ask()).toMatchObject({ version: '1.3.0', state: 'merged, not tagged' });
  await world.package(push);
  await world.finishPackageRun(String(push['after']));
  await world.createTag();
  const tagged = await ask();
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
  expect(await ask()).toMatchObject({ version: '1.3.0', state: 'released', next: 'nothing' });
});

it('sees a held release as unfinished, with the command that continues', async () => {
  const tag = await world.upToTag();
  world.sandbox.tps.moratorium({ untilMs: world.clock.now() + 86_400_000 });
  await world.publish(tag);
  expect(await ask('1.3.0')).toMatchObject({
    state: 'publish-unfinished',
    next: 'gh workflow run publish.yml --ref v1.3.0',
  });
});

it('sees a release without its change record', async () => {
  const tag = await world.upToTag();
  const down = { then: { status: 503 } } as const;
  world.sandbox.faults.next('tps.record', ...Array.from({ length: 500 }, () => down));
  await world.publish(tag);
  const status = await ask();
  expect(status.state).toBe('publish-unfinished');
  const todo = status.publish?.steps.filter(({ outcome }) => outcome === 'would-act').map(({ step }) => step);
  expect(todo).toEqual(['record', 'record-note']);
});

it('says that a version nobody drafted is unknown', async () => {
  expect(await ask('9.9.9')).toMatchObject({ version: '9.9.9', state: 'unknown' });
});
