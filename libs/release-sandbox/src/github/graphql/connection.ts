import { FieldProblem } from './problem.ts';

/** Arguments of a connection. */
export interface ConnectionArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

const maxPageSize = 100;

/** A connection over a list. Like GitHub, it requires `first` or `last`, of at most 100. */
export function connection<T>(field: string, all: readonly T[], args: ConnectionArguments) {
  const { first, last } = args;
  const bound = first ?? last;
  if (bound === undefined || bound === null)
    throw new FieldProblem(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${field}\` connection.`,
    );
  if (bound < 0 || bound > maxPageSize)
    throw new FieldProblem(
      'EXCESSIVE_PAGINATION',
      `Requesting ${bound} records on the \`${field}\` connection exceeds the \`first\` limit of ${maxPageSize} records.`,
    );
  const from = args.after == null ? 0 : offsetOf(args.after);
  const to = args.before == null ? all.length : offsetOf(args.before) - 1;
  const start = first == null ? Math.max(from, to - bound) : from;
  const end = first == null ? to : Math.min(to, from + bound);
  const nodes = all.slice(start, end);
  const cursors = nodes.map((_, index) => cursor(start + index + 1));
  return {
    totalCount: all.length,
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursors[index] })),
    pageInfo: {
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}

const cursor = (offset: number) => Buffer.from(`cursor:v2:${offset}`).toString('base64');

function offsetOf(text: string): number {
  const match = /^cursor:v2:(\d+)$/.exec(Buffer.from(text, 'base64').toString());
  if (match === null)
    throw new FieldProblem('INVALID_CURSOR_ARGUMENTS', `\`${text}\` does not appear to be a valid cursor.`);
  return Number(match[1]);
}
