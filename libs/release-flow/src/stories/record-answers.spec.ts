import type { StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/flow-world.ts';
import { commandsIn, follow } from '../../test/follow.ts';
import { makeTemplate, type Template } from '../../test/template-repository.ts';

const IDS = { run: 1001, artifact: 1002 };
let tagged: Template;
let sha: string;
let world: FlowWorld;

beforeAll(async () => {
  const first = await FlowWorld.open(await makeTemplate());
  await first.draft();
  const push = first.merge();
  sha = String(push['after']);
  await first.package(push);
  await first.finishPackageRun(sha, IDS);
  await first.createTag();
  tagged = await first.keep();
  await first.close();
});
beforeEach(async () => {
  world = await FlowWorld.open(tagged);
  await world.finishPackageRun(sha, IDS);
});
afterEach(async () => {
  await world.close();
});

const record = (report: StageReport) => report.steps.find(({ step }) => step === 'record');
const sent = () => world.sandbox.log.filter(({ operation }) => operation === 'tps.record').length;
const answer = (status: number, land = false, times = 1) => {
  const fault = { land, then: { status, headers: { location: 'https://elsewhere.example/' } } };
  world.sandbox.faults.next('tps.record', ...Array.from({ length: times }, () => fault));
};

describe('the answer of TPS to the change record', () => {
  // Status, requests in the first run, whether the report of the first run has a remark.
  it.each([
    [200, 1, 1],
    [201, 1, 1],
    [202, 1, 1],
    [204, 1, 0],
    [408, 2, 1],
    [409, 2, 0],
    [425, 2, 0],
    [429, 2, 0],
    [500, 2, 1],
    [502, 2, 1],
    [503, 2, 1],
    [504, 2, 1],
  ])(
    '%d: recorded in the first run, after %d requests, with %d remarks',
    async (status, requests, remarks) => {
      answer(status);
      const report = await world.publish('v1.3.0');
      expect(report.outcome).toBe('done');
      expect(sent()).toBe(requests);
      expect(record(report)?.notes ?? []).toHaveLength(remarks);
      expect((await world.publish('v1.3.0')).outcome).toBe('nothing-to-do');
    },
  );

  it.each([
    [301, 'CHANGE_RECORD_UNKNOWN_ANSWER'],
    [302, 'CHANGE_RECORD_UNKNOWN_ANSWER'],
    [303, 'CHANGE_RECORD_UNKNOWN_ANSWER'],
    [307, 'CHANGE_RECORD_UNKNOWN_ANSWER'],
    [308, 'CHANGE_RECORD_UNKNOWN_ANSWER'],
    [400, 'CHANGE_RECORD_REFUSED'],
    [401, 'CHANGE_RECORD_TOKEN_REFUSED'],
    [403, 'CHANGE_RECORD_TOKEN_REFUSED'],
    [404, 'CHANGE_RECORD_NOT_FOUND'],
    [418, 'CHANGE_RECORD_UNKNOWN_ANSWER'],
    [422, 'CHANGE_RECORD_REFUSED'],
  ])('%d: %s, sent once; the next run records, and states the doubt', async (status, code) => {
    answer(status, status < 400);
    const report = await world.publish('v1.3.0');
    expect(report.outcome).toBe('incomplete');
    expect(record(report)?.error?.code).toBe(code);
    expect(sent()).toBe(1);
    const commands = commandsIn(record(report)?.error?.hint ?? '');
    expect(commands).toEqual(['gh workflow run publish.yml --ref v1.3.0']);
    const again = await follow(world, commands[0] ?? '');
    expect(again?.outcome).toBe('done');
    expect(again && record(again)?.notes).toHaveLength(1);
    expect(new Set(world.sandbox.tps.records.map((each) => each.sha))).toEqual(new Set([sha]));
  });

  it('a lost answer: recorded again in the same run, which states the doubt', async () => {
    world.sandbox.faults.next('tps.record', { land: true, then: 'reset' });
    const report = await world.publish('v1.3.0');
    expect(report.outcome).toBe('done');
    expect(record(report)?.notes).toHaveLength(1);
    expect(world.sandbox.tps.records).toHaveLength(2);
  });

  it('no answer: given up after the patience in the settings, which is 30 minutes', async () => {
    answer(503, false, 1000);
    const begin = world.clock.now();
    const report = await world.publish('v1.3.0');
    expect(record(report)?.error?.code).toBe('CHANGE_RECORD_UNAVAILABLE');
    const waited = world.clock.now() - begin;
    expect(waited).toBeGreaterThan(29 * 60_000);
    expect(waited).toBeLessThanOrEqual(31 * 60_000);
  });
});
