import type { GitHubRepository } from '@heroku-release/gh-ops';
import type { GitRepository } from '@heroku-release/git-repo';
import type {
  BuiltFile,
  Interpreter,
  LintResult,
  PythonProject,
  TestResult,
} from '@heroku-release/python-project';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import type { ReleaseMergeTarget } from '../release-merge.ts';
import type { Settings } from '../settings/schema.ts';

/** What package was started for. */
export type PackageEvent =
  | {
      readonly kind: 'push';
      readonly branch: string;
      /** Full SHA; 40 zeros for a new branch. */
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      readonly headRef: string;
      readonly headSha: string;
      /** `owner/name`; undefined when the fork is gone. */
      readonly headRepository: string | undefined;
      readonly baseRef: string;
    }
  /** A person's own run: no release is decided. */
  | { readonly kind: 'local' };

/** One of the checks that package runs; the release decision comes with every one. */
export type PackagePart = 'build' | 'test' | 'lint';

/** What package works with. */
export interface PackageTools {
  readonly git: GitRepository;
  /** Absent in a local run: nothing is asked of GitHub. */
  readonly github?: GitHubRepository;
  readonly project: PythonProject;
  readonly files: FileStore;
  /** `owner/name`; empty when there is no remote. */
  readonly repository: string;
  readonly token?: string | undefined;
  /** Where the built files and the plan go. */
  readonly outFolder: string;
  /** A private folder for tools that have to be set up. */
  readonly toolFolder: string;
  /** The search path and the home folder, where interpreters are looked for. */
  readonly path: string;
  readonly home: string;
  readonly commands: CommandRunner;
}

/** What package learns on its way. */
export interface PackageContext {
  readonly event: PackageEvent;
  readonly settings: Settings;
  readonly parts: ReadonlySet<PackagePart>;
  /** The commit that is checked out. */
  readonly sha: string;
  /** The release that this merge is; absent for everything else. */
  readonly release?: ReleaseMergeTarget;
  /** The version a release pull request is for. */
  readonly reviewing?: string;
  /** Path of uv. */
  readonly uv?: string;
  readonly interpreters?: readonly Interpreter[];
  readonly built?: readonly BuiltFile[];
  readonly tests?: readonly TestResult[];
  readonly lint?: LintResult;
}
