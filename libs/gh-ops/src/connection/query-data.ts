import { z } from 'zod';
import type { Answer } from './response.ts';
import { GitHubError, type GitHubErrorCode } from '../errors.ts';
import { hintFor } from './hints.ts';
import { type Doing, waitAsked } from './response-error.ts';

const envelope = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ type: z.string().nullish(), message: z.string().nullish() })).nullish(),
});

const CODES: Readonly<Record<string, GitHubErrorCode>> = {
  NOT_FOUND: 'GITHUB_NOT_FOUND',
  FORBIDDEN: 'GITHUB_FORBIDDEN',
  INSUFFICIENT_SCOPES: 'GITHUB_FORBIDDEN',
  RATE_LIMITED: 'GITHUB_RATE_LIMITED',
  SERVICE_UNAVAILABLE: 'GITHUB_UNAVAILABLE',
};

/** The data of a GraphQL answer. Errors arrive with status 200 and may come with partial data, which is not trusted. */
export function answerOfQuery(answer: Answer, doing: Doing): unknown {
  const body = envelope.safeParse(answer.data);
  if (!body.success)
    throw failure('GITHUB_UNEXPECTED_ANSWER', 'the answer is no GraphQL answer', answer, doing);
  const errors = body.data.errors ?? [];
  const first = errors[0];
  if (first === undefined) return body.data.data;
  const said = errors
    .map((error) => error.message ?? 'no message')
    .join('; ')
    .slice(0, 400);
  throw failure(codeOf(first.type ?? '', said), said, answer, doing);
}

/** A connection's nodes; GitHub may put `null` where the token may not see one. */
export const nodes = <T extends z.ZodType>(node: T) =>
  z
    .array(node.nullable())
    .nullish()
    .transform((list) => (list ?? []).filter((item) => item !== null));

function codeOf(type: string, said: string): GitHubErrorCode {
  // What GitHub says when a query ran out of its time: the next try often passes.
  if (/^something went wrong while executing your query|timed? ?out/i.test(said)) return 'GITHUB_UNAVAILABLE';
  return CODES[type] ?? 'GITHUB_QUERY_FAILED';
}

function failure(code: GitHubErrorCode, said: string, answer: Answer, doing: Doing): GitHubError {
  return new GitHubError(code, `cannot ${doing.what}: ${said}`, {
    said,
    status: answer.status,
    hint: hintFor(code),
    retryAfterMs: waitAsked(answer, code, doing.now),
  });
}
