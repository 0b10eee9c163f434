/** Events the sandbox raises. */
export type SandboxEventName =
  'push' | 'create' | 'pull_request' | 'workflow_dispatch' | 'workflow_run' | 'release';

/** What happened, as a workflow run would be told. */
export interface SandboxEvent {
  /** Name of the event, as `on:` has it. */
  readonly name: SandboxEventName;
  /** `opened`, `published` and so on, for events that have an action. */
  readonly action?: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The webhook payload, which is also the content of GITHUB_EVENT_PATH. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** GITHUB_REF of the runs it starts, such as `refs/heads/main`. */
  readonly ref: string;
  /** GITHUB_SHA of the runs it starts: a commit, also for annotated tags. */
  readonly sha: string;
  /** Login of whoever caused it. */
  readonly actor: string;
  /** `job-token`: done with the GITHUB_TOKEN of a job. */
  readonly cause: 'user' | 'job-token';
  /** `false` for what GitHub starts no run for: most acts of a job token, and the deletion of a ref. */
  readonly startsRuns: boolean;
  /** A pull request by a job token: GitHub makes the run, and it waits for a person's approval. */
  readonly awaitsApproval: boolean;
  /** `workflow_dispatch`: path of the workflow file to run. */
  readonly workflow?: string;
  /** `workflow_dispatch`: the id the caller was told. `createRun` gives it to the next run of the workflow by itself. */
  readonly runId?: number;
}

/** Takes events one by one, in order, while the act that raised them is still under way. */
export type SandboxEventListener = (event: SandboxEvent) => void;
