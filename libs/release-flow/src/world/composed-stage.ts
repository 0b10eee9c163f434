import { needsOf, runStage } from '@heroku-release/release-kit';
import type { Reporter, Right, Stage, StageReport } from '@heroku-release/release-kit';
import type { FlowEnvironment } from './flow-environment.ts';

/** Options for running a composed stage. */
export interface RunOptions {
  readonly mode: 'apply' | 'plan';
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** A stage with its input, ready to run. */
export interface ComposedStage<Facts = unknown> {
  readonly stage: string;
  /** The permissions that its steps need, sorted. */
  readonly needs: readonly Right[];
  /** Observes, decides and (in mode `apply`) acts. May be run again. */
  run(options: RunOptions): Promise<StageReport<Facts>>;
}

/** Binds a stage to its input and the clock. */
export function bindStage<Input extends object, Facts extends object>(
  stage: Stage<Input, Facts>,
  input: Input,
  world: FlowEnvironment,
): ComposedStage<Partial<Facts>> {
  return {
    stage: stage.name,
    needs: needsOf(stage),
    run: async (options) => await runStage(stage, input, { ...options, clock: world.clock }),
  };
}
