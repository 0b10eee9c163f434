/** What a commit says, and where it stands. The changelog library takes this shape. */
export interface CommitMessage {
  /** Full object id in lower case. */
  readonly sha: string;
  /** Full ids, first parent first; empty for a root. */
  readonly parents: readonly string[];
  /** The first paragraph on one line. */
  readonly subject: string;
  /** What follows the subject, without trailing newlines. */
  readonly body: string;
}

/** One commit as git prints it. */
export interface Commit extends CommitMessage {
  /** As git prints `%aI`. Odd zones such as `+518:00` occur in real histories, so this is text and not a date. */
  readonly authorDate: string;
  /** As git prints `%cI`. */
  readonly committerDate: string;
  readonly authorName: string;
}
