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
