/** One commit, as git reports it. */
export interface Commit {
  /** Full object id in lower case. */
  readonly sha: string;
  /** Full ids, first parent first; empty for a root commit. */
  readonly parents: readonly string[];
  /** The first paragraph of the message on one line (`%s`). */
  readonly subject: string;
  /** The rest of the message (`%b`). */
  readonly body: string;
  /** As git prints `%aI`; not used by this library. */
  readonly authorDate?: string | undefined;
  /** As git prints `%cI`; not used by this library. */
  readonly committerDate?: string | undefined;
  /** Not used by this library. */
  readonly authorName?: string | undefined;
}
