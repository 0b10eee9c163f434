import type { EntryKind } from '../commit/entry-kind.ts';

/** One line of a changelog. */
export interface ChangelogEntry {
  /** The commit it stands for: the merge, or the commit itself. Empty for an intent file that shares its commit, or has none here. */
  readonly sha: string;
  readonly kind: EntryKind;
  readonly breaking: boolean;
  /** The conventional type, such as `refactor`, for files that have a group for it. */
  readonly type?: string;
  /** Safe Markdown. */
  readonly scope?: string;
  /** Safe Markdown on one line, without references. */
  readonly text: string;
  /** What breaks, safe Markdown, from the `BREAKING CHANGE` footers. */
  readonly notes: readonly string[];
  /** Its own pull request first, then those that it brought along. */
  readonly pullRequests: readonly number[];
  /** Every commit it stands for, its own first. */
  readonly commits: readonly string[];
  /** The name of the intent file it comes from. */
  readonly intent?: string;
}

/** Why a commit has no entry of its own. */
export const REASONS = [
  'merged',
  'same-pull-request',
  'later-update',
  'reverted',
  'revert',
  'release',
  'changelog',
  'empty-merge',
  'label',
] as const;

/**
 * Why a commit has no entry of its own. Folded: `merged` (a merge brought it), `same-pull-request` (the same change twice),
 * `later-update` (a later update of the same dependency). Left out: `reverted` and `revert` (a change and what took it back),
 * `release` (the bump, the release branch's merge), `changelog` (an edit of the changelog itself outside of any pull request), `empty-merge` (brought nothing of this range), `label` (a label says so).
 */
export type Reason = (typeof REASONS)[number];

/** What became of one commit. */
export interface CommitDecision {
  readonly sha: string;
  readonly parents: readonly string[];
  /** As written: unsafe. */
  readonly subject: string;
  readonly outcome: 'listed' | 'folded' | 'left-out';
  /** Given unless it is listed. */
  readonly reason?: Reason;
  /** The commit whose entry it went into, or with which it was left out. */
  readonly into?: string;
}

/** How many commits were listed, folded and left out; the three make the total. */
export interface SectionCounts {
  readonly listed: number;
  readonly folded: number;
  readonly leftOut: number;
  readonly total: number;
}

/** The changes of one version, ready to be rendered in any style. */
export interface ChangelogSection {
  /** As it is written in the heading, without `v`. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Without a slash at its end; links are made only when it is given. */
  readonly repositoryUrl?: string;
  readonly previousTag?: string;
  readonly tag?: string;
  /** Newest first within a kind, as the commits came. */
  readonly entries: readonly ChangelogEntry[];
  readonly counts: SectionCounts;
  /** One per commit, in the order in which they came. */
  readonly decisions: readonly CommitDecision[];
}
