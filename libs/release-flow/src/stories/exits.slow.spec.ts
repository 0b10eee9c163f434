import type { Fault } from '@heroku-release/release-sandbox';
import { describe, it } from 'vitest';
import { createTagScene, draftScene, packageScene, publishScene, type Scene } from '../../test/scenes.ts';
import { type Result, StageProcess } from '../../test/stage-process.ts';

const STATUSES = [400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 504];

interface Disturbance {
  readonly name: string;
  readonly fault: Fault;
  /** How long each request then waits for its response. */
  readonly timeoutMs?: number;
}

const DISTURBANCES: readonly Disturbance[] = [
  ...STATUSES.map((status) => ({
    name: String(status),
    fault: { then: { status, body: '{"message":"out of order"}' } },
  })),
  { name: 'broken connection', fault: { then: 'reset' } },
  { name: 'truncated response', fault: { then: 'truncate' } },
  { name: 'no response', fault: { then: 'answer', delayMs: 1 }, timeoutMs: 150 },
];

/** More than any client sends before it gives up. */
const ALWAYS = 200;

/** One request of a stage: the n-th of its operation, from 0. */
interface Position {
  readonly at: number;
  readonly operation: string;
  readonly nth: number;
}

function positionsOf(operations: readonly string[]): Position[] {
  return operations.map((operation, at) => ({
    at,
    operation,
    nth: operations.slice(0, at).filter((earlier) => earlier === operation).length,
  }));
}

/** Runs the stage in a fresh world, with every request of an operation disturbed from a position on. */
async function play(
  open: Awaited<ReturnType<Scene['prepare']>>,
  { scene, process }: { readonly scene: Scene; readonly process: StageProcess },
  trial?: { readonly position: Position; readonly disturbance: Disturbance },
): Promise<{ readonly result: Result; readonly operations: string[]; readonly met: boolean }> {
  let result: Result | undefined;
  const world = await open({
    runElsewhere: async (run) => {
      const { timeoutMs } = trial?.disturbance ?? {};
      const impatience =
        trial === undefined || timeoutMs === undefined ? undefined : { from: trial.position.at, timeoutMs };
      result = await process.run({ ...run, impatience });
      return result.report;
    },
  });
  try {
    const { faults, log } = world.sandbox;
    const begun = log.length;
    if (trial !== undefined) {
      const { position, disturbance } = trial;
      faults.next(
        position.operation,
        ...Array.from({ length: position.nth }, () => ({ then: 'answer' }) as const),
      );
      faults.next(position.operation, ...Array.from({ length: ALWAYS }, () => disturbance.fault));
    }
    await scene.run(world);
    if (result === undefined) throw new Error('the stage was not run');
    return {
      result,
      operations: log.slice(begun).map(({ operation }) => operation),
      met: faults.unused.length < ALWAYS,
    };
  } finally {
    await world.close();
  }
}

describe.concurrent.each([draftScene, packageScene, createTagScene, publishScene])('$stage', (scene) => {
  it('leaves nothing that keeps the process alive, however a service fails', async ({ expect }) => {
    // Most trials wait for something: a timeout, git, a build.
    const lanes = [new StageProcess(), new StageProcess()];
    const [first] = lanes as [StageProcess];
    try {
      const open = await scene.prepare();
      const calm = await play(open, { scene, process: first });
      expect(calm.result).toMatchObject({ report: { outcome: 'done' }, left: [] });
      const trials = positionsOf(calm.operations).flatMap((position) =>
        DISTURBANCES.map((disturbance) => ({ position, disturbance })),
      );
      const problems: string[] = [];
      const work = async (process: StageProcess) => {
        for (let trial = trials.shift(); trial !== undefined; trial = trials.shift()) {
          const { result, met } = await play(open, { scene, process }, trial);
          const { position, disturbance } = trial;
          const where = `${position.operation} (${position.nth}): ${disturbance.name}`;
          if (!met) problems.push(`${where}: not met`);
          if (result.left.length > 0) problems.push(`${where}: ${result.left.join(', ')}`);
        }
      };
      await Promise.all(lanes.map(work));
      expect(problems).toEqual([]);
      for (const process of lanes) expect(await process.end()).toBeLessThan(1000);
    } finally {
      for (const process of lanes) process.kill();
    }
  }, 600_000);
});
