import type { Reporter, StageReport } from '@heroku-release/release-kit';
import { RecordingReporter } from '@heroku-release/release-kit/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld, REPOSITORY } from '../../test/flow-world.ts';
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

const requests = (service = 'github') =>
  world.http.sent.filter((request) => request.service === service).length;
const writes = () => world.sandbox.log.length;
const decisions = (report: StageReport) =>
  report.steps.map(({ step, decision }) => `${step}: ${decision ?? '–'}`);

describe('a release', () => {
  it.each(['merge', 'squash', 'rebase'] as const)(
    'goes from draft to change record by %s, in few requests',
    async (method) => {
      expect((await world.draft()).outcome).toBe('done');
      expect(requests()).toBe(2);
      const push = world.merge(method);
      expect((await world.package(push)).outcome).toBe('done');
      expect(requests()).toBe(1);
      await world.finishPackageRun(String(push['after']));
      expect((await world.createTag()).outcome).toBe('done');
      expect(requests()).toBe(5);
      const publish = await world.publish('v1.3.0');
      expect(publish.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
        'tag settled',
        'release settled',
        'lock done',
        'artifact settled',
        'checks settled',
        'draft-release done',
        'assets done',
        'lock-again done',
        'pypi done',
        'index settled',
        'publish-release done',
        'record done',
        'record-note done',
      ]);
      expect(publish.outcome).toBe('done');
      expect(requests()).toBe(11);
      expect(world.sandbox.tps.records).toHaveLength(1);
      expect(world.sandbox.pypi.filesOf('demo', '1.3.0')).toEqual([
        'demo-1.3.0-py3-none-any.whl',
        'demo-1.3.0.tar.gz',
      ]);
    },
  );

  it('has nothing to do when any stage runs again, and writes nothing', async () => {
    const push = await released();
    const before = await world.state();
    const log = writes();
    const outcomes = [await world.package(push), await world.createTag(), await world.publish('v1.3.0')];
    expect(outcomes.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
      'package nothing-to-do',
      'create-tag nothing-to-do',
      'publish nothing-to-do',
    ]);
    expect(requests()).toBe(2);
    expect(await world.state()).toEqual(before);
    const sent = world.sandbox.log.slice(log).filter(({ method, operation }) => {
      return method !== 'GET' && operation !== 'github.graphql';
    });
    expect(sent).toEqual([]);
  });

  it('is drafted only once', async () => {
    await world.draft();
    const before = await world.state();
    const again = await world.draft();
    expect(again.outcome).toBe('nothing-to-do');
    expect(requests()).toBe(1);
    expect(await world.state()).toEqual(before);
  });

  it('makes the same decisions in a dry run as in the run that follows, and changes nothing', async () => {
    const same = async (run: (mode: 'plan' | 'apply') => Promise<StageReport>) => {
      const before = await world.state();
      const plan = await run('plan');
      expect(await world.state()).toEqual(before);
      expect(decisions(await run('apply'))).toEqual(decisions(plan));
    };
    await same((mode) => world.draft('minor', { mode }));
    const push = world.merge();
    await same((mode) => world.package(push, { mode }));
    await world.finishPackageRun(String(push['after']));
    await same((mode) => world.createTag({ mode }));
    await same((mode) => world.publish('v1.3.0', { mode }));
  });

  async function released(): Promise<Readonly<Record<string, unknown>>> {
    await world.draft();
    const push = world.merge();
    await world.package(push);
    await world.finishPackageRun(String(push['after']));
    await world.createTag();
    await world.publish('v1.3.0');
    return push;
  }
});

describe('the gate', () => {
  it('waits visibly until a moratorium ends, and continues', async () => {
    const tag = await world.upToTag();
    world.sandbox.tps.moratorium({ untilMs: world.clock.now() + 60_000 });
    const reporter = new RecordingReporter();
    expect((await world.publish(tag, { reporter })).outcome).toBe('done');
    const waits = reporter.events.filter((event) => event.kind === 'waiting');
    expect(waits.map(({ waitedMs }) => waitedMs)).toEqual([0, 15_000, 30_000, 45_000]);
  });

  it('gives up when a moratorium lasts too long, changes nothing, and publish continues later', async () => {
    const tag = await world.upToTag();
    const before = await world.state();
    world.sandbox.tps.moratorium({ untilMs: world.clock.now() + 3_600_000 });
    expect((await world.publish(tag)).outcome).toBe('held');
    expect(await world.state()).toEqual(before);
    world.clock.advance(3_600_000);
    expect((await world.publish(tag)).outcome).toBe('done');
  });

  it('also holds at the second lock, and leaves only a draft that readers cannot see', async () => {
    const tag = await world.upToTag();
    const { tps, github } = world.sandbox;
    // A moratorium that begins between the two locks.
    const moratorium: Reporter = {
      report: (event) => {
        if (event.kind !== 'step-ended' || event.report.step !== 'draft-release') return;
        tps.moratorium({ untilMs: world.clock.now() + 86_400_000 });
      },
    };
    const report = await world.publish(tag, { reporter: moratorium });
    expect(report.steps.find(({ step }) => step === 'lock-again')?.outcome).toBe('held');
    expect(report.outcome).toBe('held');
    expect(github.repository(REPOSITORY).releases.map(({ draft }) => draft)).toEqual([true]);
    expect(world.sandbox.pypi.filesOf('demo')).toEqual([]);
    tps.moratoriums.length = 0;
    expect((await world.publish(tag)).outcome).toBe('done');
  });
});

describe('the record', () => {
  it('leaves the release incomplete when it fails, and a later run writes only the record', async () => {
    const tag = await world.upToTag();
    const down = { then: { status: 503 } } as const;
    world.sandbox.faults.next('tps.record', ...Array.from({ length: 500 }, () => down));
    const failed = await world.publish(tag);
    expect(failed.outcome).toBe('incomplete');
    expect(failed.steps.find(({ step }) => step === 'record')?.error?.code).toBe('CHANGE_RECORD_UNAVAILABLE');
    while (world.sandbox.faults.take('tps.record') !== undefined);
    const log = writes();
    const again = await world.publish(tag);
    expect(again.outcome).toBe('done');
    const did = again.steps.filter(({ outcome }) => outcome === 'done').map(({ step }) => step);
    expect(did).toEqual(['record', 'record-note']);
    expect(again.steps.find(({ step }) => step === 'record')?.notes).toHaveLength(1);
    // The index is read again, because no other service knows its files. Nothing is sent to it.
    const toIndex = world.sandbox.log.slice(log).filter(({ service }) => service === 'pypi');
    expect(new Set(toIndex.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(world.sandbox.tps.records).toHaveLength(1);
  });
});
