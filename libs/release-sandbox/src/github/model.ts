import type { Account } from './accounts.ts';

/** A pull request as the sandbox keeps it. Times are milliseconds since the epoch. */
export interface PullRequest {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly headRef: string;
  /** `owner/name` of the repository that holds the head branch; `null` where the fork is gone. */
  headRepository: string | null;
  readonly createdAtMs: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  draft: boolean;
  headSha: string;
  baseRef: string;
  baseSha: string;
  maintainerCanModify: boolean;
  updatedAtMs: number;
  closedAtMs: number | null;
  mergedAtMs: number | null;
  mergedBy: Account | null;
  /** Open: the test merge, `null` on conflict. Merged: what the merge put on the base branch. */
  mergeCommitSha: string | null;
  /** Commits that the merge brought onto the base branch. */
  introduced: ReadonlySet<string>;
}

/** A release, draft or published. */
export interface Release {
  readonly id: number;
  readonly author: Account;
  readonly createdAtMs: number;
  tagName: string;
  targetCommitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  makeLatest: 'true' | 'false' | 'legacy';
  immutable: boolean;
  updatedAtMs: number;
  publishedAtMs: number | null;
  /** The part of a draft's page address that stands in for its tag. */
  readonly untagged: string;
  readonly assets: ReleaseAsset[];
}

/** A file of a release. A `starter` asset is what an upload that broke off leaves behind. */
export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly state: 'uploaded' | 'starter';
  readonly bytes: Uint8Array;
  readonly digest: string | null;
  readonly uploader: Account;
  readonly createdAtMs: number;
  downloads: number;
}

export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
export type RunConclusion =
  'success' | 'failure' | 'cancelled' | 'skipped' | 'neutral' | 'timed_out' | 'action_required' | 'stale';

/** A workflow run. A re-run keeps the id and raises `attempt`. */
export interface Run {
  readonly id: number;
  readonly repository: string;
  readonly workflow: { readonly id: number; readonly path: string; readonly name: string };
  readonly number: number;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly headRepository: string;
  readonly actor: Account;
  readonly displayTitle: string;
  readonly createdAtMs: number;
  attempt: number;
  status: RunStatus;
  conclusion: RunConclusion | null;
  updatedAtMs: number;
}

/** A stored workflow artifact, with the names of the REST answer. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly size_in_bytes: number;
  /** `sha256:` and the hash of the zip. */
  readonly digest: string;
  readonly runId: number;
  readonly attempt: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
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
  readonly account: Account;
  readonly cause: 'user' | 'job-token';
}
