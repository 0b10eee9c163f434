import type { Redactor } from './redactor.ts';

/** Diagnostic lines for a person or a CI log. What a command answers goes to the reporter, not here. */
export interface Logger {
  /** What only somebody who looks for a fault wants to read. */
  debug(message: string): void;
  /** What goes on. */
  info(message: string): void;
  /** What a person should know, and what stops nothing. */
  warn(message: string): void;
  /** What stopped the program. */
  error(message: string): void;
}

/** Says nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Writes one redacted line per message; `debug` only when asked for. */
export function lineLogger(options: {
  readonly write: (line: string) => void;
  readonly redactor: Redactor;
  readonly debug?: boolean;
}): Logger {
  const say = (prefix: string) => (message: string) => {
    options.write(`${prefix}${options.redactor.text(message)}\n`);
  };
  return {
    debug: options.debug === true ? say('debug: ') : () => undefined,
    info: say(''),
    warn: say('warning: '),
    error: say('error: '),
  };
}
