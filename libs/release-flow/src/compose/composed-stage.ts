import { runStage } from '@heroku-release/release-kit';
import type { Reporter, Right, Stage, StageReport } from '@heroku-release/release-kit';
import { isRefusalCode } from '../exit-code.ts';
import type { FlowEnvironment } from './flow-environment.ts';

/** How a composed stage is run. */
export interface RunOptions {
  readonly mode: 'apply' | 'plan';
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** A stage with everything it works with, ready to run. */
export interface ComposedStage<Context = unknown> {
  readonly stage: string;
  /** The permissions that the steps it runs need, sorted. */
  readonly needs: readonly Right[];
  /** Looks, decides and (in mode `apply`) acts. May be run again. */
  run(options: RunOptions): Promise<StageReport<Context>>;
}

/** Binds a stage to its context and the world's clock. */
export function bindStage<Context>(
  stage: Stage<Context>,
  context: Context,
  world: FlowEnvironment,
  only?: ReadonlySet<string>,
): ComposedStage<Context> {
  const steps = stage
    .steps(context)
    .flat()
    .filter(({ name }) => only?.has(name) ?? true);
  return {
    stage: stage.name,
    needs: [...new Set(steps.flatMap(({ needs }) => needs))].sort(),
    run: ({ mode, reporter, signal }) =>
      runStage(stage, context, {
        clock: world.clock,
        reporter,
        mode,
        signal,
        isRefusal: isRefusalCode,
        ...(only === undefined ? {} : { only }),
      }),
  };
}
