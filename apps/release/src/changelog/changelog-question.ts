/** What the command line asks of a history. */
export interface ChangelogQuestion {
  /** The checkout, absolute. */
  readonly repo: string;
  readonly range: string | undefined;
  readonly explain?: boolean;
  readonly json?: boolean;
}
