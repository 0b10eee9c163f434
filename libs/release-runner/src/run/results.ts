import type { Permissions } from '../workflow/permissions.ts';
import type { Combination } from '../workflow/matrix.ts';

/** How a run, a job or a step ended. */
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** A message that a step left for people, with masked values hidden. */
export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
}

/** A step that ended. */
export interface StepResult {
  readonly id: string | undefined;
  readonly name: string;
  /** What the step did. */
  readonly outcome: Conclusion;
  /** The same after `continue-on-error`. */
  readonly conclusion: Conclusion;
  /** Of the step's process; `undefined` for a step that was skipped, could not start, or was stopped by a signal. */
  readonly exitCode: number | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the step printed, masked values hidden. */
  readonly log: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly durationMs: number;
}

/** A job that ended. */
export interface JobResult {
  readonly id: string;
  readonly name: string;
  readonly matrix: Combination;
  readonly conclusion: Conclusion;
  /** Whether the run goes on as if the job had succeeded when it fails. */
  readonly continueOnError: boolean;
  /** The rights its token had; empty for a job that never started. */
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
  /** Why it did not run, or what ended it from outside. */
  readonly because: string | undefined;
  /** The step summaries as Markdown. */
  readonly summary: string;
  /** What the machine lacks and the job did without. */
  readonly missing: readonly string[];
}

/** A run that ended. */
export interface RunResult {
  readonly id: number;
  readonly attempt: number;
  /** The workflow's name. */
  readonly workflow: string;
  /** The workflow's path. */
  readonly path: string;
  /** The run's title. */
  readonly title: string;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly actor: string;
  readonly conclusion: Conclusion;
  readonly jobs: readonly JobResult[];
  /** The step summaries, one after another, as Markdown. */
  readonly summary: string;
  /** What the machine lacks and the run did without, such as `Python 3.13`. */
  readonly missing: readonly string[];
}

/** What happens while runs are played, in order. */
export type Progress =
  | { readonly kind: 'run-queued'; readonly run: number; readonly workflow: string; readonly title: string }
  | {
      readonly kind: 'not-played';
      readonly workflow: string;
      readonly event: string;
      readonly because: string;
    }
  | {
      readonly kind: 'run-started';
      readonly run: number;
      readonly workflow: string;
      /** The workflow's path. */
      readonly path: string;
      readonly title: string;
    }
  | {
      readonly kind: 'job-started';
      readonly run: number;
      readonly job: string;
      readonly permissions: Permissions;
    }
  | { readonly kind: 'step-started'; readonly run: number; readonly job: string; readonly step: string }
  | {
      readonly kind: 'line';
      readonly run: number;
      readonly job: string;
      readonly step: string;
      /** The action of the step, as the workflow names it; absent for a script of the workflow's own. */
      readonly uses?: string;
      readonly line: string;
    }
  | {
      readonly kind: 'step-finished';
      readonly run: number;
      readonly job: string;
      readonly step: string;
      readonly conclusion: Conclusion;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'job-finished';
      readonly run: number;
      readonly job: string;
      readonly conclusion: Conclusion;
    }
  | {
      readonly kind: 'run-finished';
      readonly run: number;
      readonly workflow: string;
      readonly conclusion: Conclusion;
    };
