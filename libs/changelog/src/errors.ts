/** The codes of changelog. */
export const CHANGELOG_ERROR_CODES = [
  'CHANGELOG_STYLE_UNKNOWN',
  'CHANGELOG_FORMAT_UNSUPPORTED',
  'CHANGELOG_SECTION_INVALID',
  'CHANGELOG_INTENT_INVALID',
  'CHANGELOG_COMMITS_UNORDERED',
] as const;

/** One of {@link CHANGELOG_ERROR_CODES}. */
export type ChangelogErrorCode = (typeof CHANGELOG_ERROR_CODES)[number];

/** A changelog file, an intent file or a log that cannot be worked with. This library is pure, so its error stands alone. */
export class ChangelogError extends Error {
  override readonly name = 'ChangelogError';
  readonly code: ChangelogErrorCode;
  /** What the reader can do now. */
  readonly hint: string | undefined;

  constructor(code: ChangelogErrorCode, message: string, details: { hint?: string; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
  }
}
