import { changelogCommand } from './commands/changelog.ts';
import { createTagCommand } from './commands/create-tag.ts';
import { draftCommand } from './commands/draft.ts';
import { packageCommand } from './commands/package.ts';
import { publishCommand } from './commands/publish.ts';
import { rehearseCommand } from './commands/rehearse.ts';
import { statusCommand } from './commands/status.ts';
import { versionCommand } from './commands/version.ts';
import type { CommandHost } from './command-host.ts';
import { runCommands } from './run-commands.ts';

const COMMANDS = [
  draftCommand,
  packageCommand,
  createTagCommand,
  publishCommand,
  statusCommand,
  changelogCommand,
  versionCommand,
  rehearseCommand,
];

/** Runs the command line and answers with the exit code. Nothing is thrown. */
export async function main(args: readonly string[], host: CommandHost): Promise<number> {
  return await runCommands(COMMANDS, args, host);
}
