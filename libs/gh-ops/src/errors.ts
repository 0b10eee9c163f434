import { type ErrorKind, ReleaseError, type ReleaseErrorDetails } from '@heroku-release/release-kit';

/** The kind of each code: only an invalid argument is the caller's mistake, everything else may work on another run. */
const KINDS = {
  GITHUB_ALREADY_EXISTS: 'failed',
  GITHUB_BAD_ARGUMENT: 'usage',
  GITHUB_BAD_CREDENTIALS: 'failed',
  GITHUB_CONFLICT: 'failed',
  GITHUB_FORBIDDEN: 'failed',
  GITHUB_GONE: 'failed',
  GITHUB_IMMUTABLE: 'failed',
  GITHUB_INVALID: 'failed',
  GITHUB_MOVED: 'failed',
  GITHUB_NOT_FOUND: 'failed',
  GITHUB_QUERY_FAILED: 'failed',
  GITHUB_RATE_LIMITED: 'failed',
  GITHUB_TAG_ELSEWHERE: 'refused',
  GITHUB_UNAVAILABLE: 'failed',
  GITHUB_UNEXPECTED_ANSWER: 'failed',
  GITHUB_UPLOAD_DIFFERS: 'failed',
  GITHUB_WORKFLOW_SCOPE: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link GITHUB_ERROR_CODES}. */
export type GitHubErrorCode = keyof typeof KINDS;

/** The error codes of gh-ops. */
export const GITHUB_ERROR_CODES = Object.keys(KINDS) as readonly GitHubErrorCode[];

/** Details of a {@link GitHubError} besides its code and message. */
export interface GitHubErrorDetails extends ReleaseErrorDetails {
  /** HTTP status of the response; absent when there was none. */
  readonly status?: number | undefined;
  /** The error message in the response. */
  readonly responseMessage?: string | undefined;
  /** How long GitHub asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** A failed operation on GitHub: an error response, no response at all, or arguments that were not worth sending. */
export class GitHubError extends ReleaseError<GitHubErrorCode> {
  override readonly name = 'GitHubError';
  /** HTTP status of the response; absent when there was none. */
  readonly status: number | undefined;
  /** The error message in the response. */
  readonly responseMessage: string | undefined;
  /** How long GitHub asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: GitHubErrorCode, message: string, details: GitHubErrorDetails = {}) {
    super(code, message, details);
    this.status = details.status;
    this.responseMessage = details.responseMessage;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** `usage` for an invalid argument, `refused` for a tag on another commit, otherwise `failed`. */
  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
