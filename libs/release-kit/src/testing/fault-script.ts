import type { FaultPoint, FaultPoints } from '../fault-points.ts';
import { KitError } from '../kit-error.ts';

/** Where and how a run fails. */
export interface PlannedFault {
  /** Index of the fault point, in the order they are reached, from 0. */
  readonly at: number;
  /** Before the effect, or after it and before the caller gets its result. */
  readonly when: 'before' | 'after';
  /**
   * `kill`: the process ends here; nothing runs after this point, not even clean-up.
   * `break`: the caller gets a broken connection; the effect of a write is unknown.
   */
  readonly how: 'kill' | 'break';
}

/** Fault points that record every point they reach, and fail at one of them. */
export class FaultScript implements FaultPoints {
  readonly reached: FaultPoint[] = [];
  readonly killed: Promise<'killed'>;
  readonly #fault: PlannedFault | undefined;
  #kill: (value: 'killed') => void = () => undefined;

  constructor(fault?: PlannedFault) {
    this.#fault = fault;
    this.killed = new Promise((resolve) => {
      this.#kill = resolve;
    });
  }

  async around<T>(point: FaultPoint, effect: () => Promise<T>): Promise<T> {
    const index = this.reached.push(point) - 1;
    const fault = this.#fault?.at === index ? this.#fault : undefined;
    if (fault?.when === 'before') return await this.#fail<T>(fault, point);
    const result = await effect();
    return fault === undefined ? result : await this.#fail<T>(fault, point);
  }

  async #fail<T>(fault: PlannedFault, point: FaultPoint): Promise<T> {
    if (fault.how === 'break') {
      const effect = point.writes ? 'unknown' : 'none';
      throw new KitError('HTTP_BROKEN', `${point.name}: broken by the test`, { effect });
    }
    this.#kill('killed');
    // A killed process returns nothing and cleans up nothing.
    return await new Promise<T>(() => undefined);
  }
}

/** A fault at any point. */
export type FaultKind = Pick<PlannedFault, 'when' | 'how'>;

/** The process is killed before the effect, and after it. */
export const KILLS: readonly FaultKind[] = [
  { when: 'before', how: 'kill' },
  { when: 'after', how: 'kill' },
];

/** The connection breaks before the service acts, and after it acted. */
export const BREAKS: readonly FaultKind[] = [
  { when: 'before', how: 'break' },
  { when: 'after', how: 'break' },
];

/** A program and its world, which {@link playFaults} runs once per fault. */
export interface FaultStory<World, State = unknown> {
  /** Creates a fresh world, the same every time. */
  world(): Promise<World>;
  /** Runs the program once in that world. */
  run(world: World, faults: FaultPoints): Promise<unknown>;
  /** Reads the state that must be equal in the end, as JSON-like data. */
  endState(world: World): Promise<State>;
  /** Frees the resources of the world. */
  dispose?(world: World): Promise<void>;
  /** Selects the faults of a point, one run for each; an empty list skips the point. Default: {@link KILLS}. */
  faultsAt?(point: FaultPoint): readonly FaultKind[];
}

/** The end state of one run with a fault. */
export interface FaultResult<State = unknown> {
  readonly point: FaultPoint;
  readonly fault: PlannedFault;
  readonly endState: State;
}

/** The end states of the run without a fault and of every run with one. */
export interface FaultMatrix<State = unknown> {
  readonly points: readonly FaultPoint[];
  readonly undisturbed: State;
  readonly results: readonly FaultResult<State>[];
}

/**
 * Runs the story without a fault and records its fault points. Then, for every point and every kind of fault, runs it in a fresh
 * world with that fault, runs it again without one, and collects the end state. The test compares the end states.
 */
export async function playFaults<World, State = unknown>(
  story: FaultStory<World, State>,
): Promise<FaultMatrix<State>> {
  const calm = new FaultScript();
  const first = await story.world();
  await story.run(first, calm);
  const undisturbed = await story.endState(first);
  await story.dispose?.(first);
  const results: FaultResult<State>[] = [];
  for (const [at, point] of calm.reached.entries()) {
    for (const kind of story.faultsAt?.(point) ?? KILLS) {
      const fault: PlannedFault = { at, ...kind };
      const world = await story.world();
      const script = new FaultScript(fault);
      await Promise.race([story.run(world, script), script.killed]);
      await story.run(world, new FaultScript());
      results.push({ point, fault, endState: await story.endState(world) });
      await story.dispose?.(world);
    }
  }
  return { points: calm.reached, undisturbed, results };
}
