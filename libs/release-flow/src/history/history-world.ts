import type { GitHistoryOptions } from '@heroku-release/git-repo';
import type { FlowEnvironment } from '../compose/flow-environment.ts';

/** What reading a history takes from outside: no network, no token. */
export type HistoryWorld = Pick<FlowEnvironment, 'env' | 'clock' | 'commands'> &
  Pick<GitHistoryOptions, 'isThere'>;
