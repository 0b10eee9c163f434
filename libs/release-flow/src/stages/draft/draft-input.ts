import type { GitHubRepository } from '@heroku-release/gh-ops';
import type { GitRepository } from '@heroku-release/git-repo';
import type { DraftBump, Settings } from '@heroku-release/release-history';
import type { Version } from '@heroku-release/versioning';
import type { RemoteAccess } from '../../world/remote-access.ts';

/** What a person asked for. */
export interface DraftRequest {
  readonly bump: DraftBump;
  /** The version whose changes come before; default: the last release. */
  readonly previous?: Version | undefined;
  /** The branch the release belongs to; default: the branch that is checked out. */
  readonly base?: string | undefined;
  /** An unfinished version that is given up. */
  readonly supersedes?: Version | undefined;
}

/** Clients and addresses of a draft. */
export interface DraftServices {
  readonly git: GitRepository;
  readonly github: GitHubRepository;
  /** `owner/name`. */
  readonly repository: string;
  /** Address of the project's pages, for links in the changelog. */
  readonly repositoryUrl: string;
  readonly remote: RemoteAccess;
}

/** Input of the draft stage. */
export interface DraftInput {
  readonly services: DraftServices;
  readonly request: DraftRequest;
  readonly settings: Settings;
}
