import type { ActionsIo, Env } from '@heroku-release/actions-io';
import type {
  Clock,
  CommandRunner,
  FileStore,
  HttpClient,
  Random,
  Redactor,
} from '@heroku-release/release-kit';

/** All services that stages use, chosen by the app. The flow itself never reads a clock, an environment or a global. */
export interface FlowEnvironment {
  /** Environment variables, read once by the app. */
  readonly env: Env;
  readonly clock: Clock;
  readonly random: Random;
  readonly http: HttpClient;
  readonly commands: CommandRunner;
  readonly files: FileStore;
  readonly redactor: Redactor;
  /** The runner protocol, in a job of GitHub Actions. */
  readonly actions?: ActionsIo | undefined;
}
