import { type Answer, errorsIn, header } from './response.ts';
import type { GitHubErrorCode } from '../errors.ts';

/** What an answer outside the success set means; `makesRef` when it was to make a branch or a tag. */
export function codeOf(answer: Answer, said: string, makesRef: boolean): GitHubErrorCode {
  const { status } = answer;
  if (status === 429 || (status === 403 && isRateLimit(answer, said))) return 'GITHUB_RATE_LIMITED';
  if (status >= 500) return 'GITHUB_UNAVAILABLE';
  if (status === 401) return 'GITHUB_BAD_CREDENTIALS';
  if (status === 403)
    return isWorkflowRule(answer, said, makesRef) ? 'GITHUB_WORKFLOW_SCOPE' : 'GITHUB_FORBIDDEN';
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
function isWorkflowRule(answer: Answer, said: string, makesRef: boolean): boolean {
  const accepted = header(answer, 'x-accepted-github-permissions') ?? '';
  return (
    (makesRef && accepted.includes('workflows=write')) ||
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
