import type { GitHubRepository } from '@heroku-release/gh-ops';
import type { GitRepository } from '@heroku-release/git-repo';
import type { PythonProject } from '@heroku-release/python-project';
import type { Settings } from '@heroku-release/release-history';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import type { RemoteAccess } from '../../world/remote-access.ts';

/** The event that started package. Only a push may be a release, and only it needs GitHub. */
export type PackageEvent =
  | {
      readonly kind: 'push';
      readonly branch: string;
      /** Full SHA; 40 zeros for a new branch. */
      readonly before: string;
      readonly after: string;
      readonly github: GitHubRepository;
      /** How to fetch from GitHub. */
      readonly remote: RemoteAccess;
    }
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      readonly headRef: string;
      readonly headSha: string;
      /** `owner/name`; undefined when the fork was deleted. */
      readonly headRepository: string | undefined;
      readonly baseRef: string;
    }
  /** Started by a person: not a release. */
  | { readonly kind: 'local' };

/** One of the checks that package runs; the release decision comes with every one. */
export type PackagePart = 'build' | 'test' | 'lint';

/** All parts, in their order. */
export const PACKAGE_PARTS: readonly PackagePart[] = ['build', 'test', 'lint'];

/** Clients and folders of package. */
export interface PackageServices {
  readonly git: GitRepository;
  readonly project: PythonProject;
  readonly commands: CommandRunner;
  readonly files: FileStore;
  /** `owner/name`; empty when there is no remote. */
  readonly repository: string;
  /** Receives the built files and the plan. */
  readonly outFolder: string;
  /** A private folder for tools that have to be installed. */
  readonly toolFolder: string;
  /** The search path and the home folder, where interpreters are looked up. */
  readonly path: string;
  readonly home: string;
}

/** Input of the package stage. */
export interface PackageInput {
  readonly services: PackageServices;
  readonly event: PackageEvent;
  readonly settings: Settings;
  readonly parts: ReadonlySet<PackagePart>;
  /** The commit that is checked out. */
  readonly sha: string;
}
