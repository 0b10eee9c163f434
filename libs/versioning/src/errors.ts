/** The codes of versioning, a closed set; each has an entry in docs/runbook.md. */
export const VERSION_ERROR_CODES = [
  'VERSION_INVALID',
  'VERSION_LOCAL',
  'VERSION_NOT_NEWER',
  'SEMVER_INVALID',
  'SEMVER_UNMAPPABLE',
  'PYPROJECT_INVALID',
  'PYPROJECT_VERSION_NOT_TEXT',
  'PYPROJECT_VERSION_MISSING',
  'PYPROJECT_VERSION_DYNAMIC',
  'VERSION_SOURCE_INVALID',
  'VERSION_TEXT_NOT_FOUND',
  'VERSION_TEXT_AMBIGUOUS',
  'TEMPLATE_INVALID',
  'NAME_INVALID',
] as const;

/** One of {@link VERSION_ERROR_CODES}. */
export type VersionErrorCode = (typeof VERSION_ERROR_CODES)[number];

/** What a {@link VersionError} carries beside its code and message. */
export interface VersionErrorDetails {
  /** What the reader can do now. */
  readonly hint?: string;
  /** The error underneath. */
  readonly cause?: unknown;
  /** Line in the text at fault, from 1. */
  readonly line?: number;
  /** Column in that line, from 1, in UTF-16 units as editors count. */
  readonly column?: number;
  /** The lines around the fault with a caret under it, ready to print in a fixed-width font. */
  readonly frame?: string;
}

/**
 * An error about a version, a name made of one, or a text that holds one. Has the same `code` and `hint` as the errors of the other
 * libraries, and the place in the text where there is one. This library depends on none of ours, so it is an Error of its own.
 */
export class VersionError extends Error {
  /** What stands in front of the message when it is printed. */
  override readonly name = 'VersionError';
  /** From the closed set {@link VERSION_ERROR_CODES}. */
  readonly code: VersionErrorCode;
  /** What the reader can do now. */
  readonly hint: string | undefined;
  /** Line in the text at fault, from 1. */
  readonly line: number | undefined;
  /** Column in that line, from 1. */
  readonly column: number | undefined;
  /** The lines around the fault with a caret under it. */
  readonly frame: string | undefined;

  constructor(code: VersionErrorCode, message: string, details: VersionErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.line = details.line;
    this.column = details.column;
    this.frame = details.frame;
  }
}

/** A value from outside, fit for a message: quoted, control characters escaped, cut at 80 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
