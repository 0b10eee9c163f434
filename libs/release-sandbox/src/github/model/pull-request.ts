import type { Account } from './accounts.ts';

/** A pull request. Times are in milliseconds since the epoch. */
export interface PullRequest {
  /** Id, unique across repositories. */
  readonly id: number;
  /** Number in the repository, starting at 1. */
  readonly number: number;
  /** The account that opened it. */
  readonly author: Account;
  /** Name of the head branch. */
  readonly headRef: string;
  /** `owner/name` of the repository that holds the head branch; `null` if the fork was deleted. */
  headRepository: string | null;
  /** When it was opened. */
  readonly createdAtMs: number;
  /** Title: one line. */
  title: string;
  /** Description, if any. */
  body: string | null;
  /** A merged pull request is `closed` and has a `mergedAtMs`. */
  state: 'open' | 'closed';
  /** A draft cannot be merged. */
  draft: boolean;
  /** Tip of the head branch. */
  headSha: string;
  /** Name of the branch to merge into. */
  baseRef: string;
  /** Tip of the base branch when the head last moved; after a merge, the tip right before it. */
  baseSha: string;
  /** Whether maintainers may push to the head branch of a fork. */
  maintainerCanModify: boolean;
  /** When anything last changed. */
  updatedAtMs: number;
  /** When it was closed or merged. */
  closedAtMs: number | null;
  /** When it was merged. */
  mergedAtMs: number | null;
  /** The account that merged it. */
  mergedBy: Account | null;
  /** While open: the test merge, `null` on a conflict. Once merged: the new tip of the base branch. */
  mergeCommitSha: string | null;
  /** Commits that the merge added to the base branch. */
  introduced: ReadonlySet<string>;
}
