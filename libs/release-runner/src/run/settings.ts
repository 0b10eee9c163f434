import type { Environment } from './bare-repository.ts';
import type { ActionsHost } from './host.ts';
import type { Machine } from './machine.ts';
import type { Permissions } from '../workflow/permissions.ts';
import type { Progress } from './results.ts';

/** An environment of the repository, as its settings page has it. */
export interface EnvironmentSettings {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** Patterns of full refs that may deploy, such as `refs/tags/v*`. Default: all. */
  readonly refs?: readonly string[];
}

/** How a {@link WorkflowRunner} is set up. */
export interface WorkflowRunnerOptions {
  /** The far sides, such as the sandbox of `@heroku-release/release-sandbox`. Its GitHub must answer over HTTP for checkouts. */
  readonly sandbox: ActionsHost;
  /** `owner/name` of the repository whose workflows are played. */
  readonly repository: string;
  /** Folders with an `action.yml`, by `owner/name/path`, whatever ref a workflow pins. They go before the actions the runner knows. */
  readonly actions?: ReadonlyMap<string, string>;
  /** Folder for workspaces and temporary files; nothing is written elsewhere, and nothing is removed. */
  readonly workRoot: string;
  /** All that a job sees of the machine: `PATH`, and `HOME`, `LANG`, `TMPDIR` and endpoints as wanted. */
  readonly env: Environment;
  /** The tools a job may find. */
  readonly machine: Machine;
  /** Paths of the workflows to play, such as `.github/workflows/package.yml`; others are told as `not-played`. Default: all. */
  readonly workflows?: readonly string[];
  /** Secrets of the repository. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables of the repository. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Environments by name. One that is not listed exists without secrets, as GitHub makes it. */
  readonly environments?: Readonly<Record<string, EnvironmentSettings>>;
  /** Rights of a job that names none. Default: contents and packages, read. */
  readonly defaultPermissions?: Permissions;
  /** Is told everything as it happens, in order. */
  readonly onProgress?: (event: Progress) => void;
  /** Ends the play: the step at hand is interrupted, nothing new begins. */
  readonly signal?: AbortSignal;
  /** Milliseconds for durations. Default: the machine's monotonic clock. */
  readonly now?: () => number;
}
