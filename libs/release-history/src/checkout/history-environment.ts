import type { GitHistoryOptions } from '@heroku-release/git-repo';
import type { Clock, CommandRunner, FileStore } from '@heroku-release/release-kit';

/** Environment variables, read once by the app. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Services for reading a history: no network, no token, no writing. */
export type HistoryEnvironment = {
  readonly env: Env;
  readonly clock: Clock;
  readonly commands: CommandRunner;
} & Pick<GitHistoryOptions, 'pathExists'>;

/** Services for reading and writing the version of a checkout: no network, no token. */
export interface VersionEnvironment {
  readonly env: Env;
  readonly commands: CommandRunner;
  readonly files: FileStore;
}
