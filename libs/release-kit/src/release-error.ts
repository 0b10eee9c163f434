/** Whether a failed write may have happened all the same: `unknown` makes the step look again before it judges. */
export type Effect = 'none' | 'unknown';

/**
 * What kind of trouble an error is, which decides the exit code: `usage` is wrong input or configuration (2), `refused` needs a
 * person's decision (3), `failed` may work on another run (1).
 */
export type ErrorKind = 'usage' | 'refused' | 'failed';

/** What an error carries beside its code and message. */
export interface ReleaseErrorDetails {
  /** What the reader can do now: a command, a setting, a place to look. */
  readonly hint?: string | undefined;
  /** The error underneath. */
  readonly cause?: unknown;
  /** Default `none`. */
  readonly effect?: Effect | undefined;
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

  /** Default `failed`; a library's own class derives it from the code. */
  get kind(): ErrorKind {
    return 'failed';
  }
}

/** An error with a code and advice, ours or that of a library that does not depend on release-kit (versioning, changelog). */
export interface CodedError extends Error {
  readonly code: string;
  readonly hint?: string | undefined;
  /** Default `failed`. */
  readonly kind?: ErrorKind | undefined;
}

/** Whether an error carries a code of a closed set: a {@link ReleaseError}, or one of the pure libraries' own errors. */
export function isCodedError(error: unknown): error is CodedError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'hint' in error;
}

/** The kind of an error; one without a kind of its own is a failure. */
export function kindOf(error: unknown): ErrorKind {
  return isCodedError(error) ? (error.kind ?? 'failed') : 'failed';
}

/** Whether a failed call may have taken effect. An error nobody foresaw is doubtful by nature. */
export function effectOf(error: unknown): Effect {
  if (error instanceof ReleaseError) return error.effect;
  return isCodedError(error) ? 'none' : 'unknown';
}
