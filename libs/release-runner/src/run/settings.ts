import type { Environment } from './bare-repository.ts';
import type { ActionsHost } from './host.ts';
import type { Machine } from './machine.ts';
import type { Permissions } from '../workflow/permissions.ts';
import type { Progress } from './results.ts';

/** An environment in the settings of the repository. */
export interface EnvironmentSettings {
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Patterns of full refs that may deploy, such as `refs/tags/v*`. Default: all. */
  readonly refs?: readonly string[] | undefined;
}

/** Options of the workflow runner. */
export interface WorkflowRunnerOptions {
  /** The simulated services, such as the sandbox of `@heroku-release/release-sandbox`. Its GitHub must listen on HTTP for checkouts. */
  readonly sandbox: ActionsHost;
  /** `owner/name` of the repository whose workflows are played. */
  readonly repository: string;
  /** Folders with an `action.yml`, by `owner/name/path`, whatever ref a workflow pins. They take precedence over built-in actions. */
  readonly actions?: ReadonlyMap<string, string> | undefined;
  /** Folder for workspaces and temporary files. Nothing is written elsewhere, and nothing is removed. */
  readonly workRoot: string;
  /** The whole environment from the machine: `PATH`, and `HOME`, `LANG`, `TMPDIR` and endpoints if needed. */
  readonly env: Environment;
  /** The tools that jobs may use. */
  readonly machine: Machine;
  /** Paths of the workflows to play, such as `.github/workflows/package.yml`; others are reported as `not-played`. Default: all. */
  readonly workflows?: readonly string[] | undefined;
  /** Secrets of the repository. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** Variables of the repository. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Environments by name. An unlisted environment exists without secrets, as on GitHub. */
  readonly environments?: Readonly<Record<string, EnvironmentSettings>> | undefined;
  /** Permissions of a job without `permissions:`. Default: read contents and packages. */
  readonly defaultPermissions?: Permissions | undefined;
  /** Called for every event as it happens, in order. */
  readonly onProgress?: ((event: Progress) => void) | undefined;
  /** Stops the runner: the current step is interrupted, and nothing new starts. */
  readonly signal?: AbortSignal | undefined;
  /** Clock for durations, in milliseconds. Default: the monotonic clock of the machine. */
  readonly now?: (() => number) | undefined;
}
