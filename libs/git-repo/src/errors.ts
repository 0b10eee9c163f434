import { ReleaseError } from '@heroku-release/release-kit';

/** The codes of git-repo. */
export const GIT_ERROR_CODES = [
  'GIT_NOT_A_REPOSITORY',
  'GIT_UNSAFE_OWNER',
  'GIT_SHALLOW',
  'GIT_INVALID_NAME',
  'GIT_UNKNOWN_REVISION',
  'GIT_NO_IDENTITY',
  'GIT_SIGNING_FAILED',
  'GIT_PUSH_REJECTED',
  'GIT_REMOTE_UNREACHABLE',
  'GIT_REMOTE_DENIED',
  'GIT_COMMAND_FAILED',
] as const;

/** One of {@link GIT_ERROR_CODES}. */
export type GitErrorCode = (typeof GIT_ERROR_CODES)[number];

/** A local repository or its remote did not do what was asked. */
export class GitError extends ReleaseError<GitErrorCode> {
  override readonly name = 'GitError';
}
