/** A commit's message and its place in the history. The changelog library accepts this shape. */
export interface CommitMessage {
  /** Full object id in lower case. */
  readonly sha: string;
  /** Full ids, first parent first; empty for a root commit. */
  readonly parents: readonly string[];
  /** The first paragraph on one line. */
  readonly subject: string;
  /** The message after the subject, without trailing newlines. */
  readonly body: string;
}

/** One commit as git prints it. */
export interface Commit extends CommitMessage {
  /** As git prints `%aI`. Text rather than a date, since real histories contain zones such as `+518:00`. */
  readonly authorDate: string;
  /** As git prints `%cI`. */
  readonly committerDate: string;
  readonly authorName: string;
}
