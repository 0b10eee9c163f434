import { type Effect, KitError } from '@heroku-release/release-kit';
import { type Answer, header, saidBy } from './response.ts';
import { GitHubError, type GitHubErrorCode } from '../errors.ts';
import { codeOf } from './error-code.ts';
import { hintFor } from './hints.ts';

/** What was being done when an answer came, for messages and for the effect. */
export interface Doing {
  /** Such as `create the tag v1.2.0`. */
  readonly what: string;
  readonly writes: boolean;
  /** Whether it makes a ref, which needs one more right when workflow files differ from those on the branches. */
  readonly makesRef?: boolean | undefined;
  /** Milliseconds since the epoch, to turn a reset time into a wait. */
  readonly now: number;
}

/** The error that an answer outside the success set stands for. */
export function refusalOf(answer: Answer, doing: Doing): GitHubError {
  const said = saidBy(answer.data);
  const code = codeOf(answer, said, doing.makesRef === true);
  const accepted = header(answer, 'x-accepted-github-permissions');
  return new GitHubError(code, `cannot ${doing.what}: GitHub answered ${answer.status} ${said}`.trimEnd(), {
    status: answer.status,
    said,
    effect: effectOfRefusal(code, doing),
    hint: hintFor(code, { accepted, reset: resetTime(answer) }),
    retryAfterMs: waitAsked(answer, code, doing.now),
  });
}

/**
 * The error for something that was thrown on the way. Octokit turns every broken connection into a made-up status 500, so the
 * cause decides: it knows whether anything was sent.
 */
export function brokenCall(thrown: unknown, doing: Doing): unknown {
  if (thrown instanceof GitHubError) return thrown;
  const answer = answerIn(thrown);
  if (answer !== undefined) return refusalOf(answer, doing);
  const cause = thrown instanceof KitError ? thrown : causeOf(thrown);
  if (cause instanceof KitError && !WIRE.has(cause.code)) return cause;
  const effect = cause instanceof KitError ? cause.effect : 'unknown';
  return new GitHubError('GITHUB_UNAVAILABLE', `cannot ${doing.what}: ${messageOf(cause ?? thrown)}`, {
    cause: cause ?? thrown,
    effect: doing.writes ? effect : 'none',
    hint: hintFor('GITHUB_UNAVAILABLE'),
  });
}

const WIRE: ReadonlySet<string> = new Set(['HTTP_UNREACHABLE', 'HTTP_BROKEN', 'HTTP_TIMEOUT']);

function answerIn(thrown: unknown): Answer | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('response' in thrown)) return undefined;
  const { response } = thrown as { response?: Answer };
  return typeof response?.status === 'number' ? response : undefined;
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'no answer';
}

/**
 * A doubtful write must be looked at again: the answer was lost, the state changed under it, or what it wanted is already
 * there, perhaps from an earlier try.
 */
function effectOfRefusal(code: GitHubErrorCode, doing: Doing): Effect {
  const doubtful = [
    'GITHUB_UNAVAILABLE',
    'GITHUB_CONFLICT',
    'GITHUB_ALREADY_EXISTS',
    'GITHUB_UNEXPECTED_ANSWER',
  ];
  return doing.writes && doubtful.includes(code) ? 'unknown' : 'none';
}

/**
 * How long GitHub wants to be left alone, in milliseconds: what it asks for, else until the primary limit resets, else the
 * minute it documents for the secondary one.
 */
export function waitAsked(answer: Answer, code: GitHubErrorCode, now: number): number | undefined {
  const seconds = Number(header(answer, 'retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  if (code !== 'GITHUB_RATE_LIMITED') return undefined;
  const reset = header(answer, 'x-ratelimit-remaining') === '0' ? resetTime(answer) : undefined;
  return reset === undefined ? 60_000 : Math.max(1000, reset - now);
}

function resetTime(answer: Answer): number | undefined {
  const seconds = Number(header(answer, 'x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
