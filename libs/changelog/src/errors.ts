/** The kind of an error: wrong input or configuration, a decision for a person, or a failure that may not repeat. */
type ErrorKind = 'usage' | 'refused' | 'failed';

const KINDS = {
  CHANGELOG_STYLE_UNKNOWN: 'failed',
  CHANGELOG_FORMAT_UNSUPPORTED: 'failed',
  CHANGELOG_PLACE_UNKNOWN: 'refused',
  CHANGELOG_SECTION_INVALID: 'failed',
  CHANGELOG_INTENT_INVALID: 'usage',
  CHANGELOG_COMMITS_UNORDERED: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link CHANGELOG_ERROR_CODES}. */
export type ChangelogErrorCode = keyof typeof KINDS;

/** The error codes of this library. */
export const CHANGELOG_ERROR_CODES = Object.keys(KINDS) as readonly ChangelogErrorCode[];

/** The error for a changelog file, an intent file or a log that cannot be used. Extends `Error`, since this library has no dependency on release-kit. */
export class ChangelogError extends Error {
  override readonly name = 'ChangelogError';
  readonly code: ChangelogErrorCode;
  /** A suggestion for the reader. */
  readonly hint: string | undefined;

  constructor(
    code: ChangelogErrorCode,
    message: string,
    details: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
  }

  /** Follows from the code; decides the exit code of a command. */
  get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
