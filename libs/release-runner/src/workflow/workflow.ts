import type { Place, Template } from './template.ts';

/** A parsed workflow file. */
export interface Workflow {
  /** Path inside the repository, such as `.github/workflows/publish.yml`. */
  readonly path: string;
  /** `name:`, otherwise the path; GitHub shows it, and `workflow_run` compares it. */
  readonly name: string;
  readonly runName: Template | undefined;
  readonly triggers: readonly Trigger[];
  readonly permissions: Template | undefined;
  readonly env: Template | undefined;
  readonly concurrency: Template | undefined;
  readonly defaults: RunDefaults;
  readonly jobs: readonly WorkflowJob[];
}

/** One entry of `on:`. */
export interface Trigger extends Place {
  readonly event: string;
  /** Filters by key, such as `branches` or `types`. An absent key does not filter. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** Inputs of `workflow_dispatch` by name. */
  readonly inputs: Readonly<Record<string, DispatchInput>>;
}

/** An input that `workflow_dispatch` declares. */
export interface DispatchInput {
  readonly type: string;
  readonly required: boolean;
  readonly default: string | undefined;
}

/** `defaults.run`. */
export interface RunDefaults {
  readonly shell: Template | undefined;
  readonly workingDirectory: Template | undefined;
}

/** One job of a workflow file. */
export interface WorkflowJob extends Place {
  readonly id: string;
  readonly name: Template | undefined;
  readonly needs: readonly string[];
  /** An expression that always calls a status function. */
  readonly condition: string;
  readonly runsOn: Template | undefined;
  readonly permissions: Template | undefined;
  readonly environment: Template | undefined;
  readonly concurrency: Template | undefined;
  readonly strategy: Template | undefined;
  readonly env: Template | undefined;
  readonly outputs: Template | undefined;
  readonly defaults: RunDefaults;
  readonly timeoutMinutes: Template | undefined;
  readonly continueOnError: Template | undefined;
  readonly steps: readonly WorkflowStep[];
}

/** One step of a job. */
export interface WorkflowStep extends Place {
  readonly id: string | undefined;
  readonly name: Template | undefined;
  readonly condition: string;
  readonly env: Template | undefined;
  readonly timeoutMinutes: Template | undefined;
  readonly continueOnError: Template | undefined;
  readonly work:
    | {
        readonly kind: 'run';
        readonly script: Template;
        readonly shell: Template | undefined;
        readonly workingDirectory: Template | undefined;
      }
    | { readonly kind: 'uses'; readonly uses: string; readonly inputs: Template | undefined };
}
