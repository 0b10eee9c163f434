import { quoted, VersionError } from './errors.ts';
import { placeOf } from './text-place.ts';
import { parseVersion } from './version.ts';

const PLACEHOLDER = '{version}';

/** A file that repeats the version, as the setting `version-files` names it. */
export interface RepeatedVersion {
  /** As written; what it is relative to is the caller's matter. */
  readonly path: string;
  /** The text around the version, with `{version}` in its place. Not a regular expression. */
  readonly pattern: string;
}

/**
 * Reads `path:pattern`, as in `docs/conf.py:release = "{version}"`. A path alone means the version alone.
 *
 * @throws {VersionError} VERSION_SOURCE_INVALID when there is no path, or the pattern has not exactly one `{version}`
 */
export function parseRepeatedVersion(setting: string): RepeatedVersion {
  const colon = setting.indexOf(':');
  const path = colon === -1 ? setting : setting.slice(0, colon);
  const pattern = colon === -1 ? PLACEHOLDER : setting.slice(colon + 1);
  splitPattern(pattern);
  if (path.trim() !== '') return { path, pattern };
  throw new VersionError('VERSION_SOURCE_INVALID', `${quoted(setting)} names no file`, {
    hint: 'Write path:pattern, as in docs/conf.py:release = "{version}".',
  });
}

/**
 * The same text with the new version in place of the old one, for files that repeat the version. Nothing changes unless the pattern with
 * the old version in it stands there exactly once; `1.2.3` is not found in `11.2.3`, `1.2.3.4` or `1.2.3rc1`.
 *
 * @param pattern text with `{version}` in it once, taken as it is: not a regular expression
 * @throws {VersionError} VERSION_INVALID for the new version; VERSION_SOURCE_INVALID for the pattern; VERSION_TEXT_NOT_FOUND;
 * VERSION_TEXT_AMBIGUOUS with the place of the second
 */
export function replaceVersionOnce(
  text: string,
  pattern: string,
  oldVersion: string,
  newVersion: string,
): string {
  parseVersion(newVersion);
  const [before, after] = splitPattern(pattern);
  const sought = `${before}${oldVersion}${after}`;
  const offsets = oldVersion === '' ? [] : twoPlaces(text, sought, before.length, oldVersion.length);
  const [first, second] = offsets;
  if (first === undefined) {
    throw new VersionError('VERSION_TEXT_NOT_FOUND', `${quoted(sought)} is not in the file`, {
      hint: 'Correct the pattern in version-files, or the version in the file.',
    });
  }
  if (second !== undefined) {
    throw new VersionError('VERSION_TEXT_AMBIGUOUS', `${quoted(sought)} is in the file more than once`, {
      hint: 'Give more of the text around the version in the pattern.',
      ...placeOf(text, second),
    });
  }
  return text.slice(0, first) + newVersion + text.slice(first + oldVersion.length);
}

/** Offsets of the version in the first two places where it stands alone; it may not go on to either side. */
function twoPlaces(text: string, sought: string, lead: number, length: number): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(sought); at !== -1 && offsets.length < 2; at = text.indexOf(sought, at + 1)) {
    const start = at + lead;
    if (!goesOnBefore(text, start) && !goesOnAfter(text, start + length)) offsets.push(start);
  }
  return offsets;
}

/** `1.2.3` in `0.1.2.3`, `11.2.3` and `1!1.2.3`. */
function goesOnBefore(text: string, start: number): boolean {
  return /[0-9]$|[0-9][.!]$/.test(text.slice(Math.max(0, start - 2), start));
}

/** `1.2.3` in `1.2.34`, `1.2.3.4`, `1.2.3rc1`, `1.2.3-beta`, `1.2.3.dev1`, `1.2.3-1` and `1.2.3+local`; not at the end of a sentence. */
function goesOnAfter(text: string, end: number): boolean {
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
    `the pattern ${quoted(pattern)} has not exactly one {version}`,
    {
      hint: 'Write the text around the version, with {version} in its place: release = "{version}".',
    },
  );
}
