import { ReleaseError, type ReleaseErrorDetails } from '@heroku-release/release-kit';

/** The codes of gh-ops. */
export const GITHUB_ERROR_CODES = [
  'GITHUB_ALREADY_EXISTS',
  'GITHUB_BAD_ARGUMENT',
  'GITHUB_BAD_CREDENTIALS',
  'GITHUB_CONFLICT',
  'GITHUB_FORBIDDEN',
  'GITHUB_GONE',
  'GITHUB_IMMUTABLE',
  'GITHUB_INVALID',
  'GITHUB_MOVED',
  'GITHUB_NOT_FOUND',
  'GITHUB_QUERY_FAILED',
  'GITHUB_RATE_LIMITED',
  'GITHUB_TAG_ELSEWHERE',
  'GITHUB_UNAVAILABLE',
  'GITHUB_UNEXPECTED_ANSWER',
  'GITHUB_UPLOAD_DIFFERS',
  'GITHUB_WORKFLOW_SCOPE',
] as const;

/** One of {@link GITHUB_ERROR_CODES}. */
export type GitHubErrorCode = (typeof GITHUB_ERROR_CODES)[number];

/** What a {@link GitHubError} carries beside code and message. */
export interface GitHubErrorDetails extends ReleaseErrorDetails {
  /** The HTTP status of the answer; absent when there was none. */
  readonly status?: number | undefined;
  /** What GitHub itself said. */
  readonly said?: string | undefined;
  /** How long GitHub asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** An answer of GitHub that ends what was being done, or the lack of one. */
export class GitHubError extends ReleaseError<GitHubErrorCode> {
  override readonly name = 'GitHubError';
  /** The HTTP status of the answer; absent when there was none. */
  readonly status: number | undefined;
  /** What GitHub itself said. */
  readonly said: string | undefined;
  /** How long GitHub asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: GitHubErrorCode, message: string, details: GitHubErrorDetails = {}) {
    super(code, message, details);
    this.status = details.status;
    this.said = details.said;
    this.retryAfterMs = details.retryAfterMs;
  }
}
