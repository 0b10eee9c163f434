import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  act,
  check,
  type CheckDecision,
  effect,
  type EffectDecision,
  type EffectStep,
  type ErrorKind,
  Fail,
  type FactsOf,
  finished,
  PLANNED,
  Refuse,
  ReleaseError,
  runStage,
  type RunStageOptions,
  sequence,
  settled,
  stage,
  Wait,
} from '../index.ts';
import { RecordingReporter, VirtualClock } from '../testing/index.ts';

/** A service that holds named things and counts the writes. */
class Shelf {
  readonly things = new Set<string>();
  writes = 0;
}

class KindError extends ReleaseError {
  readonly #kind: ErrorKind;

  constructor(kind: ErrorKind) {
    super('BROKEN', 'does not work');
    this.#kind = kind;
  }

  override get kind() {
    return this.#kind;
  }
}

type Failure = 'none' | 'lost answer' | 'lost request' | 'refused' | ErrorKind;

interface PutOptions {
  readonly failure?: Failure;
  readonly irreversible?: boolean;
}

const put = (
  shelf: Shelf,
  thing: string,
  options: PutOptions = {},
): EffectStep<object, boolean, string, string> => {
  let failure = options.failure ?? 'none';
  return effect({
    needs: ['contents: write'],
    irreversible: options.irreversible ?? false,
    observe: () => Promise.resolve(shelf.things.has(thing)),
    decide: (_facts: object, seen: boolean): EffectDecision<string, string> =>
      seen ? settled(thing, `${thing} is there`) : act(thing, `${thing} is missing`),
    act: (action: string) => {
      shelf.writes += 1;
      const now = failure;
      failure = now.startsWith('lost') ? 'none' : now;
      if (now === 'refused') return Promise.resolve(new Refuse('NO_ROOM', 'no room'));
      if (now === 'usage' || now === 'failed') return Promise.reject(new KindError(now));
      if (now === 'lost request')
        return Promise.reject(new ReleaseError('LOST', 'lost', { effect: 'unknown' }));
      shelf.things.add(action);
      if (now === 'lost answer')
        return Promise.reject(new ReleaseError('LOST', 'lost', { effect: 'unknown' }));
      return Promise.resolve(thing);
    },
  });
};

const shelfStage = (shelf: Shelf, options: PutOptions = {}) =>
  stage('shelf')
    .effect('putA', put(shelf, 'a', options))
    .effect('putB', put(shelf, 'b'));

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
    const first = await runStage(shelfStage(shelf), {}, options());
    const second = await runStage(shelfStage(shelf), {}, options());
    expect(first.outcome).toBe('done');
    expect(first.steps.map(({ step }) => step)).toEqual(['put-a', 'put-b']);
    expect(first.facts).toEqual({ putA: 'a', putB: 'b' });
    expect(second.outcome).toBe('nothing-to-do');
    expect(second.facts).toEqual(first.facts);
    expect(shelf.writes).toBe(2);
  });

  it('takes the same decisions in plan mode as in the run that follows, and writes nothing', async () => {
    const shelf = new Shelf();
    shelf.things.add('a');
    const plan = await runStage(shelfStage(shelf), {}, options({ mode: 'plan' }));
    expect(shelf.writes).toBe(0);
    expect(plan.steps.map(({ outcome }) => outcome)).toEqual(['settled', 'would-act']);
    expect(plan.facts).toEqual({ putA: 'a', putB: PLANNED });
    const run = await runStage(shelfStage(shelf), {}, options());
    expect(run.steps.map(({ decision }) => decision)).toEqual(plan.steps.map(({ decision }) => decision));
  });

  it('hands the input and the facts of earlier steps to each step', async () => {
    const received: unknown[] = [];
    const first = check({
      needs: [],
      observe: (facts: { readonly seed: number }) => Promise.resolve(facts.seed),
      decide: (_facts: object, seen: number): CheckDecision<number> => settled(seen + 1, 'counted'),
    });
    const second = effect({
      needs: [],
      observe: () => Promise.resolve(undefined),
      decide: ({ first }: { readonly first: number }): EffectDecision<string, number> =>
        act(first * 10, 'to do'),
      act: (action: number, facts: { readonly first: number }) => {
        received.push(action, facts);
        return Promise.resolve('made');
      },
    });
    const chain = stage<{ readonly seed: number }>('chain').check('first', first).effect('second', second);
    const report = await runStage(chain, { seed: 1 }, options());
    expect(received).toEqual([20, { seed: 1, first: 2 }]);
    expect(report.facts).toEqual({ first: 2, second: 'made' });
  });

  it.each([
    { failure: 'lost answer', writes: 1 },
    { failure: 'lost request', writes: 2 },
  ] as const)('observes again after a $failure and ends with one thing', async ({ failure, writes }) => {
    const shelf = new Shelf();
    const report = await runStage(stage('shelf').effect('putA', put(shelf, 'a', { failure })), {}, options());
    expect(report.outcome).toBe('done');
    expect(shelf).toMatchObject({ writes });
    expect([...shelf.things]).toEqual(['a']);
  });

  it('does not repeat a write that answers with a failure, whatever its effect', async () => {
    let writes = 0;
    const error = new ReleaseError('LOST', 'lost', { effect: 'unknown' });
    const once = effect({
      needs: [],
      observe: () => Promise.resolve(undefined),
      decide: (): EffectDecision<undefined, undefined> => act(undefined, 'to do'),
      act: (): Promise<undefined | Fail> => {
        writes += 1;
        return Promise.resolve(new Fail(error));
      },
    });
    const report = await runStage(stage('one').effect('once', once), {}, options());
    expect(report.steps[0]).toMatchObject({ outcome: 'failed', error: { code: 'LOST' } });
    expect(writes).toBe(1);
  });

  it.each([
    { failure: 'refused', before: false, outcome: 'refused' },
    { failure: 'failed', before: false, outcome: 'failed' },
    { failure: 'failed', before: true, outcome: 'incomplete' },
  ] as const)('a step that is $failure (something done before: $before) ends $outcome', async (row) => {
    const shelf = new Shelf();
    const start = row.before ? stage('shelf').effect('putA', put(shelf, 'a')) : stage('shelf');
    const whole = start
      .effect('putB', put(shelf, 'b', { failure: row.failure }))
      .effect('putC', put(shelf, 'c'));
    const report = await runStage(whole, {}, options());
    expect(report.outcome).toBe(row.outcome);
    expect(report.steps.at(-1)?.outcome).toBe('not-run');
    expect(shelf.things.has('c')).toBe(false);
  });

  it.each([
    ['refused', 'refused'],
    ['usage', 'failed'],
    ['failed', 'failed'],
  ] as const)('an error of kind %s ends the step %s and keeps its kind', async (kind, outcome) => {
    const failing = check({
      needs: [],
      observe: () => Promise.reject<boolean>(new KindError(kind)),
      decide: (): CheckDecision<true> => settled(true, 'never'),
    });
    const report = await runStage(stage('one').check('failing', failing), {}, options());
    expect(report.outcome).toBe(outcome);
    expect(report.steps[0]).toMatchObject({ outcome, error: { code: 'BROKEN', kind } });
  });

  it('is incomplete, not failed, when an earlier run did something irreversible', async () => {
    const shelf = new Shelf();
    shelf.things.add('a');
    const whole = stage('shelf')
      .effect('putA', put(shelf, 'a', { irreversible: true }))
      .effect('putB', put(shelf, 'b', { failure: 'failed' }));
    expect((await runStage(whole, {}, options())).outcome).toBe('incomplete');
  });

  it('begins no write after it is interrupted', async () => {
    const shelf = new Shelf();
    const stop = new AbortController();
    const interrupted: EffectStep<object, boolean, string, string> = {
      ...put(shelf, 'a'),
      observe: () => {
        stop.abort();
        return Promise.resolve(false);
      },
    };
    const whole = stage('shelf').effect('putA', interrupted).effect('putB', put(shelf, 'b'));
    const report = await runStage(whole, {}, options({ signal: stop.signal }));
    expect(report.outcome).toBe('cancelled');
    expect(shelf.writes).toBe(0);
  });

  it('ends early when a step says that nothing that follows applies', async () => {
    const shelf = new Shelf();
    const over = check({
      needs: [],
      observe: () => Promise.resolve(true),
      decide: (): CheckDecision<true> => finished('not a release'),
    });
    const report = await runStage(
      stage('s').check('over', over).effect('putA', put(shelf, 'a')),
      {},
      options(),
    );
    expect(report.outcome).toBe('nothing-to-do');
    expect(report.steps.map(({ because }) => because)).toEqual(['not a release', 'not a release']);
    expect(shelf.writes).toBe(0);
  });
});

describe('waiting', () => {
  const gate = (clock: VirtualClock, opensAt: number, wait: Wait<string>) =>
    check({
      needs: [],
      observe: () => Promise.resolve(clock.now() >= opensAt),
      decide: (_facts: object, open: boolean): CheckDecision<string> =>
        open ? settled('open', 'open') : wait,
    });

  async function pass(opensAfterMs: number, wait: Wait<string>, mode: 'apply' | 'plan' = 'apply') {
    const clock = new VirtualClock();
    const reporter = new RecordingReporter();
    const whole = stage('gated').check('gate', gate(clock, clock.now() + opensAfterMs, wait));
    const started = clock.now();
    const report = await runStage(whole, {}, options({ clock, reporter, mode }));
    const waited = reporter.events.flatMap((event) => (event.kind === 'waiting' ? [event.waitedMs] : []));
    return { report, waited, tookMs: clock.now() - started };
  }

  it('waits by the clock, visibly, and then goes on', async () => {
    const wait = new Wait('the gate is shut', { everyMs: 15_000, patienceMs: 600_000 });
    const { report, waited } = await pass(30_000, wait);
    expect(report.outcome).toBe('nothing-to-do');
    expect(waited).toEqual([0, 15_000]);
  });

  it('lengthens its pauses by the growth', async () => {
    const wait = new Wait('shut', { everyMs: 2_000, growth: 2, patienceMs: 60_000 });
    const { waited } = await pass(30_000, wait);
    expect(waited).toEqual([0, 2_000, 6_000, 14_000]);
  });

  it('is held once the patience ends, and leaves the rest alone', async () => {
    const wait = new Wait('moratorium', { everyMs: 15_000, patienceMs: 40_000 });
    const { report, tookMs } = await pass(100_000, wait);
    expect(report.outcome).toBe('held');
    expect(tookMs).toBe(40_000);
  });

  it.each<[string, Wait['otherwise'], string, unknown]>([
    ['fails', new Fail(new ReleaseError('MISSING', 'missing')), 'failed', undefined],
    ['is refused', new Refuse('MISSING', 'missing'), 'refused', undefined],
  ])('%s once the patience ends, where the wait says so', async (_name, otherwise, outcome, fact) => {
    const wait = new Wait('late', { everyMs: 1_000, patienceMs: 3_000 }, otherwise);
    const { report } = await pass(100_000, wait);
    expect(report.steps[0]).toMatchObject({ outcome, error: { code: 'MISSING' } });
    expect(report.facts).toEqual({ gate: fact });
  });

  it('settles with a note once the patience ends, where the wait says so', async () => {
    const timing = { everyMs: 1_000, patienceMs: 3_000 };
    const wait = new Wait('late', timing, settled('ajar', 'good enough', ['it may lag']));
    const { report } = await pass(100_000, wait);
    expect(report.steps[0]).toMatchObject({ outcome: 'settled', notes: ['it may lag'] });
    expect(report.facts).toEqual({ gate: 'ajar' });
  });

  it('does not wait in plan mode', async () => {
    const { report, tookMs } = await pass(30_000, new Wait('shut', { everyMs: 1, patienceMs: 9 }), 'plan');
    expect(report.outcome).toBe('held');
    expect(tookMs).toBe(0);
  });

  it('waits on the answer of a write, and holds what follows', async () => {
    const shelf = new Shelf();
    const clock = new VirtualClock();
    const started = clock.now();
    const locked = effect({
      needs: [],
      observe: () => Promise.resolve(undefined),
      decide: (): EffectDecision<string, string> => act('ask', 'ask'),
      act: () => Promise.resolve(new Wait('moratorium', { everyMs: 15_000, patienceMs: 40_000 })),
    });
    const whole = stage('locked').effect('lock', locked).effect('putA', put(shelf, 'a'));
    const report = await runStage(whole, {}, options({ clock }));
    expect(report.outcome).toBe('held');
    expect(clock.now() - started).toBe(40_000);
    expect(shelf.writes).toBe(0);
  });
});

describe('sequence', () => {
  it('runs what two stages begin with once', async () => {
    const shelf = new Shelf();
    const a = put(shelf, 'a');
    const one = stage('one').effect('putA', a).effect('putB', put(shelf, 'b'));
    const two = stage('two').effect('putA', a).effect('putC', put(shelf, 'c'));
    const both = sequence('both', [one, two]);
    const report = await runStage(both, {}, options());
    expect(report.steps.map(({ step }) => step)).toEqual(['put-a', 'put-b', 'put-c']);
    expectTypeOf(report.facts).toEqualTypeOf<FactsOf<typeof both>>();
    expect(report.facts.putC).toBe('c');
    expect(shelf.writes).toBe(3);
  });

  it('refuses two different steps under one key', () => {
    const shelf = new Shelf();
    const one = stage('one').effect('putA', put(shelf, 'a'));
    const two = stage('two').effect('putA', put(shelf, 'a'));
    expect(() => sequence('both', [one, two])).toThrow('two different steps are called putA');
  });
});
