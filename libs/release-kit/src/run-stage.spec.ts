import { describe, expect, it } from 'vitest';
import {
  act,
  type Decision,
  Refuse,
  ReleaseError,
  runStage,
  type RunStageOptions,
  settled,
  type Stage,
  type Step,
  type StepIo,
  Wait,
} from './index.ts';
import { RecordingReporter, VirtualClock } from './testing/index.ts';

/** A far side that holds named things and remembers how often it was written to. */
class Shelf {
  readonly things = new Set<string>();
  writes = 0;
}

type Trouble = 'none' | 'lost answer' | 'lost request' | 'refused' | 'broken';

interface PutOptions {
  readonly trouble?: Trouble;
  readonly irreversible?: boolean;
}

const put = (
  shelf: Shelf,
  thing: string,
  options: PutOptions = {},
): Step<readonly string[], boolean, string> => {
  let trouble = options.trouble ?? 'none';
  return {
    name: `put ${thing}`,
    needs: ['contents: write'],
    irreversible: options.irreversible ?? false,
    observe: () => Promise.resolve(shelf.things.has(thing)),
    decide: (_context, seen): Decision<string> =>
      seen === true ? settled(`${thing} is there`) : act(thing, `${thing} is missing`),
    act: (action) => {
      shelf.writes += 1;
      const now = trouble;
      trouble = now === 'broken' ? now : 'none';
      if (now === 'refused') return Promise.resolve(new Refuse('NO_ROOM', 'no room'));
      if (now === 'broken') return Promise.reject(new ReleaseError('BROKEN', 'does not work'));
      if (now === 'lost request')
        return Promise.reject(new ReleaseError('LOST', 'lost', { effect: 'unknown' }));
      shelf.things.add(action);
      if (now === 'lost answer')
        return Promise.reject(new ReleaseError('LOST', 'lost', { effect: 'unknown' }));
      return Promise.resolve(true);
    },
    learn: (context) => [...context, thing],
  };
};

const stageOf = (...steps: readonly Step<readonly string[]>[]): Stage<readonly string[]> => ({
  name: 'shelf',
  steps: () => steps,
});

const options = (more: Partial<RunStageOptions> = {}): RunStageOptions => ({
  clock: new VirtualClock(),
  reporter: new RecordingReporter(),
  mode: 'apply',
  signal: new AbortController().signal,
  ...more,
});

describe('runStage', () => {
  it('does what is missing, and nothing the second time', async () => {
    const shelf = new Shelf();
    const stage = stageOf(put(shelf, 'a'), put(shelf, 'b'));
    const first = await runStage(stage, [], options());
    const second = await runStage(stage, [], options());
    expect(first.outcome).toBe('done');
    expect(first.context).toEqual(['a', 'b']);
    expect(second.outcome).toBe('nothing-to-do');
    expect(second.context).toEqual(['a', 'b']);
    expect(shelf.writes).toBe(2);
  });

  it('takes the same decisions in plan mode as in the run that follows, and writes nothing', async () => {
    const shelf = new Shelf();
    shelf.things.add('a');
    const stage = stageOf(put(shelf, 'a'), put(shelf, 'b'));
    const plan = await runStage(stage, [], options({ mode: 'plan' }));
    expect(shelf.writes).toBe(0);
    expect(plan.steps.map((step) => step.outcome)).toEqual(['settled', 'would-act']);
    const run = await runStage(stage, [], options());
    expect(run.steps.map((step) => step.decision)).toEqual(plan.steps.map((step) => step.decision));
  });

  it.each([
    { trouble: 'lost answer', writes: 1 },
    { trouble: 'lost request', writes: 2 },
  ] as const)('looks again after a $trouble and ends with one thing', async ({ trouble, writes }) => {
    const shelf = new Shelf();
    const report = await runStage(stageOf(put(shelf, 'a', { trouble })), [], options());
    expect(report.outcome).toBe('done');
    expect(shelf).toMatchObject({ writes });
    expect([...shelf.things]).toEqual(['a']);
  });

  it.each([
    { trouble: 'refused', before: false, outcome: 'refused', last: 'not-run' },
    { trouble: 'broken', before: false, outcome: 'failed', last: 'not-run' },
    { trouble: 'broken', before: true, outcome: 'incomplete', last: 'not-run' },
  ] as const)('a step that is $trouble (something done before: $before) ends $outcome', async (row) => {
    const shelf = new Shelf();
    const steps = [put(shelf, 'b', { trouble: row.trouble }), put(shelf, 'c')];
    const report = await runStage(stageOf(...(row.before ? [put(shelf, 'a')] : []), ...steps), [], options());
    expect(report.outcome).toBe(row.outcome);
    expect(report.steps.at(-1)?.outcome).toBe(row.last);
    expect(shelf.things.has('c')).toBe(false);
  });

  it('takes a thrown refusal for what it is', async () => {
    const steps = [put(new Shelf(), 'a', { trouble: 'broken' })];
    const report = await runStage(stageOf(...steps), [], options({ isRefusal: (code) => code === 'BROKEN' }));
    expect(report.outcome).toBe('refused');
    expect(report.steps[0]).toMatchObject({ outcome: 'refused', error: { code: 'BROKEN' } });
  });

  it('is incomplete, not failed, when something irreversible was done by an earlier run', async () => {
    const shelf = new Shelf();
    shelf.things.add('a');
    const steps = [put(shelf, 'a', { irreversible: true }), put(shelf, 'b', { trouble: 'broken' })];
    expect((await runStage(stageOf(...steps), [], options())).outcome).toBe('incomplete');
  });

  it('waits by the clock, visibly, and then goes on', async () => {
    const clock = new VirtualClock();
    const reporter = new RecordingReporter();
    const opensAt = clock.now() + 30_000;
    const gate: Step<readonly string[], string> = {
      name: 'gate',
      needs: [],
      observe: () => Promise.resolve(clock.now() >= opensAt ? 'open' : 'shut'),
      decide: (_context, seen) =>
        seen === 'open'
          ? settled('open')
          : new Wait('the gate is shut', { everyMs: 15_000, patienceMs: 600_000 }),
      act: () => Promise.resolve('open'),
      learn: (context) => context,
    };
    const report = await runStage(stageOf(gate), [], options({ clock, reporter }));
    expect(report.outcome).toBe('nothing-to-do');
    const waits = reporter.events.filter((event) => event.kind === 'waiting');
    expect(waits.map((wait) => wait.waitedMs)).toEqual([0, 15_000]);
  });

  it('gives up as held after the patience and leaves the rest alone', async () => {
    const shelf = new Shelf();
    const gate: Step<readonly string[]> = {
      name: 'gate',
      needs: [],
      observe: () => Promise.resolve('shut'),
      decide: () => act('ask', 'ask'),
      act: () => Promise.resolve(new Wait('moratorium', { everyMs: 15_000, patienceMs: 40_000 })),
      learn: (context) => context,
    };
    const clock = new VirtualClock();
    const before = clock.now();
    const report = await runStage(stageOf(gate, put(shelf, 'a')), [], options({ clock }));
    expect(report.outcome).toBe('held');
    expect(clock.now() - before).toBe(40_000);
    expect(shelf.writes).toBe(0);
  });

  it('begins no write after it is interrupted', async () => {
    const shelf = new Shelf();
    const stop = new AbortController();
    const interrupted: Step<readonly string[]> = {
      ...put(shelf, 'a'),
      observe: () => {
        stop.abort();
        return Promise.resolve(false);
      },
    };
    const report = await runStage(
      stageOf(interrupted, put(shelf, 'b')),
      [],
      options({ signal: stop.signal }),
    );
    expect(report.outcome).toBe('cancelled');
    expect(shelf.writes).toBe(0);
  });

  it('ends early as nothing to do when a step says that the rest does not apply', async () => {
    const shelf = new Shelf();
    const over: Step<readonly string[]> = {
      name: 'over',
      needs: [],
      observe: () => Promise.resolve(true),
      decide: () => settled('not a release', { endsStage: true }),
      act: () => Promise.resolve(true),
      learn: (context) => context,
    };
    const report = await runStage(stageOf(over, put(shelf, 'a')), [], options());
    expect(report.outcome).toBe('nothing-to-do');
    expect(report.steps.map((step) => step.because)).toEqual(['not a release', 'not a release']);
    expect(shelf.writes).toBe(0);
  });

  it('runs only the named steps', async () => {
    const shelf = new Shelf();
    await runStage(stageOf(put(shelf, 'a'), put(shelf, 'b')), [], options({ only: new Set(['put b']) }));
    expect([...shelf.things]).toEqual(['b']);
  });

  it('runs the steps of an inner list side by side and learns from each', async () => {
    const shelf = new Shelf();
    const seen: number[] = [];
    const slow = (step: Step<readonly string[]>): Step<readonly string[]> => ({
      ...step,
      observe: async (context, io: StepIo) => {
        seen.push(io.look);
        return await step.observe(context, io);
      },
    });
    const stage: Stage<readonly string[]> = {
      name: 'pair',
      steps: () => [[slow(put(shelf, 'a')), slow(put(shelf, 'b'))]],
    };
    const report = await runStage(stage, [], options());
    expect(report.context).toEqual(['a', 'b']);
    expect(seen).toEqual([0, 0]);
  });
});
