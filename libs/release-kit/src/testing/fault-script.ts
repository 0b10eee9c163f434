import type { FaultPoint, FaultPoints } from '../fault-points.ts';
import { KitError } from '../kit-error.ts';

/** Where and how a run is disturbed. */
export interface PlannedFault {
  /** The n-th point that is reached, from 0. */
  readonly at: number;
  /** Before the effect, or after it landed and before anybody was told. */
  readonly when: 'before' | 'after';
  /**
   * `kill`: the process is gone; nothing after this point runs, no clean-up either.
   * `break`: the caller sees a broken connection whose effect is unknown.
   */
  readonly how: 'kill' | 'break';
}

/** Fault points that write down every point they pass and disturb the run at one of them. */
export class FaultScript implements FaultPoints {
  readonly reached: FaultPoint[] = [];
  readonly killed: Promise<'killed'>;
  readonly #fault: PlannedFault | undefined;
  #kill: (word: 'killed') => void = () => undefined;

  constructor(fault?: PlannedFault) {
    this.#fault = fault;
    this.killed = new Promise((resolve) => {
      this.#kill = resolve;
    });
  }

  async around<T>(point: FaultPoint, effect: () => Promise<T>): Promise<T> {
    const index = this.reached.push(point) - 1;
    const fault = this.#fault?.at === index ? this.#fault : undefined;
    if (fault?.when === 'before') return await this.#strike<T>(fault, point);
    const answer = await effect();
    return fault === undefined ? answer : await this.#strike<T>(fault, point);
  }

  async #strike<T>(fault: PlannedFault, point: FaultPoint): Promise<T> {
    if (fault.how === 'break') {
      const effect = point.writes ? 'unknown' : 'none';
      throw new KitError('HTTP_BROKEN', `${point.name}: broken by the test`, { effect });
    }
    this.#kill('killed');
    // A dead process neither answers nor cleans up.
    return await new Promise<T>(() => undefined);
  }
}

/** A fault without its place. */
export type FaultKind = Pick<PlannedFault, 'when' | 'how'>;

/** The process is killed before the effect, and after it landed. */
export const KILLS: readonly FaultKind[] = [
  { when: 'before', how: 'kill' },
  { when: 'after', how: 'kill' },
];

/** The connection breaks before the far side acts, and after it acted. */
export const BREAKS: readonly FaultKind[] = [
  { when: 'before', how: 'break' },
  { when: 'after', how: 'break' },
];

/** The story a fault harness plays over and over. */
export interface FaultStory<World, State = unknown> {
  /** A fresh world, the same every time. */
  world(): Promise<World>;
  /** Runs the program once in that world. */
  run(world: World, faults: FaultPoints): Promise<unknown>;
  /** What must be equal in the end, as JSON-like data. */
  endState(world: World): Promise<State>;
  /** Frees what the world holds. */
  dispose?(world: World): Promise<void>;
  /** The faults that a point suffers, one run each; none leaves the point out. Default: {@link KILLS}. */
  faultsAt?(point: FaultPoint): readonly FaultKind[];
}

/** What one disturbed run ended in. */
export interface FaultResult<State = unknown> {
  readonly point: FaultPoint;
  readonly fault: PlannedFault;
  readonly endState: State;
}

/** The undisturbed run and every disturbed one. */
export interface FaultMatrix<State = unknown> {
  readonly points: readonly FaultPoint[];
  readonly undisturbed: State;
  readonly results: readonly FaultResult<State>[];
}

/**
 * The one fault harness: runs the story undisturbed to learn its points, then, for every point and every kind of fault, runs it
 * in a fresh world, disturbs it there, runs it again undisturbed, and collects the end state. The test compares.
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
