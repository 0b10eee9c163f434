import type { ActionsIo, Env } from '@heroku-release/actions-io';
import type {
  Clock,
  CommandRunner,
  FileStore,
  HttpClient,
  Random,
  Redactor,
} from '@heroku-release/release-kit';

/** Everything a stage takes from outside, chosen by the app: nothing in the flow reads a clock, an environment or a global. */
export interface FlowEnvironment {
  /** The environment as the app read it once. */
  readonly env: Env;
  readonly clock: Clock;
  readonly random: Random;
  readonly http: HttpClient;
  readonly commands: CommandRunner;
  readonly files: FileStore;
  readonly redactor: Redactor;
  /** The runner's protocol, in a job of GitHub Actions. */
  readonly actions?: ActionsIo;
}
