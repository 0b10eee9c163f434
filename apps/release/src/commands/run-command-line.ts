import { EXIT_CODES } from '@heroku-release/release-flow';
import { Command, CommanderError } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import { ignoreBrokenPipe } from '../output/ignore-broken-pipe.ts';
import { errorDocument } from '../output/render-error.ts';
import { VERSION } from '../version.ts';
import { changelogCommand } from './changelog.ts';
import { examples, type SetExitCode } from './common-options.ts';
import { createTagCommand } from './create-tag.ts';
import { draftCommand } from './draft.ts';
import { packageCommand } from './package.ts';
import { publishCommand } from './publish.ts';
import { rehearseCommand } from './rehearse.ts';
import { statusCommand } from './status.ts';
import { verifyCommand } from './verify.ts';
import { versionCommand } from './version.ts';

const USAGE_HINT = 'Run with --help for usage.';

/**
 * The commands, in the order of the help. Each file declares only arguments and options, and loads the code that does the work when
 * the command runs.
 */
const COMMANDS = [
  draftCommand,
  packageCommand,
  createTagCommand,
  publishCommand,
  statusCommand,
  verifyCommand,
  changelogCommand,
  versionCommand,
  rehearseCommand,
];

/** Runs the command line and returns its exit code. Nothing is thrown. */
export async function runCommandLine(args: readonly string[], host: CommandHost): Promise<number> {
  ignoreBrokenPipe(host.stdout);
  ignoreBrokenPipe(host.stderr);
  const json = args.includes('--json');
  let exitCode: number = EXIT_CODES.done;
  const program = buildProgram(host, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      const { showError } = await import('../output/show-error.ts');
      return showError(error, host, json);
    }
    // commander ends --help and --version with a CommanderError of exit code 0.
    if (error.exitCode === 0) return EXIT_CODES.done;
    const message = error.message.replace(/^error: /, '');
    if (json)
      host.stdout.write(errorDocument({ code: 'USAGE', message, hint: USAGE_HINT }, EXIT_CODES.usage));
    return EXIT_CODES.usage;
  }
}

function buildProgram(host: CommandHost, setExitCode: SetExitCode): Command {
  const program = new Command('heroku-release')
    .description('Release Python libraries, from draft to change record. Every step is safe to repeat.')
    .version(VERSION)
    .addHelpText('after', examples('rehearse', 'draft minor', 'status', 'publish 1.2.3 --dry-run'));
  for (const command of COMMANDS) program.addCommand(command(host, setExitCode));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError(USAGE_HINT)
      .configureOutput({
        writeOut: (text) => host.stdout.write(text),
        writeErr: (text) => host.stderr.write(text),
      });
  }
  return program;
}
