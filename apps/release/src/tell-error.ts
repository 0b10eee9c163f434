import { EXIT_CODES, exitCodeOfError } from '@heroku-release/release-flow';
import { isCodedError, type Redactor } from '@heroku-release/release-kit';
import type { CommandHost } from './command-host.ts';

/** Shows an error: what, and what now. Answers with its exit code. */
export function tellError(
  error: unknown,
  host: CommandHost,
  { redactor }: { readonly redactor: Redactor },
  json: boolean,
): number {
  const coded = isCodedError(error) ? error : undefined;
  const message = redactor.text(error instanceof Error ? error.message : String(error));
  const code = coded?.code ?? 'UNEXPECTED';
  const hint = coded?.hint === undefined ? undefined : redactor.text(coded.hint);
  host.stderr.write(`error: ${message} (${code})\n${hint === undefined ? '' : `${hint}\n`}`);
  const exitCode = exitCodeOfError(coded?.code);
  if (json)
    host.stdout.write(errorDocument({ code, message, ...(hint === undefined ? {} : { hint }) }, exitCode));
  return exitCode;
}

/** An error as the one JSON document on standard output, format 1. Pure. */
export function errorDocument(
  error: { readonly code: string; readonly message: string; readonly hint?: string },
  exitCode: number,
): string {
  const outcome = exitCode === EXIT_CODES.refused ? 'refused' : 'failed';
  return `${JSON.stringify({ format: 1, outcome, exitCode, error }, null, 2)}\n`;
}
