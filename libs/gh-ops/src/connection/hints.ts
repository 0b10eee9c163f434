import type { GitHubErrorCode } from '../errors.ts';

const AGAIN = 'Run the command again; it looks first and continues where it stopped.';

/** Facts of one answer that a hint repeats. */
export interface HintFacts {
  /** The header `x-accepted-github-permissions`. */
  readonly accepted?: string | undefined;
  /** When the rate limit resets, milliseconds since the epoch. */
  readonly reset?: number | undefined;
}

const HINTS: Readonly<Partial<Record<GitHubErrorCode, string>>> = {
  GITHUB_ALREADY_EXISTS: AGAIN,
  GITHUB_BAD_CREDENTIALS:
    'The token is invalid or expired; a job token ends with its job. Give a fresh token.',
  GITHUB_CONFLICT: AGAIN,
  GITHUB_FORBIDDEN: 'Grant the token the missing permission, in a workflow under `permissions:` of the job.',
  GITHUB_GONE: 'It expired or was deleted and does not come back. Run the stage that makes it again.',
  GITHUB_IMMUTABLE:
    'Published immutable releases cannot be changed, and their tag stays taken. Release a new version.',
  GITHUB_INVALID: 'GitHub understood the request and refuses it; its words say what is wrong.',
  GITHUB_MOVED:
    'The repository was renamed or moved. Update the remote origin and GITHUB_REPOSITORY to its new name.',
  GITHUB_NOT_FOUND:
    'Either it does not exist, or the token may not see it. Check the repository name and the permissions of the token.',
  GITHUB_UNAVAILABLE: AGAIN,
  GITHUB_UNEXPECTED_ANSWER: `${AGAIN} If it stays, report the answer together with this message.`,
  GITHUB_WORKFLOW_SCOPE:
    'Workflow files changed on the branch since that commit, which a job token may not tag. Push the tag by hand, or use the token ' +
    'of an App with the permission "workflows". If the token lacks `contents: write`, grant that first.',
};

/** What the reader can do about an error code. */
export function hintFor(code: GitHubErrorCode, facts: HintFacts = {}): string {
  if (code === 'GITHUB_RATE_LIMITED') {
    const when = facts.reset === undefined ? 'in a minute' : `after ${new Date(facts.reset).toISOString()}`;
    return `The rate limit of this token is used up. Run the command again ${when}.`;
  }
  const hint = HINTS[code] ?? AGAIN;
  return facts.accepted === undefined ? hint : `${hint} GitHub would accept: ${facts.accepted}.`;
}
