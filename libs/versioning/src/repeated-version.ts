import { quoted, VersionError } from './errors.ts';
import { placeOf } from './text-place.ts';
import { parseVersion } from './version.ts';

const PLACEHOLDER = '{version}';

/** A file that repeats the version, as in the setting `version-files`. */
export interface RepeatedVersion {
  /** As written; the caller resolves it. */
  readonly path: string;
  /** The text around `{version}`, which stands for the version. Not a regular expression. */
  readonly pattern: string;
}

/**
 * Parses `path:pattern`, as in `docs/conf.py:release = "{version}"`. Without a pattern, the pattern is `{version}`.
 *
 * @throws {VersionError} VERSION_SOURCE_INVALID if there is no path, or the pattern does not contain `{version}` exactly once
 */
export function parseRepeatedVersion(setting: string): RepeatedVersion {
  const colon = setting.indexOf(':');
  const path = colon === -1 ? setting : setting.slice(0, colon);
  const pattern = colon === -1 ? PLACEHOLDER : setting.slice(colon + 1);
  splitPattern(pattern);
  if (path.trim() !== '') return { path, pattern };
  throw new VersionError('VERSION_SOURCE_INVALID', `${quoted(setting)} does not contain a path`, {
    hint: 'Write path:pattern, as in docs/conf.py:release = "{version}".',
  });
}

/**
 * Replaces the old version with the new one in a file that repeats the version. The pattern with the old version must occur exactly once;
 * `1.2.3` does not match in `11.2.3`, `1.2.3.4` or `1.2.3rc1`.
 *
 * @param pattern literal text that contains `{version}` once; not a regular expression
 * @throws {VersionError} VERSION_INVALID for the new version; VERSION_SOURCE_INVALID for the pattern; VERSION_TEXT_NOT_FOUND;
 * VERSION_TEXT_AMBIGUOUS with the place of the second match
 */
export function replaceVersionOnce(
  text: string,
  pattern: string,
  oldVersion: string,
  newVersion: string,
): string {
  parseVersion(newVersion);
  const [before, after] = splitPattern(pattern);
  const expected = `${before}${oldVersion}${after}`;
  const offsets = oldVersion === '' ? [] : firstTwoMatches(text, expected, before.length, oldVersion.length);
  const [first, second] = offsets;
  if (first === undefined) {
    throw new VersionError('VERSION_TEXT_NOT_FOUND', `${quoted(expected)} is not in the file`, {
      hint: 'Correct the pattern in version-files, or the version in the file.',
    });
  }
  if (second !== undefined) {
    throw new VersionError('VERSION_TEXT_AMBIGUOUS', `${quoted(expected)} is in the file more than once`, {
      hint: 'Add more of the text around the version to the pattern.',
      ...placeOf(text, second),
    });
  }
  return text.slice(0, first) + newVersion + text.slice(first + oldVersion.length);
}

/** The offsets of the version in the first two matches; a match that is part of a longer version does not count. */
function firstTwoMatches(text: string, expected: string, lead: number, length: number): number[] {
  const offsets: number[] = [];
  for (
    let at = text.indexOf(expected);
    at !== -1 && offsets.length < 2;
    at = text.indexOf(expected, at + 1)
  ) {
    const start = at + lead;
    if (!startsEarlier(text, start) && !endsLater(text, start + length)) offsets.push(start);
  }
  return offsets;
}

/** Whether the version starts earlier: `1.2.3` in `0.1.2.3`, `11.2.3` and `1!1.2.3`. */
function startsEarlier(text: string, start: number): boolean {
  return /[0-9]$|[0-9][.!]$/.test(text.slice(Math.max(0, start - 2), start));
}

/**
 * Whether the version ends later: `1.2.3` in `1.2.34`, `1.2.3.4`, `1.2.3rc1`, `1.2.3-beta`, `1.2.3.dev1`, `1.2.3-1` and `1.2.3+local`, but not
 * at the end of a sentence.
 */
function endsLater(text: string, end: number): boolean {
  const rest = text.slice(end, end + 12);
  return /^(?:[0-9]|[.-][0-9]|\+[a-z0-9]|[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc|post|rev|r|dev)(?![a-z]))/i.test(
    rest,
  );
}

function splitPattern(pattern: string): readonly [string, string] {
  const [before, after, ...more] = pattern.split(PLACEHOLDER);
  if (before !== undefined && after !== undefined && more.length === 0) return [before, after];
  throw new VersionError(
    'VERSION_SOURCE_INVALID',
    `the pattern ${quoted(pattern)} must contain {version} exactly once`,
    {
      hint: 'Write the text around the version, with {version} for the version itself: release = "{version}".',
    },
  );
}
