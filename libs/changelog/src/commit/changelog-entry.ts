import type { EntryKind } from './entry-kind.ts';

/** One line of a changelog. */
export interface ChangelogEntry {
  /**
   * The commit that the entry describes: the merge, or the commit itself. Empty for the entry of an intent file whose commit is unknown or
   * already has an entry.
   */
  readonly sha: string;
  readonly kind: EntryKind;
  readonly breaking: boolean;
  /** The conventional type, such as `refactor`, for files that have a group for it. */
  readonly type?: string;
  /** Safe Markdown. */
  readonly scope?: string;
  /** Safe Markdown on one line, without references. */
  readonly text: string;
  /** Notes on breaking changes, as safe Markdown, from the `BREAKING CHANGE` footers. */
  readonly notes: readonly string[];
  /** Its own pull request first, then those that were merged into it. */
  readonly pullRequests: readonly number[];
  /** Every commit that the entry covers, its own first. */
  readonly commits: readonly string[];
  /** The name of the intent file that the entry comes from. */
  readonly intent?: string | undefined;
}
