/** Whether a failed write may have taken effect: with `unknown`, a step checks the current state again before it decides. */
export type Effect = 'none' | 'unknown';

/**
 * The kind of an error decides the exit code: `usage` is wrong input or configuration (2), `refused` needs a person's decision (3),
 * `failed` may work on another run (1).
 */
export type ErrorKind = 'usage' | 'refused' | 'failed';

/** Details of an error beside its code and message. */
export interface ReleaseErrorDetails {
  /** What the reader can do: run a command, change a setting, check something. */
  readonly hint?: string | undefined;
  /** The underlying error. */
  readonly cause?: unknown;
  /** Default `none`. */
  readonly effect?: Effect | undefined;
}

/**
 * An error that says what failed, where, and what to do. Every library has its own subclass with a closed set of codes; each code
 * has an entry in docs/runbook.md.
 */
export class ReleaseError<Code extends string = string> extends Error {
  override readonly name: string = 'ReleaseError';
  /** One of the codes of the library that throws. */
  readonly code: Code;
  readonly hint: string | undefined;
  readonly effect: Effect;

  constructor(code: Code, message: string, details: ReleaseErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.effect = details.effect ?? 'none';
  }

  /** Default `failed`; the subclass of a library derives it from the code. */
  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- a subclass cannot override a field with a getter
  get kind(): ErrorKind {
    return 'failed';
  }
}

/** An error with a code and a hint: a {@link ReleaseError}, or an error of a library without release-kit (versioning, changelog). */
export interface CodedError extends Error {
  readonly code: string;
  readonly hint?: string | undefined;
  /** Default `failed`. */
  readonly kind?: ErrorKind | undefined;
}

/** Whether an error is a {@link CodedError}. */
export function isCodedError(error: unknown): error is CodedError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'hint' in error;
}

/** The kind of an error; one without a kind of its own is a failure. */
export function kindOf(error: unknown): ErrorKind {
  return isCodedError(error) ? (error.kind ?? 'failed') : 'failed';
}

/** Whether a failed call may have taken effect. For an unforeseen error that is unknown. */
export function effectOf(error: unknown): Effect {
  if (error instanceof ReleaseError) return error.effect;
  return isCodedError(error) ? 'none' : 'unknown';
}
