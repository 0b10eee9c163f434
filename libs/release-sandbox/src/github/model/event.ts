/** Names of the events that the sandbox raises. */
export type SandboxEventName =
  'push' | 'create' | 'pull_request' | 'workflow_dispatch' | 'workflow_run' | 'release';

/** An event, with what GitHub passes on to a workflow run. */
export interface SandboxEvent {
  /** Name of the event, as in `on:`. */
  readonly name: SandboxEventName;
  /** Action of the event, such as `opened` or `published`; absent for events without one. */
  readonly action?: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The webhook payload, which is also the content of the file at GITHUB_EVENT_PATH. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** GITHUB_REF of the runs that it starts, such as `refs/heads/main`. */
  readonly ref: string;
  /** GITHUB_SHA of the runs that it starts: a commit, even for annotated tags. */
  readonly sha: string;
  /** Login of the account that caused it. */
  readonly actor: string;
  /** `job-token`: caused with the GITHUB_TOKEN of a job. */
  readonly cause: 'user' | 'job-token';
  /** `false` if GitHub starts no run for it: most actions with a job token, and the deletion of a ref. */
  readonly startsRuns: boolean;
  /** `true` for a pull request by a job token: GitHub creates the run, which waits for a person's approval. */
  readonly awaitsApproval: boolean;
  /** For `workflow_dispatch`: path of the workflow file to run. */
  readonly workflow?: string;
  /** For `workflow_dispatch`: the run id in the response to the caller. `createRun` uses it for the next run of the workflow. */
  readonly runId?: number;
}

/** Receives events one by one, in order, before the action that raised them returns. */
export type SandboxEventListener = (event: SandboxEvent) => void;
