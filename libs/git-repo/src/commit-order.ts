/**
 * The order of commits, newest first by committer date. `children-first`: a child comes before its parents, whatever their dates; without a
 * commit-graph, git walks the whole range before it prints anything. `dated`: by date alone, printed at once; a parent may come before its
 * child where a clock was wrong or two commits share a second.
 */
export type CommitOrder = keyof typeof COMMIT_ORDERS;

/** The `git log` arguments for each order. */
export const COMMIT_ORDERS = {
  'children-first': ['--date-order'],
  dated: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
