/** One commit as git has it. */
export interface Commit {
  /** Full object id in lower case. */
  readonly sha: string;
  /** Full ids, first parent first; empty for a root. */
  readonly parents: readonly string[];
  /** The first paragraph of the message on one line (`%s`). */
  readonly subject: string;
  /** The rest of the message (`%b`). */
  readonly body: string;
  /** As git prints `%aI`; carried along, never read. */
  readonly authorDate?: string;
  /** As git prints `%cI`; carried along, never read. */
  readonly committerDate?: string;
  /** Carried along, never read. */
  readonly authorName?: string;
}
