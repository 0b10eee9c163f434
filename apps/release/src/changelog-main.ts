import { changelogCommand } from './commands/changelog.ts';
import type { CommandHost } from './command-host.ts';
import { runCommands } from './run-commands.ts';

/** Runs `heroku-release changelog` without loading the other commands. Answers with the exit code; nothing is thrown. */
export async function runChangelog(args: readonly string[], host: CommandHost): Promise<number> {
  return await runCommands([changelogCommand], args, host);
}
