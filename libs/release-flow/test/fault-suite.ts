import type { FaultPoint } from '@heroku-release/release-kit';
import {
  BREAKS,
  type FaultKind,
  type FaultMatrix,
  KILLS,
  playFaults,
} from '@heroku-release/release-kit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FlowWorld } from './flow-world.ts';
import type { Scene } from './scenes.ts';

/** The faults at a point. HTTP requests are killed and broken, before and after they take effect; git calls and file writes are killed. */
function faultsAt(point: FaultPoint): readonly FaultKind[] {
  if (point.boundary === 'http') return [...KILLS, ...BREAKS];
  return point.boundary === 'file' || point.name.startsWith('git') ? KILLS : [];
}

/** What a disturbed stage may leave. */
export interface FaultLimits {
  /** How many change records there may be: two only where an answer or a note was lost. */
  readonly records: number;
}

interface Seen {
  readonly state: unknown;
  readonly outcome: string;
  readonly records: number;
  /** Requests that the services received in the runs of the stage. */
  readonly served: number;
}

/** Disturbs a stage at every one of its points, runs it again, and expects the end state of the undisturbed run. */
export function describeFaults(scene: Scene, limits: FaultLimits): void {
  describe(`${scene.stage}, killed or broken at any point and run again`, () => {
    let matrix: FaultMatrix<Seen>;

    beforeAll(async () => {
      matrix = await play(scene);
    }, 900_000);

    it('disturbs every request that the stage sends', () => {
      const sent = matrix.points.filter(({ boundary }) => boundary === 'http').length;
      expect(sent).toBe(matrix.undisturbed.served);
      for (const [at, point] of matrix.points.entries()) {
        const suffered = matrix.results.filter(({ fault }) => fault.at === at).length;
        expect([point.name, suffered]).toEqual([point.name, faultsAt(point).length]);
      }
    });

    it('always ends in the state of the undisturbed run', () => {
      expect(matrix.results.length).toBeGreaterThan(10);
      for (const { point, fault, endState } of matrix.results) {
        const where = `${fault.how} ${fault.when} ${point.name} (${fault.at})`;
        expect([where, endState.state]).toEqual([where, matrix.undisturbed.state]);
        expect([where, endState.outcome]).toEqual([where, expect.stringMatching(/^(done|nothing-to-do)$/)]);
        expect(endState.records, where).toBeLessThanOrEqual(limits.records);
      }
    });
  });
}

async function play(scene: Scene): Promise<FaultMatrix<Seen>> {
  const open = await scene.prepare();
  const begun = new WeakMap<FlowWorld, number>();
  const outcomes = new WeakMap<FlowWorld, string>();
  return await playFaults<FlowWorld, Seen>({
    faultsAt,
    world: async () => {
      const world = await open();
      begun.set(world, world.sandbox.log.length);
      return world;
    },
    run: async (world, faults) => {
      outcomes.set(world, (await scene.run(world, { faults })).outcome);
    },
    endState: async (world) => ({
      state: await world.state(),
      outcome: outcomes.get(world) ?? 'none',
      records: world.sandbox.tps.records.length,
      served: world.sandbox.log.length - (begun.get(world) ?? 0),
    }),
    dispose: (world) => world.close(),
  });
}
