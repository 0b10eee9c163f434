import type { ErrorKind } from '../release-error.ts';

/** How one step ended. */
export type StepOutcome =
  'settled' | 'done' | 'would-act' | 'held' | 'refused' | 'failed' | 'cancelled' | 'not-run';

/** How a stage ended: the word that decides its exit code. */
export type StageOutcome =
  'done' | 'nothing-to-do' | 'held' | 'refused' | 'failed' | 'incomplete' | 'cancelled';

/** An error as it is shown and written: redaction is the renderer's task. */
export interface ReportedError {
  readonly code: string;
  readonly message: string;
  /** Decides the exit code. */
  readonly kind: ErrorKind;
  readonly hint?: string;
}

/** One step: what it found, decided and did. */
export interface StepReport {
  readonly stage: string;
  readonly step: string;
  readonly outcome: StepOutcome;
  /** The step's first decision; absent when it reached none. */
  readonly decision?: 'settled' | 'act' | 'wait' | 'refuse' | 'fail';
  /** The reason of the decision. */
  readonly because: string;
  /** What was done, such as `pushed release-v1.2.0`; only with outcome `done`. */
  readonly did?: string;
  readonly durationMs: number;
  /** Warnings and doubts; absent when there are none. */
  readonly notes?: readonly string[];
  readonly error?: ReportedError;
}

/** Everything a stage found and did, complete even when it failed half-way. */
export interface StageReport<Facts = unknown> {
  readonly stage: string;
  readonly outcome: StageOutcome;
  readonly steps: readonly StepReport[];
  /** The facts of the steps that ran, by their keys. */
  readonly facts: Facts;
  readonly durationMs: number;
}

/** Events of a running stage. */
export type ReportEvent =
  | { readonly kind: 'stage-started'; readonly stage: string; readonly mode: 'apply' | 'plan' }
  | { readonly kind: 'step-started'; readonly stage: string; readonly step: string }
  | { readonly kind: 'progress'; readonly stage: string; readonly step: string; readonly message: string }
  | {
      readonly kind: 'waiting';
      readonly stage: string;
      readonly step: string;
      readonly because: string;
      /** Milliseconds waited so far, until the next try, and until it gives up. */
      readonly waitedMs: number;
      readonly nextInMs: number;
      readonly givesUpInMs: number;
    }
  | { readonly kind: 'step-ended'; readonly report: StepReport }
  | { readonly kind: 'stage-ended'; readonly report: StageReport };

/** Shows the events of a run as they happen. */
export interface Reporter {
  /** Shows one event. Must not throw: a run does not fail because its output has no reader. */
  report(event: ReportEvent): void;
}

/** Shows nothing. */
export const silentReporter: Reporter = { report: () => undefined };
