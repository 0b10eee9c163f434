import { EXIT_CODES, openLocalWorld } from '@heroku-release/release-flow';
import { Command, CommanderError } from 'commander';
import { forgiveGoneReader } from './patient-output.ts';
import type { CommandHost } from './command-host.ts';
import { examples } from './common-options.ts';
import { errorDocument, tellError } from './tell-error.ts';
import { VERSION } from './version.ts';

const HELP = 'Run with --help for what is possible.';

/** Makes a command, which tells its exit code when it is done. */
export type MakeCommand = (host: CommandHost, done: (code: number) => void) => Command;

/** Runs a command line of these commands and answers with the exit code. Nothing is thrown. */
export async function runCommands(
  commands: readonly MakeCommand[],
  args: readonly string[],
  host: CommandHost,
): Promise<number> {
  forgiveGoneReader(host.stdout);
  forgiveGoneReader(host.stderr);
  let code: number = EXIT_CODES.done;
  const done = (value: number) => {
    code = value;
  };
  const program = new Command('heroku-release')
    .description('Releases of Python libraries: from draft to change record, each step safe to repeat')
    .version(VERSION)
    .addHelpText('after', examples('rehearse', 'draft minor', 'status', 'publish 1.2.3 --dry-run'));
  for (const make of commands) program.addCommand(make(host, done));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError(HELP)
      .configureOutput({
        writeOut: (text) => host.stdout.write(text),
        writeErr: (text) => host.stderr.write(text),
      });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      // The world may be what could not be opened, so only its redactor is asked for.
      return tellError(error, host, openLocalWorld(host), args.includes('--json'));
    }
    // Help that was asked for is an answer; help that was not is wrong usage.
    if (error.exitCode === 0) return EXIT_CODES.done;
    if (args.includes('--json')) {
      const message = error.message.replace(/^error: /, '');
      host.stdout.write(errorDocument({ code: 'USAGE', message, hint: HELP }, EXIT_CODES.usage));
    }
    return EXIT_CODES.usage;
  }
}
