import { type Effect, KitError } from '@heroku-release/release-kit';
import { GitHubError, type GitHubErrorCode } from './errors.ts';
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

/** An answer that is not the wished one. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** The error that an answer outside the success set stands for. */
export function refusalOf(answer: Answer, doing: Doing): GitHubError {
  const said = saidBy(answer.data);
  const code = codeOf(answer, said, doing);
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

function codeOf(answer: Answer, said: string, doing: Doing): GitHubErrorCode {
  const { status } = answer;
  if (status === 429 || (status === 403 && isRateLimit(answer, said))) return 'GITHUB_RATE_LIMITED';
  if (status >= 500) return 'GITHUB_UNAVAILABLE';
  if (status === 401) return 'GITHUB_BAD_CREDENTIALS';
  if (status === 403)
    return isWorkflowRule(answer, said, doing) ? 'GITHUB_WORKFLOW_SCOPE' : 'GITHUB_FORBIDDEN';
  if (status === 404) return 'GITHUB_NOT_FOUND';
  if (status === 409) return 'GITHUB_CONFLICT';
  if (status === 410) return 'GITHUB_GONE';
  if (status === 422 || status === 400) return codeOfInvalid(answer.data, said);
  return status >= 300 && status < 400 && status !== 304 ? 'GITHUB_MOVED' : 'GITHUB_UNEXPECTED_ANSWER';
}

function isRateLimit(answer: Answer, said: string): boolean {
  return (
    header(answer, 'retry-after') !== undefined ||
    header(answer, 'x-ratelimit-remaining') === '0' ||
    /secondary rate limit|rate limit exceeded/i.test(said)
  );
}

/**
 * The header lists the right on releases too, also where a plainer one is what lacks. Only a ref is refused for it this way: its
 * tag object was just made with the plainer right.
 */
function isWorkflowRule(answer: Answer, said: string, doing: Doing): boolean {
  const accepted = header(answer, 'x-accepted-github-permissions') ?? '';
  return (
    (doing.makesRef === true && accepted.includes('workflows=write')) ||
    /without `?workflows?`? (?:scope|permission)/i.test(said)
  );
}

/** A 422 comes with or without an `errors` array; without one only its text tells the kinds apart. */
function codeOfInvalid(data: unknown, said: string): GitHubErrorCode {
  if (/immutable release/i.test(said)) return 'GITHUB_IMMUTABLE';
  if (/\breference already exists\b|\ba pull request already exists for\b/i.test(said)) {
    return 'GITHUB_ALREADY_EXISTS';
  }
  const codes = errorsIn(data).map((error) => error['code']);
  return codes.includes('already_exists') ? 'GITHUB_ALREADY_EXISTS' : 'GITHUB_INVALID';
}

function errorsIn(data: unknown): Record<string, unknown>[] {
  const errors = isRecord(data) ? data['errors'] : undefined;
  return Array.isArray(errors) ? errors.filter(isRecord) : [];
}

function saidBy(data: unknown): string {
  const message = isRecord(data) && typeof data['message'] === 'string' ? data['message'] : '';
  const details = errorsIn(data).map((error) =>
    typeof error['message'] === 'string'
      ? error['message']
      : [error['resource'], error['field'], error['code']]
          .filter((part) => typeof part === 'string')
          .join(' '),
  );
  const said = details.length === 0 ? message : `${message}: ${details.join('; ')}`;
  return said.length > 400 ? `${said.slice(0, 400)}…` : said;
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

function header(answer: Answer, name: string): string | undefined {
  const value = answer.headers[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
