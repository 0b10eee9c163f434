import type { ChangelogEntry } from '../commit/changelog-entry.ts';

/** Why a commit is part of another entry. */
export type FoldedReason =
  /** A merge contains it. */
  | 'merged'
  /** A newer commit has the same pull request and title. */
  | 'same-pull-request'
  /** A newer update of the same dependency follows it. */
  | 'later-update';

/** Why a commit is not in the changelog. */
export type LeftOutReason =
  /** A later commit of the range reverts it. */
  | 'reverted'
  /** It reverts a commit of the range. */
  | 'revert'
  /** It is the version bump, the merge of the release branch, or another commit of that branch that changes only files of a release. */
  | 'release'
  /** It edits only the changelog, outside any pull request. */
  | 'changelog'
  /** It is a merge that adds no commit to the range. */
  | 'empty-merge'
  /** A label of its pull request says so. */
  | 'label';

/** Why a commit has no entry of its own. */
export type Reason = FoldedReason | LeftOutReason;

/** The fate of one commit. */
export interface CommitDecision {
  readonly sha: string;
  readonly parents: readonly string[];
  /** As written: unsafe. */
  readonly subject: string;
  readonly outcome: 'listed' | 'folded' | 'left-out';
  /** Absent for a listed commit. */
  readonly reason?: Reason;
  /** The commit into whose entry it is folded, or with which it is left out. */
  readonly into?: string;
}

/** The numbers of listed, folded and left out commits; the three add up to the total. */
export interface SectionCounts {
  readonly listed: number;
  readonly folded: number;
  readonly leftOut: number;
  readonly total: number;
}

/** The changes of one version, ready to be rendered in any style. */
export interface ChangelogSection {
  /** As written in the heading, without `v`. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Without a trailing slash. Default: the URL in the changelog file; without either, there are no links. */
  readonly repositoryUrl?: string | undefined;
  readonly previousTag?: string | undefined;
  readonly tag?: string | undefined;
  /** In the order of the commits. */
  readonly entries: readonly ChangelogEntry[];
}

/** The proof that a section covers every commit it was built from. */
export interface SectionProof {
  readonly counts: SectionCounts;
  /** One per commit, in the order of the commits. */
  readonly decisions: readonly CommitDecision[];
  /** The entries that reverted commits would have had, for sections that were written before the revert. */
  readonly takenBack: readonly ChangelogEntry[];
  /** The commit up to which a changelog file records that everything is counted. Default: the newest. */
  readonly countedTo?: string | undefined;
}

/** A section with its proof. */
export interface ProvenSection extends ChangelogSection, SectionProof {}
