import type { Command } from 'commander';
import { optionWords } from './resume-command.ts';

/** The options that every command for a checkout takes. */
export interface CommonOptions {
  readonly repo: string;
  readonly json?: boolean;
  /** commander's name for --no-color. */
  readonly color: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Sets the exit code of the command line once a command has ended. */
export type SetExitCode = (code: number) => void;

/** Adds the options of {@link CommonOptions}; `--dry-run` and `--yes` only to a command that writes. */
export function withCommonOptions(command: Command, writes: boolean): Command {
  command
    .option('--repo <path>', 'path of the checkout', '.')
    .option('--json', 'print one JSON document to standard output, everything else to standard error')
    .option('--no-color', 'disable colours (also: NO_COLOR)');
  if (writes) {
    command
      .option('--dry-run', 'read only: show each step, what it found and what it would do')
      .option('--yes', 'do not ask for confirmation');
  }
  return command;
}

/** `--repo` and its value, unless it is the default. Pure. */
export function repoWords({ repo }: Pick<CommonOptions, 'repo'>): string[] {
  return optionWords('--repo', repo === '.' ? undefined : repo);
}

/** Renders examples for the end of a command's help. Pure. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ heroku-release ${line}`).join('\n')}\n`;
}
