import process from 'node:process';
import { styleText } from 'node:util';
import { confirm, isCancel } from '@clack/prompts';
import { type Palette, plainPalette } from '@heroku-release/release-flow';
import type { CommandHost } from './command-host.ts';

/** Colours for a terminal that wants them: not in a pipe, not with NO_COLOR or --no-color. */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  env: CommandHost['env'],
  wanted: boolean,
): Palette {
  if (!wanted || stream.isTTY !== true || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') {
    return plainPalette;
  }
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { validateStream: false });
  return {
    good: paint('green'),
    bad: paint('red'),
    warn: paint('yellow'),
    dim: paint('dim'),
    strong: paint('bold'),
  };
}

/** Whether there is a person to ask. */
export function isInteractive(host: CommandHost): boolean {
  return host.stdin.isTTY === true && host.stderr.isTTY === true;
}

/** Asks a yes-or-no question on the terminal; no answer is no, and so is an aborted signal. */
export async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr, signal });
  return !isCancel(answer) && answer;
}
