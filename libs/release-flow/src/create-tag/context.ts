import type { Artifact, GitHubRepository, ReleaseMerge } from '@heroku-release/gh-ops';
import type { ReleaseMergeTarget } from '../release-merge.ts';
import type { Settings } from '../settings/schema.ts';

/** The finished run of Package Library that create-tag is started by. */
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

/** What create-tag works with. */
export interface CreateTagTools {
  readonly github: GitHubRepository;
  /** `owner/name`. */
  readonly repository: string;
  /** Settings that win over the repository's, as JSON. */
  readonly settingsOverrides?: string | undefined;
  /** Name of the artifact that package uploads. */
  readonly artifactName: string;
  /** Files of the workflows, such as `package.yml`. */
  readonly packageWorkflow: string;
  readonly publishWorkflow: string;
}

/** What create-tag learns on its way. */
export interface CreateTagContext {
  readonly run: PackageRun;
  readonly merge?: ReleaseMerge;
  readonly settings?: Settings;
  readonly target?: ReleaseMergeTarget;
  readonly artifact?: Artifact;
}
