import { CommandRunner, FileStore, Redactor, systemClock } from '@heroku-release/release-kit';
import type { HistoryWorld } from '../history/history-world.ts';
import type { ProgramHost } from './host.ts';

/** The part of a real process's world that reads a checkout: no network. Loads much less than `openWorld`. */
export function openLocalWorld(
  host: Pick<ProgramHost, 'env'>,
): HistoryWorld & { readonly redactor: Redactor } {
  const { env } = host;
  const redactor = new Redactor();
  return {
    env,
    redactor,
    clock: systemClock,
    commands: new CommandRunner({ env, redactor }),
    files: new FileStore(),
  };
}
