/** The repository an event belongs to. */
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
  /** What the ref held before; 40 zeros when it was created. */
  readonly before: string;
  /** What it holds now; the tag object for an annotated tag; 40 zeros when it was deleted. */
  readonly after: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly forced: boolean;
  /** The commit behind `after` and its date in ISO 8601; absent on deletion. */
  readonly commit: { readonly sha: string; readonly timestamp: string } | undefined;
  /** Often absent, also where one would expect it. */
  readonly baseRef: string | undefined;
  readonly repository: EventRepository;
  readonly sender: string | undefined;
}

/** Something happened to a pull request. `GITHUB_SHA` is then a test merge, not the head. */
export interface PullRequestEvent {
  readonly name: 'pull_request';
  /** `opened`, `synchronize`, `closed`, `ready_for_review` and so on. */
  readonly action: string;
  readonly number: number;
  /** The id that GraphQL takes. */
  readonly nodeId: string;
  readonly draft: boolean;
  readonly merged: boolean;
  /** Date and time in ISO 8601; absent until it is merged. */
  readonly mergedAt: string | undefined;
  /** Once merged, the commit on the base branch; before that, a test merge or nothing. */
  readonly mergeCommitSha: string | undefined;
  readonly head: {
    readonly ref: string;
    readonly sha: string;
    /** `owner/name`; absent when the fork is gone. */
    readonly repository: string | undefined;
  };
  readonly base: { readonly ref: string; readonly sha: string };
  /** Whether the head is in another repository, or in one that is gone. */
  readonly fromFork: boolean;
  readonly repository: EventRepository;
  readonly sender: string | undefined;
}

/** Another workflow's run was requested, began or was completed. */
export interface WorkflowRunEvent {
  readonly name: 'workflow_run';
  /** `requested`, `in_progress` or `completed`. */
  readonly action: string;
  readonly run: {
    readonly id: number;
    /** From 1. */
    readonly attempt: number;
    /** What started that run: `push`, `pull_request` and so on. */
    readonly event: string;
    readonly status: string;
    /** `success`, `failure`, `cancelled` and so on; absent while it runs. */
    readonly conclusion: string | undefined;
    readonly headSha: string;
    /** Chosen by whoever made the branch, also in a fork. */
    readonly headBranch: string | undefined;
    /** The workflow file, such as `.github/workflows/package.yml`. */
    readonly path: string | undefined;
    readonly workflowId: number;
    /** `owner/name` of the head; absent when the fork is gone. */
    readonly headRepository: string | undefined;
    readonly actor: string | undefined;
    readonly url: string;
  };
  /** Whether the run's head is in another repository, or in one that is gone: its files cannot be trusted. */
  readonly fromFork: boolean;
  readonly repository: EventRepository;
}

/** A person or a program started the workflow. */
export interface WorkflowDispatchEvent {
  readonly name: 'workflow_dispatch';
  /** The full ref it was started at. */
  readonly ref: string;
  /** The workflow file. */
  readonly workflow: string;
  /** Empty when there are none. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly repository: EventRepository;
  readonly sender: string | undefined;
}

/** An event that this library does not look into. */
export interface OtherEvent {
  readonly name: 'other';
  /** What GitHub calls it. */
  readonly eventName: string;
  /** As it came, unchecked. */
  readonly payload: unknown;
}

/** What started the workflow. */
export type ActionsEvent =
  PushEvent | PullRequestEvent | WorkflowRunEvent | WorkflowDispatchEvent | OtherEvent;
