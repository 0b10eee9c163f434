import type { Reporter, StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld, REPOSITORY } from '../../test/flow-world.ts';
import { Person } from '../../test/person.ts';
import { makeTemplate, type Template } from '../../test/template-repository.ts';

let template: Template;
let world: FlowWorld;
let person: Person;
let tag: string;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
  person = new Person(world);
  tag = await world.upToTag();
});
afterEach(async () => {
  await world.close();
});

const WHEEL = 'demo-1.3.0-py3-none-any.whl';
const SDIST = 'demo-1.3.0.tar.gz';
const step = (report: StageReport, name: string) => report.steps.find((each) => each.step === name);
const onIndex = () => world.sandbox.pypi.filesOf('demo', '1.3.0');
const records = () => world.sandbox.tps.records.length;
const freeze = () => {
  world.sandbox.tps.moratorium({ untilMs: world.clock.now() + 86_400_000 });
};
const thaw = () => {
  world.sandbox.tps.moratoriums.length = 0;
};

/** Publish that is held at the second lock: the draft release is complete, and nothing is on the index. */
async function heldAtSecondLock(): Promise<void> {
  const reporter: Reporter = {
    report: (event) => {
      if (event.kind === 'step-ended' && event.report.step === 'draft-release') freeze();
    },
  };
  expect((await world.publish(tag, { reporter })).outcome).toBe('held');
  expect(onIndex()).toEqual([]);
}

describe('a person publishes the draft release while publish is held', () => {
  beforeEach(heldAtSecondLock);

  it('publish still is held, and nothing is recorded', async () => {
    await person.publish();
    const again = await world.publish(tag);
    expect(again.outcome).toBe('held');
    expect({ index: onIndex(), records: records() }).toEqual({ index: [], records: 0 });
    expect(await world.status()).toMatchObject({ version: '1.3.0', state: 'publish-unfinished' });
    await person.pullMain();
    expect(step(await world.draft('1.4.0'), 'in-flight')?.error?.code).toBe('RELEASE_IN_FLIGHT');
  });

  it.each([
    ['with all files', false, async () => Promise.resolve()],
    ['without one file', false, async () => person.deleteAsset(WHEEL)],
    ['with all files, immutable', true, async () => Promise.resolve()],
    ['without one file, immutable', true, async () => person.deleteAsset(WHEEL)],
    ['with one file more, immutable', true, async () => person.addAsset('guide.pdf', new Uint8Array([1]))],
  ])('%s: publish uploads to the index, and records once', async (title, immutableReleases, change) => {
    world.sandbox.github.configure(REPOSITORY, { immutableReleases });
    await change();
    await person.publish();
    thaw();
    const again = await world.publish(tag);
    expect(again.outcome).toBe('done');
    expect(onIndex()).toEqual([WHEEL, SDIST]);
    expect(records()).toBe(1);
    const isIncomplete = title.includes('one file') && immutableReleases;
    expect(step(again, 'assets')?.notes ?? []).toHaveLength(isIncomplete ? 1 : 0);
    if (!immutableReleases) expect(person.release().assets).toHaveLength(3);
    expect((await world.publish(tag)).outcome).toBe('nothing-to-do');
    expect(await world.status()).toMatchObject({ state: 'released' });
    expect(records()).toBe(1);
  });

  it('and the index lags: the release is out, and the report states the doubt', async () => {
    await person.publish();
    thaw();
    world.sandbox.pypi.indexDelayMs = 3_600_000;
    const again = await world.publish(tag);
    expect(again.outcome).toBe('done');
    expect(step(again, 'index')?.notes).toHaveLength(1);
    expect(records()).toBe(1);
    world.clock.advance(3_600_000);
    expect((await world.publish(tag)).outcome).toBe('nothing-to-do');
  });

  it('and the index has another file under the name: refused, and nothing is recorded', async () => {
    await person.publish();
    thaw();
    world.sandbox.pypi.putFile('demo', '1.3.0', { filename: WHEEL, bytes: new Uint8Array([1]) });
    const again = await world.publish(tag);
    expect(again.outcome).toBe('refused');
    expect(step(again, 'checks')?.error?.code).toBe('INDEX_CONFLICT');
    expect(records()).toBe(0);
  });
});

describe('Create Tag', () => {
  it('starts publish for a release that a person published, when no run of publish exists', async () => {
    await heldAtSecondLock();
    await person.publish();
    const { runs } = world.sandbox.github.repository(REPOSITORY);
    runs.splice(0, runs.length, ...runs.filter(({ workflow }) => workflow.path.endsWith('package.yml')));
    expect(step(await world.createTag(), 'dispatch')?.outcome).toBe('done');
  });
});

describe('a note that says recorded', () => {
  it('does not answer for the index: what is missing there is uploaded, and not recorded again', async () => {
    await heldAtSecondLock();
    await person.publish();
    await person.edit((person.release().body ?? '').replace('record=none', 'record=done'));
    thaw();
    expect((await world.status()).state).toBe('publish-unfinished');
    const again = await world.publish(tag);
    expect(again.outcome).toBe('done');
    expect(onIndex()).toEqual([WHEEL, SDIST]);
    expect(step(again, 'record')?.outcome).toBe('settled');
  });
});
