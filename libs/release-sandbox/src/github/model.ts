import type { Account } from './accounts.ts';

/** A pull request as the sandbox keeps it. Times are milliseconds since the epoch. */
export interface PullRequest {
  /** Number over all repositories. */
  readonly id: number;
  /** Number in the repository, from 1. */
  readonly number: number;
  /** Who opened it. */
  readonly author: Account;
  /** Name of the head branch. */
  readonly headRef: string;
  /** `owner/name` of the repository that holds the head branch; `null` where the fork is gone. */
  headRepository: string | null;
  /** When it was opened. */
  readonly createdAtMs: number;
  /** One line. */
  title: string;
  /** Text; `null` where none was given. */
  body: string | null;
  /** A merged one is `closed` with a `mergedAtMs`. */
  state: 'open' | 'closed';
  /** A draft cannot be merged. */
  draft: boolean;
  /** Tip of the head branch. */
  headSha: string;
  /** Name of the branch to merge into. */
  baseRef: string;
  /** Tip of the base when the head last moved; when merged, right before the merge. */
  baseSha: string;
  /** Whether maintainers may push to the head branch of a fork. */
  maintainerCanModify: boolean;
  /** When anything last changed. */
  updatedAtMs: number;
  /** When it was closed or merged. */
  closedAtMs: number | null;
  /** When it was merged. */
  mergedAtMs: number | null;
  /** Who merged it. */
  mergedBy: Account | null;
  /** Open: the test merge, `null` on conflict. Merged: what the merge put on the base branch. */
  mergeCommitSha: string | null;
  /** Commits that the merge brought onto the base branch. */
  introduced: ReadonlySet<string>;
}

/** A release, draft or published. */
export interface Release {
  /** Number over all repositories. */
  readonly id: number;
  /** Who created it. */
  readonly author: Account;
  /** When it was created. */
  readonly createdAtMs: number;
  /** Name of the tag, also while the tag is not there yet. */
  tagName: string;
  /** Where the tag is made if it is not there at publication. */
  targetCommitish: string;
  /** Title. */
  name: string | null;
  /** Notes. */
  body: string | null;
  /** Drafts are seen only with push access. */
  draft: boolean;
  /** Never the latest. */
  prerelease: boolean;
  /** Whether publication makes it the latest: `legacy` when its version is the highest. */
  makeLatest: 'true' | 'false' | 'legacy';
  /** Published under the setting that freezes tag and files. */
  immutable: boolean;
  /** When anything last changed. */
  updatedAtMs: number;
  /** When it was published. */
  publishedAtMs: number | null;
  /** The part of a draft's page address that stands in for its tag. */
  readonly untagged: string;
  /** The files, in the order of upload. */
  readonly assets: ReleaseAsset[];
}

/** A file of a release. A `starter` asset is what an upload that broke off leaves behind. */
export interface ReleaseAsset {
  /** Number over all repositories. */
  readonly id: number;
  /** Name as stored, which may differ from the name sent. */
  readonly name: string;
  /** Text shown instead of the name. */
  readonly label: string | null;
  /** Media type given with the upload. */
  readonly contentType: string;
  /** `starter`: the upload broke off. */
  readonly state: 'uploaded' | 'starter';
  /** The content. */
  readonly bytes: Uint8Array;
  /** `sha256:` and the hash; `null` for a broken upload. */
  readonly digest: string | null;
  /** Who uploaded it. */
  readonly uploader: Account;
  /** When it was uploaded. */
  readonly createdAtMs: number;
  /** How often it was downloaded. */
  downloads: number;
}

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

/** `none` is said by leaving a key out. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** A token the sandbox issued. */
export interface Token {
  readonly value: string;
  readonly repository: string;
  /** `job`: the GITHUB_TOKEN of a job. `user`: a person's or an app's own token. */
  readonly kind: 'user' | 'job';
  /** Who acts: the person, or `github-actions[bot]` for a job. */
  readonly account: Account;
  readonly permissions: Permissions;
  readonly label: string;
  readonly runId?: number;
  revoked: boolean;
  /** Requests of this token by resource and start of the hour. */
  readonly used: Map<string, number>;
}

/** Who does something, and whether GitHub treats it as the act of a job token. */
export interface Actor {
  /** Who acts. */
  readonly account: Account;
  /** `job-token`: with the GITHUB_TOKEN of a job. */
  readonly cause: 'user' | 'job-token';
}
