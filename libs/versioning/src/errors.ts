/**
 * The kind of an error, which decides the exit code, as in release-kit: `usage` is invalid input or configuration, `refused` needs a
 * person's decision, `failed` may work on another run.
 */
type ErrorKind = 'usage' | 'refused' | 'failed';

const KINDS = {
  VERSION_INVALID: 'usage',
  VERSION_LOCAL: 'usage',
  VERSION_NOT_NEWER: 'failed',
  SEMVER_INVALID: 'failed',
  SEMVER_UNMAPPABLE: 'failed',
  PYPROJECT_INVALID: 'usage',
  PYPROJECT_VERSION_NOT_TEXT: 'usage',
  PYPROJECT_VERSION_MISSING: 'usage',
  PYPROJECT_VERSION_DYNAMIC: 'usage',
  VERSION_SOURCE_INVALID: 'usage',
  VERSION_TEXT_NOT_FOUND: 'usage',
  VERSION_TEXT_AMBIGUOUS: 'usage',
  TEMPLATE_INVALID: 'usage',
  NAME_INVALID: 'usage',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link VERSION_ERROR_CODES}. */
export type VersionErrorCode = keyof typeof KINDS;

/** The error codes of versioning, a closed set; each has an entry in docs/runbook.md. */
export const VERSION_ERROR_CODES = Object.keys(KINDS) as readonly VersionErrorCode[];

/** The properties of a {@link VersionError} besides code and message. */
export interface VersionErrorDetails {
  /** What the reader can do now. */
  readonly hint?: string | undefined;
  /** The underlying error. */
  readonly cause?: unknown;
  /** Line of the error in the text, from 1. */
  readonly line?: number | undefined;
  /** Column in that line, from 1, in UTF-16 units as editors count. */
  readonly column?: number | undefined;
  /** The lines around the error with a caret under it, ready to print in a fixed-width font. */
  readonly frame?: string | undefined;
}

/**
 * An error about a version, a name that contains one, or a text that contains one. It has the same `code`, `hint` and `kind` as the errors of
 * the other libraries, and the place in the text if there is one. It extends Error directly, since this library depends on no other.
 */
export class VersionError extends Error {
  /** Printed in front of the message. */
  override readonly name = 'VersionError';
  /** From the closed set {@link VERSION_ERROR_CODES}. */
  readonly code: VersionErrorCode;
  /** What the reader can do now. */
  readonly hint: string | undefined;
  /** Line of the error in the text, from 1. */
  readonly line: number | undefined;
  /** Column in that line, from 1. */
  readonly column: number | undefined;
  /** The lines around the error with a caret under it. */
  readonly frame: string | undefined;

  constructor(code: VersionErrorCode, message: string, details: VersionErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.line = details.line;
    this.column = details.column;
    this.frame = details.frame;
  }

  /** Decides the exit code. */
  get kind(): ErrorKind {
    return KINDS[this.code];
  }
}

/** Prepares an external value for a message: quoted, with control characters escaped, cut at 80 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
