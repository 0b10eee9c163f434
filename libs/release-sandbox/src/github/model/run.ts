import type { Account } from './accounts.ts';

/** Status of a run. */
export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
/** Result of a completed run. */
export type RunConclusion =
  'success' | 'failure' | 'cancelled' | 'skipped' | 'neutral' | 'timed_out' | 'action_required' | 'stale';

/** A workflow file of a repository. */
export interface WorkflowFile {
  /** Path, such as `.github/workflows/package.yml`. */
  readonly path: string;
  /** Its `name:`. */
  readonly name: string;
}

/** A workflow run. A re-run keeps the id and raises `attempt`. */
export interface Run {
  /** Id, unique across repositories. A re-run keeps it. */
  readonly id: number;
  /** `owner/name`. */
  readonly repository: string;
  /** The workflow file. */
  readonly workflow: WorkflowFile & {
    /** GitHub's id of the workflow. */
    readonly id: number;
  };
  /** Number among the runs of its workflow, starting at 1. */
  readonly number: number;
  /** Name of the event that started it. */
  readonly event: string;
  /** Commit that it runs on. */
  readonly headSha: string;
  /** Branch or tag without `refs/heads/` or `refs/tags/`, if any. */
  readonly headBranch: string | null;
  /** `owner/name` of the repository that has the head commit. */
  readonly headRepository: string;
  /** The account that started it. */
  readonly actor: Account;
  /** The `run-name`, or the subject of the head commit. */
  readonly displayTitle: string;
  /** When it was created. */
  readonly createdAtMs: number;
  /** 1 at first; each re-run adds 1. */
  attempt: number;
  /** Current status. */
  status: RunStatus;
  /** Result; `null` until the run is completed. */
  conclusion: RunConclusion | null;
  /** When anything last changed. */
  updatedAtMs: number;
}

/** A stored workflow artifact. Some properties are named as in the REST API. */
export interface Artifact {
  /** Id; newer artifacts have higher ones. */
  readonly id: number;
  /** Name, unique in one attempt of a run. */
  readonly name: string;
  /** Size of the zip. */
  readonly size_in_bytes: number;
  /** `sha256:` and the hash of the zip. */
  readonly digest: string;
  /** The run it belongs to. */
  readonly runId: number;
  /** The attempt of the run that stored it. */
  readonly attempt: number;
  /** When it was stored, in milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** Expiry in milliseconds since the epoch. */
  readonly expiresAtMs: number;
  /** Whether it was made to expire early. */
  expired: boolean;
}
