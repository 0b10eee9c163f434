import type { Permissions } from '../workflow/permissions.ts';
import type { Combination } from '../workflow/matrix.ts';

/** Conclusion of a run, a job or a step. */
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** A message of a step for people, with masked values hidden. */
export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly title?: string | undefined;
  readonly file?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
}

/** Result of a step. */
export interface StepResult {
  readonly id: string | undefined;
  readonly name: string;
  /** The conclusion before `continue-on-error`. */
  readonly outcome: Conclusion;
  /** The conclusion after `continue-on-error`. */
  readonly conclusion: Conclusion;
  /** Exit code of the process; `undefined` when the step was skipped, could not start, or was stopped by a signal. */
  readonly exitCode: number | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  /** Output of the step, with masked values hidden. */
  readonly log: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly durationMs: number;
}

/** Result of a job. */
export interface JobResult {
  readonly id: string;
  readonly name: string;
  readonly matrix: Combination;
  readonly conclusion: Conclusion;
  /** Whether the run continues as if the job had succeeded when it fails. */
  readonly continueOnError: boolean;
  /** Permissions of its token; empty for a job that never started. */
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
  /** Why the job did not run, or what ended it early. */
  readonly because: string | undefined;
  /** The step summaries as Markdown. */
  readonly summary: string;
  /** Tools that the machine lacks; the job ran without them. */
  readonly missing: readonly string[];
}

/** Result of a run. */
export interface RunResult {
  readonly id: number;
  readonly attempt: number;
  /** Name of the workflow. */
  readonly workflow: string;
  /** Path of the workflow file. */
  readonly path: string;
  /** Title of the run. */
  readonly title: string;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly actor: string;
  readonly conclusion: Conclusion;
  readonly jobs: readonly JobResult[];
  /** The concatenated step summaries as Markdown. */
  readonly summary: string;
  /** Tools that the machine lacks, such as `Python 3.13`; the run went on without them. */
  readonly missing: readonly string[];
}

/** An event while runs are played, in order. */
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
      /** Path of the workflow file. */
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
      /** The action of the step as written in the workflow; absent for a script. */
      readonly uses?: string | undefined;
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
