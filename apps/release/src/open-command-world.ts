import { type FlowEnvironment, hostOf, openWorld } from '@heroku-release/release-flow';
import type { CommandHost } from './command-host.ts';

/**
 * The world of a command. In a job of GitHub Actions its workflow commands (masks, annotations) go to standard error, which the
 * runner reads as well: standard output is for the answer alone.
 */
export function openCommandWorld(host: CommandHost): FlowEnvironment {
  const own = hostOf(host);
  return openWorld({ ...own, out: own.err });
}
