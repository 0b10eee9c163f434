import { z } from 'zod';
import { GitHubError, type GitHubErrorCode } from '../errors.ts';
import { hintFor } from './hints.ts';
import type { ApiResponse } from './response.ts';
import { type Operation, requestedWait } from './response-error.ts';

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

/** The data of a GraphQL response. Errors come with status 200 and sometimes with partial data, which is not used. */
export function queryData(response: ApiResponse, operation: Operation): unknown {
  const body = envelope.safeParse(response.data);
  if (!body.success)
    throw failure('GITHUB_UNEXPECTED_ANSWER', 'this is not a GraphQL response', response, operation);
  const errors = body.data.errors ?? [];
  const first = errors[0];
  if (first === undefined) return body.data.data;
  const message = errors
    .map((error) => error.message ?? 'no message')
    .join('; ')
    .slice(0, 400);
  throw failure(codeOf(first.type ?? '', message), message, response, operation);
}

function codeOf(type: string, message: string): GitHubErrorCode {
  // GitHub's messages for a query that took too long: the next attempt often succeeds.
  if (/^something went wrong while executing your query|timed? ?out/i.test(message))
    return 'GITHUB_UNAVAILABLE';
  return CODES[type] ?? 'GITHUB_QUERY_FAILED';
}

function failure(
  code: GitHubErrorCode,
  message: string,
  response: ApiResponse,
  operation: Operation,
): GitHubError {
  return new GitHubError(code, `cannot ${operation.action}: ${message}`, {
    responseMessage: message,
    status: response.status,
    hint: hintFor(code),
    retryAfterMs: requestedWait(response, code, operation.now),
  });
}
