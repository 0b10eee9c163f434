import { type FlowEnvironment, hostOf, openWorld } from '@heroku-release/release-flow';
import type { CommandHost } from './command-host.ts';

/**
 * Opens the world of a command. In a GitHub Actions job, workflow commands (masks, annotations) go to standard error, which the runner
 * reads too: standard output holds only the answer.
 */
export function openCommandWorld(host: CommandHost): FlowEnvironment {
  const { env, err, onInterrupt, kill } = hostOf(host);
  return openWorld({ env, out: err, err, onInterrupt, kill });
}
