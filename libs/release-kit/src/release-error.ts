/** Whether a failed write may have happened all the same: `unknown` makes the step look again before it judges. */
export type Effect = 'none' | 'unknown';

/** What an error carries beside its code and message. */
export interface ReleaseErrorDetails {
  /** What the reader can do now: a command, a setting, a place to look. */
  readonly hint?: string;
  /** The error underneath. */
  readonly cause?: unknown;
  /** Default `none`. */
  readonly effect?: Effect;
}

/**
 * An error that says what, where and what now. Every library has its own subclass with a closed set of codes; each code has an
 * entry in docs/runbook.md.
 */
export class ReleaseError<Code extends string = string> extends Error {
  override readonly name: string = 'ReleaseError';
  /** From the closed set of the library that throws. */
  readonly code: Code;
  readonly hint: string | undefined;
  readonly effect: Effect;

  constructor(code: Code, message: string, details: ReleaseErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.effect = details.effect ?? 'none';
  }
}

/** Whether a failed call may have taken effect. Errors that are not ours are doubtful by nature. */
export function effectOf(error: unknown): Effect {
  return error instanceof ReleaseError ? error.effect : 'unknown';
}
