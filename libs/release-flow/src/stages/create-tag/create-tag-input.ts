import type { GitHubRepository } from '@heroku-release/gh-ops';
import type { Env } from '@heroku-release/release-history';

/** The finished run of Package Library that starts create-tag. */
export interface PackageRun {
  readonly id: number;
  readonly headSha: string;
  readonly headBranch: string | undefined;
  readonly event: string;
  readonly conclusion: string | undefined;
  /** Workflow file, without a suffix `@ref`. */
  readonly path: string;
  readonly headRepository: string | undefined;
}

/** Clients and names of create-tag. */
export interface CreateTagServices {
  readonly github: GitHubRepository;
  /** `owner/name`. */
  readonly repository: string;
  /** May hold settings that override the repository's. */
  readonly env: Env;
  /** Name of the artifact that package uploads. */
  readonly artifactName: string;
  /** Files of the workflows, such as `package.yml`. */
  readonly packageWorkflow: string;
  readonly publishWorkflow: string;
}

/** Input of the create-tag stage. */
export interface CreateTagInput {
  readonly services: CreateTagServices;
  readonly run: PackageRun;
}
