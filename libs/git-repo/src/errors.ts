import type { ErrorKind } from '@heroku-release/release-kit';
import { ReleaseError } from '@heroku-release/release-kit';

const KINDS = {
  GIT_NOT_A_REPOSITORY: 'usage',
  GIT_UNSAFE_OWNER: 'usage',
  GIT_UNSAFE_CONFIG: 'refused',
  GIT_REMOTE_ELSEWHERE: 'refused',
  GIT_PARTIAL_CLONE: 'refused',
  GIT_SHALLOW: 'refused',
  GIT_INVALID_NAME: 'usage',
  GIT_UNKNOWN_REVISION: 'failed',
  GIT_NO_IDENTITY: 'usage',
  GIT_SIGNING_FAILED: 'failed',
  GIT_PUSH_REJECTED: 'failed',
  GIT_REMOTE_UNREACHABLE: 'failed',
  GIT_REMOTE_DENIED: 'failed',
  GIT_COMMAND_FAILED: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link GIT_ERROR_CODES}. */
export type GitErrorCode = keyof typeof KINDS;

/** The error codes of git-repo. */
export const GIT_ERROR_CODES = Object.keys(KINDS) as readonly GitErrorCode[];

/** A failure of the local repository or its remote. */
export class GitError extends ReleaseError<GitErrorCode> {
  override readonly name = 'GitError';

  /** Decides the exit code. */
  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
