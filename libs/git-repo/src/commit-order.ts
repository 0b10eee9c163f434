/**
 * In which order commits come, newest first by the date of the committer. `children-first`: a child before its parents, whatever their
 * dates. git walks the whole range before its first word then, unless the repository has a commit-graph. `dated`: by date alone and at once;
 * where a clock was wrong, or two commits were made in one second, a parent may come before its child.
 */
export type CommitOrder = keyof typeof COMMIT_ORDERS;

/** The arguments of `git log` for each. */
export const COMMIT_ORDERS = {
  'children-first': ['--date-order'],
  dated: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
