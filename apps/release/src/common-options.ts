import { Command } from 'commander';

/** Adds what every command takes. */
export function withCommonOptions(command: Command, writes: boolean): Command {
  command
    .option('--repo <path>', 'the checkout', '.')
    .option('--json', 'one JSON document on standard output, everything else on standard error')
    .option('--no-color', 'no colours (also: NO_COLOR)');
  if (writes) {
    command
      .option('--dry-run', 'read only: show each step, what it found and what it would do')
      .option('--yes', 'do it without asking');
  }
  return command;
}

/** Examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ heroku-release ${line}`).join('\n')}\n`;
}
