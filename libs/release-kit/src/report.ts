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
  readonly hint?: string;
}

/** What one step found, decided and did. */
export interface StepReport {
  readonly stage: string;
  readonly step: string;
  readonly outcome: StepOutcome;
  /** The step's first decision; absent when it never came to one. */
  readonly decision?: 'settled' | 'act' | 'wait' | 'refuse';
  /** Why it was decided so. */
  readonly because: string;
  /** What was done, such as `pushed release-v1.2.0`; only with outcome `done`. */
  readonly did?: string;
  readonly durationMs: number;
  /** Warnings and doubts; absent when there are none. */
  readonly notes?: readonly string[];
  readonly error?: ReportedError;
}

/** What a stage found and did, whole even when it failed half-way. */
export interface StageReport<Context = unknown> {
  readonly stage: string;
  readonly outcome: StageOutcome;
  readonly steps: readonly StepReport[];
  /** What the steps learnt. */
  readonly context: Context;
  readonly durationMs: number;
}

/** What happens while a stage runs. */
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

/** Takes the events of a run as they come and shows them to somebody. */
export interface Reporter {
  /** Shows one event. Must not throw: a run does not fail because nobody could be told. */
  report(event: ReportEvent): void;
}

/** Shows nothing. */
export const silentReporter: Reporter = { report: () => undefined };
