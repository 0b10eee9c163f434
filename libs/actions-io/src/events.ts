/** The repository of an event. */
export interface EventRepository {
  /** `owner/name`. */
  readonly fullName: string;
  readonly defaultBranch: string;
}

/** A branch or a tag was created, moved or deleted. */
export interface PushEvent {
  readonly name: 'push';
  /** The full ref. */
  readonly ref: string;
  readonly refType: 'branch' | 'tag';
  /** The ref without `refs/heads/` or `refs/tags/`. */
  readonly refName: string;
  /** The object the ref pointed to before; 40 zeros when the ref was created. */
  readonly before: string;
  /** The object the ref points to now: the tag object for an annotated tag, 40 zeros when the ref was deleted. */
  readonly after: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly forced: boolean;
  /** The commit behind `after` and its date in ISO 8601; absent on deletion. */
  readonly commit: { readonly sha: string; readonly timestamp: string } | undefined;
  /** Often absent, even where it would make sense. */
  readonly baseRef: string | undefined;
  readonly repository: EventRepository;
  readonly sender: string | undefined;
}

/** A pull request changed. `GITHUB_SHA` is then a test merge, not the head. */
export interface PullRequestEvent {
  readonly name: 'pull_request';
  /** `opened`, `synchronize`, `closed`, `ready_for_review` and so on. */
  readonly action: string;
  readonly number: number;
  /** The id for GraphQL. */
  readonly nodeId: string;
  readonly draft: boolean;
  readonly merged: boolean;
  /** Date and time in ISO 8601; absent before the merge. */
  readonly mergedAt: string | undefined;
  /** The commit on the base branch; before the merge, a test merge or absent. */
  readonly mergeCommitSha: string | undefined;
  readonly head: {
    readonly ref: string;
    readonly sha: string;
    /** `owner/name`; absent when the fork was deleted. */
    readonly repository: string | undefined;
  };
  readonly base: { readonly ref: string; readonly sha: string };
  /** Whether the head is in another repository, or in a deleted one. */
  readonly fromFork: boolean;
  readonly repository: EventRepository;
  readonly sender: string | undefined;
}

/** A run of another workflow was requested, started or completed. */
export interface WorkflowRunEvent {
  readonly name: 'workflow_run';
  /** `requested`, `in_progress` or `completed`. */
  readonly action: string;
  readonly run: {
    readonly id: number;
    /** From 1. */
    readonly attempt: number;
    /** The event that started that run: `push`, `pull_request` and so on. */
    readonly event: string;
    readonly status: string;
    /** `success`, `failure`, `cancelled` and so on; absent while it runs. */
    readonly conclusion: string | undefined;
    readonly headSha: string;
    /** Chosen by the author of the branch, who may own a fork. */
    readonly headBranch: string | undefined;
    /** The workflow file, such as `.github/workflows/package.yml`. */
    readonly path: string | undefined;
    readonly workflowId: number;
    /** `owner/name` of the head; absent when the fork was deleted. */
    readonly headRepository: string | undefined;
    readonly actor: string | undefined;
    readonly url: string;
  };
  /** Whether the head of the run is in another repository, or in a deleted one: then its files cannot be trusted. */
  readonly fromFork: boolean;
  readonly repository: EventRepository;
}

/** A person or a program started the workflow. */
export interface WorkflowDispatchEvent {
  readonly name: 'workflow_dispatch';
  /** The full ref of the run. */
  readonly ref: string;
  /** The workflow file. */
  readonly workflow: string;
  /** Empty when no inputs were given. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly repository: EventRepository;
  readonly sender: string | undefined;
}

/** An event that this library does not parse. */
export interface OtherEvent {
  readonly name: 'other';
  /** Name of the event at GitHub. */
  readonly eventName: string;
  /** The unchecked payload. */
  readonly payload: unknown;
}

/** The event that started the workflow. */
export type ActionsEvent =
  PushEvent | PullRequestEvent | WorkflowRunEvent | WorkflowDispatchEvent | OtherEvent;
