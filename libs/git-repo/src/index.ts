export type { Commit, CommitMessage } from './commit.ts';
export { GIT_ERROR_CODES, GitError, type GitErrorCode } from './errors.ts';
export type { FileStatus } from './file-status.ts';
export {
  type CommitRange,
  type Divergence,
  GitRepository,
  type GitRepositoryOptions,
  type RemoteOptions,
} from './git-repository.ts';
export type { Identity } from './identity.ts';
export { checkRef, checkRevision } from './names.ts';
export type { CommitRequest } from './plumbing-commit.ts';
export type { RemoteRef } from './remote-ref.ts';
export type { Snapshot } from './snapshot.ts';
export type { Tag, TagRef } from './tag.ts';
