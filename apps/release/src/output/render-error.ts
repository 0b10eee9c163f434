import { EXIT_CODES, exitCodeOfError } from '@heroku-release/release-flow';
import { isCodedError, type Redactor } from '@heroku-release/release-kit';
import type { CommandHost } from '../host/command-host.ts';

/** Writes an error and its hint to standard error, and with `json` its document to standard output. Returns its exit code. */
export function renderError(
  error: unknown,
  host: CommandHost,
  { redactor }: { readonly redactor: Redactor },
  json: boolean,
): number {
  const coded = isCodedError(error) ? error : undefined;
  const message = redactor.text(error instanceof Error ? error.message : String(error));
  const code = coded?.code ?? 'UNEXPECTED';
  const hint = coded?.hint === undefined ? undefined : redactor.text(coded.hint);
  const exitCode = exitCodeOfError(error);
  host.stderr.write(`error: ${message} (${code})\n${hint === undefined ? '' : `${hint}\n`}`);
  if (json) host.stdout.write(errorDocument({ code, message, hint }, exitCode));
  return exitCode;
}

/** Renders an error as the one JSON document on standard output, format 1. Pure. */
export function errorDocument(
  error: { readonly code: string; readonly message: string; readonly hint?: string | undefined },
  exitCode: number,
): string {
  const outcome = exitCode === EXIT_CODES.refused ? 'refused' : 'failed';
  return `${JSON.stringify({ format: 1, outcome, exitCode, error }, null, 2)}\n`;
}
