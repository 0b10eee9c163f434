import type { GitHubErrorCode } from '../errors.ts';

const RUN_AGAIN = 'Run the command again; it checks the current state first and continues where it stopped.';

/** Facts from a response that a hint repeats. */
export interface HintFacts {
  /** The header `x-accepted-github-permissions`. */
  readonly acceptedPermissions?: string | undefined;
  /** When the rate limit resets, milliseconds since the epoch. */
  readonly resetMs?: number | undefined;
}

const HINTS: Readonly<Partial<Record<GitHubErrorCode, string>>> = {
  GITHUB_BAD_CREDENTIALS:
    'The token is invalid or expired; a job token ends with its job. Provide a fresh token.',
  GITHUB_FORBIDDEN: 'Grant the token the missing permission, in a workflow under `permissions:` of the job.',
  GITHUB_GONE: 'It expired or was deleted and cannot be restored. Run the stage that creates it again.',
  GITHUB_IMMUTABLE:
    'Published immutable releases cannot be changed, and their tag stays taken. Release a new version.',
  GITHUB_INVALID: 'GitHub understood the request and rejected it; its message says what is wrong.',
  GITHUB_MOVED:
    'The repository was renamed or moved. Update the remote origin and GITHUB_REPOSITORY to its new name.',
  GITHUB_NOT_FOUND:
    'Either it does not exist, or the token may not see it. Check the repository name and the permissions of the token.',
  GITHUB_UNEXPECTED_ANSWER: `${RUN_AGAIN} If the error persists, report the response together with this message.`,
  GITHUB_WORKFLOW_SCOPE:
    'Workflow files changed on the branch since that commit, which a job token may not tag. Push the tag by hand, or use the token ' +
    'of an App with the permission "workflows". If the token lacks `contents: write`, grant that first.',
};

/** The advice for an error code. */
export function hintFor(code: GitHubErrorCode, facts: HintFacts = {}): string {
  if (code === 'GITHUB_RATE_LIMITED') {
    const when =
      facts.resetMs === undefined ? 'in a minute' : `after ${new Date(facts.resetMs).toISOString()}`;
    return `The rate limit is used up. Run the command again ${when}. Without a token it is 60 requests an hour; GITHUB_TOKEN raises it.`;
  }
  const hint = HINTS[code] ?? RUN_AGAIN;
  return facts.acceptedPermissions === undefined
    ? hint
    : `${hint} GitHub would accept: ${facts.acceptedPermissions}.`;
}
