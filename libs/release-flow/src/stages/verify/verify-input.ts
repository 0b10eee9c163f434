import type { GitHubRepository } from '@heroku-release/gh-ops';
import type { IndexClient } from '@heroku-release/pypi-publisher';

/** Clients of verify. All of them only read, and read what everybody may read. */
export interface VerifyServices {
  readonly github: GitHubRepository;
  /** `owner/name`. */
  readonly repository: string;
  readonly index: IndexClient;
}

/** Input of the verify stage. */
export interface VerifyInput {
  readonly services: VerifyServices;
  readonly tagName: string;
}
