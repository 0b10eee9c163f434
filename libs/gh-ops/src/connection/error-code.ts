import type { GitHubErrorCode } from '../errors.ts';
import { type ApiResponse, errorsIn, header } from './response.ts';

/**
 * The code for a response whose status does not mean success. Pure.
 *
 * @param message what {@link messageIn} found in the response
 * @param createsRef whether the request was to create a branch or a tag
 */
export function errorCodeOf(response: ApiResponse, message: string, createsRef: boolean): GitHubErrorCode {
  const { status } = response;
  if (status === 429 || (status === 403 && isRateLimit(response, message))) return 'GITHUB_RATE_LIMITED';
  if (status >= 500) return 'GITHUB_UNAVAILABLE';
  if (status === 401) return 'GITHUB_BAD_CREDENTIALS';
  if (status === 403)
    return isWorkflowRule(response, message, createsRef) ? 'GITHUB_WORKFLOW_SCOPE' : 'GITHUB_FORBIDDEN';
  if (status === 404) return 'GITHUB_NOT_FOUND';
  if (status === 409) return 'GITHUB_CONFLICT';
  if (status === 410) return 'GITHUB_GONE';
  if (status === 422 || status === 400) return codeOfInvalid(response.data, message);
  return status >= 300 && status < 400 && status !== 304 ? 'GITHUB_MOVED' : 'GITHUB_UNEXPECTED_ANSWER';
}

function isRateLimit(response: ApiResponse, message: string): boolean {
  return (
    header(response, 'retry-after') !== undefined ||
    header(response, 'x-ratelimit-remaining') === '0' ||
    /secondary rate limit|rate limit exceeded/i.test(message)
  );
}

/**
 * Whether the permission to change workflow files is missing. GitHub also lists it in the header for releases, where a plainer
 * permission is what is missing. For a ref the header is conclusive: the plainer permission was enough to create the tag object.
 */
function isWorkflowRule(response: ApiResponse, message: string, createsRef: boolean): boolean {
  const accepted = header(response, 'x-accepted-github-permissions') ?? '';
  return (
    (createsRef && accepted.includes('workflows=write')) ||
    /without `?workflows?`? (?:scope|permission)/i.test(message)
  );
}

/** A 422 without an `errors` array can only be classified by its text. */
function codeOfInvalid(data: unknown, message: string): GitHubErrorCode {
  if (/immutable release/i.test(message)) return 'GITHUB_IMMUTABLE';
  if (/\breference already exists\b|\ba pull request already exists for\b/i.test(message)) {
    return 'GITHUB_ALREADY_EXISTS';
  }
  const codes = errorsIn(data).map((error) => error['code']);
  return codes.includes('already_exists') ? 'GITHUB_ALREADY_EXISTS' : 'GITHUB_INVALID';
}
