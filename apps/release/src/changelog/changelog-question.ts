/** What to print of a history. */
export interface ChangelogQuestion {
  /** Absolute path of the checkout. */
  readonly repo: string;
  readonly range?: string | undefined;
  /** The whole history, without a range. */
  readonly all?: boolean | undefined;
  readonly explain?: boolean | undefined;
  readonly json?: boolean | undefined;
}
