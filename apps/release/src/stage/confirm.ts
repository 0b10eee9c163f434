import process from 'node:process';
import { confirm as prompt, isCancel } from '@clack/prompts';
import type { CommandHost } from '../host/command-host.ts';

/** Whether a terminal is attached, so that a person can answer a question. */
export function isInteractive(host: CommandHost): boolean {
  return host.stdin.isTTY === true && host.stderr.isTTY === true;
}

/** Asks a yes-or-no question on the terminal. An empty answer, a cancelled prompt and an aborted signal mean no. */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const answer = await prompt({ message: question, initialValue: false, output: process.stderr, signal });
  return !isCancel(answer) && answer;
}
