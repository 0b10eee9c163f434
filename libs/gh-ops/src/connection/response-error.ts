import { type Effect, KitError } from '@heroku-release/release-kit';
import { GitHubError, type GitHubErrorCode } from '../errors.ts';
import { errorCodeOf } from './error-code.ts';
import { hintFor } from './hints.ts';
import { type ApiResponse, header, messageIn } from './response.ts';

/** An operation in progress, for error messages and for the effect of a failure. */
export interface Operation {
  /** What follows "cannot" in a message, such as `create the tag v1.2.0 in heroku/demo`. */
  readonly action: string;
  readonly writes: boolean;
  /** Whether it creates a ref, which needs one more permission when workflow files differ from those on the branches. */
  readonly createsRef?: boolean | undefined;
  /** Milliseconds since the epoch, to turn a reset time into a wait. */
  readonly now: number;
}

/** The error for a response whose status does not mean success. */
export function errorFromResponse(response: ApiResponse, operation: Operation): GitHubError {
  const message = messageIn(response.data);
  const code = errorCodeOf(response, message, operation.createsRef === true);
  return new GitHubError(
    code,
    `cannot ${operation.action}: GitHub answered ${response.status} ${message}`.trimEnd(),
    {
      status: response.status,
      responseMessage: message,
      effect: effectOfResponse(code, operation),
      hint: hintFor(code, {
        acceptedPermissions: header(response, 'x-accepted-github-permissions'),
        resetMs: resetTime(response),
      }),
      retryAfterMs: requestedWait(response, code, operation.now),
    },
  );
}

/**
 * The error for anything thrown while sending. Octokit reports every broken connection as an invented status 500, so the cause
 * decides: it shows whether anything was sent.
 */
export function errorFromThrown(thrown: unknown, operation: Operation): unknown {
  if (thrown instanceof GitHubError) return thrown;
  const response = responseIn(thrown);
  if (response !== undefined) return errorFromResponse(response, operation);
  const cause = thrown instanceof KitError ? thrown : causeOf(thrown);
  if (cause instanceof KitError && !CONNECTION_CODES.has(cause.code)) return cause;
  const effect = cause instanceof KitError ? cause.effect : 'unknown';
  return new GitHubError('GITHUB_UNAVAILABLE', `cannot ${operation.action}: ${messageOf(cause ?? thrown)}`, {
    cause: cause ?? thrown,
    effect: operation.writes ? effect : 'none',
    hint: hintFor('GITHUB_UNAVAILABLE'),
  });
}

const CONNECTION_CODES: ReadonlySet<string> = new Set(['HTTP_UNREACHABLE', 'HTTP_BROKEN', 'HTTP_TIMEOUT']);

function responseIn(thrown: unknown): ApiResponse | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('response' in thrown)) return undefined;
  const { response } = thrown as { response?: ApiResponse };
  return typeof response?.status === 'number' ? response : undefined;
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'no response';
}

const UNCERTAIN_CODES: ReadonlySet<GitHubErrorCode> = new Set([
  'GITHUB_UNAVAILABLE',
  'GITHUB_CONFLICT',
  'GITHUB_ALREADY_EXISTS',
  'GITHUB_UNEXPECTED_ANSWER',
]);

/**
 * After an uncertain write the caller checks the current state: the response was lost, another write interfered, or the result
 * already exists, perhaps from an earlier attempt.
 */
function effectOfResponse(code: GitHubErrorCode, operation: Operation): Effect {
  return operation.writes && UNCERTAIN_CODES.has(code) ? 'unknown' : 'none';
}

/**
 * How long to wait before the next request, in milliseconds: as long as GitHub asks, else until the primary rate limit resets, else
 * the minute that GitHub documents for the secondary limit. Undefined when there is no rate limit to wait for.
 */
export function requestedWait(response: ApiResponse, code: GitHubErrorCode, now: number): number | undefined {
  const seconds = Number(header(response, 'retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  if (code !== 'GITHUB_RATE_LIMITED') return undefined;
  const reset = header(response, 'x-ratelimit-remaining') === '0' ? resetTime(response) : undefined;
  return reset === undefined ? 60_000 : Math.max(1000, reset - now);
}

function resetTime(response: ApiResponse): number | undefined {
  const seconds = Number(header(response, 'x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
