import type { Account } from './accounts.ts';

/** How far a run is. */
export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
/** How a run ended. */
export type RunConclusion =
  'success' | 'failure' | 'cancelled' | 'skipped' | 'neutral' | 'timed_out' | 'action_required' | 'stale';

/** A workflow file of a repository. */
export interface WorkflowFile {
  /** Such as `.github/workflows/package.yml`. */
  readonly path: string;
  /** Its `name:`. */
  readonly name: string;
}

/** A workflow run. A re-run keeps the id and raises `attempt`. */
export interface Run {
  /** Number over all repositories; a re-run keeps it. */
  readonly id: number;
  /** `owner/name`. */
  readonly repository: string;
  /** The workflow file, with the number GitHub gives it. */
  readonly workflow: WorkflowFile & {
    /** Number that GitHub gives the file. */
    readonly id: number;
  };
  /** Number among the runs of its workflow, from 1. */
  readonly number: number;
  /** Name of the event that started it. */
  readonly event: string;
  /** Commit that it runs on. */
  readonly headSha: string;
  /** Branch or tag without `refs/`; `null` where there is none. */
  readonly headBranch: string | null;
  /** `owner/name` of the repository with the head commit. */
  readonly headRepository: string;
  /** Who started it. */
  readonly actor: Account;
  /** The `run-name`, or the subject of the head commit. */
  readonly displayTitle: string;
  /** When it was created. */
  readonly createdAtMs: number;
  /** 1, and one more for each re-run. */
  attempt: number;
  /** How far it is. */
  status: RunStatus;
  /** How it ended; `null` before it has. */
  conclusion: RunConclusion | null;
  /** When anything last changed. */
  updatedAtMs: number;
}

/** A stored workflow artifact, with the names of the REST answer. */
export interface Artifact {
  /** Number, rising with time. */
  readonly id: number;
  /** Name; unique in one attempt of a run. */
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
  /** When it stops being downloadable, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
  /** Ended by hand before its time. */
  expired: boolean;
}
