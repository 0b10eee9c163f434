import { quoted, VersionError } from './errors.ts';
import { findAssignedText } from './python-assignment.ts';
import { pythonPattern } from './python-pattern.ts';
import { placeOf, type TextPlace, type TextSpan } from './text-place.ts';
import { locateTomlText } from './toml-text.ts';
import { parseVersion } from './version.ts';
import type { FileVersionSource, VersionLookup } from './version-source.ts';

/** A version in a file, and where it stands. */
export interface FoundVersion extends TextPlace {
  /** As written; it need not be a version that `parseVersion` reads. */
  readonly version: string;
  /** Offset of its first character, in UTF-16 units from the beginning of the text. */
  readonly start: number;
  /** Offset behind its last character. */
  readonly end: number;
}

/**
 * The version in the text of a file that a dynamic version names.
 *
 * @throws {VersionError} VERSION_TEXT_NOT_FOUND; VERSION_SOURCE_INVALID when the project's pattern is no regular expression, or has no
 * group; PYPROJECT_INVALID when the file should be TOML and is not
 */
export function readVersionFile(text: string, source: FileVersionSource): FoundVersion {
  const span = findVersion(text, source.lookup);
  if (span !== undefined && span.end > span.start) {
    return { version: text.slice(span.start, span.end), ...span, ...placeOf(text, span.start) };
  }
  throw new VersionError(
    'VERSION_TEXT_NOT_FOUND',
    `no version in ${source.paths.join(' or ')}: ${describe(source.lookup)}`,
    {
      hint: 'Write the version there as plain text, the way the build back end reads it without running code.',
    },
  );
}

/**
 * The same text with another version in it; every other byte stays. The version is written as given.
 *
 * @throws {VersionError} VERSION_INVALID for the new version; else as {@link readVersionFile}
 */
export function writeVersionFile(text: string, source: FileVersionSource, version: string): string {
  parseVersion(version);
  const { start, end } = readVersionFile(text, source);
  return text.slice(0, start) + version + text.slice(end);
}

/** A file that holds the version. */
export interface VersionFile extends FoundVersion {
  /** One of the source's paths. */
  readonly path: string;
}

/**
 * Which of the candidate files holds the version.
 *
 * @param files the texts of the candidates that exist, by path
 * @throws {VersionError} VERSION_TEXT_NOT_FOUND when none does; else as {@link readVersionFile}
 */
export function pickVersionFile(files: ReadonlyMap<string, string>, source: FileVersionSource): VersionFile {
  const path = source.paths.find(
    (candidate) => findVersion(files.get(candidate) ?? '', source.lookup) !== undefined,
  );
  return { path: path ?? source.paths[0] ?? '', ...readVersionFile(files.get(path ?? '') ?? '', source) };
}

function findVersion(text: string, lookup: VersionLookup): TextSpan | undefined {
  switch (lookup.kind) {
    case 'attribute':
      return findAssignedText(text, lookup.name);
    case 'key':
      return locateTomlText(text, lookup.path);
    case 'whole':
      return wholeText(text);
    case 'pattern': {
      const groups = pythonPattern(lookup.pattern).exec(text)?.indices;
      const [start, end] = groups?.groups?.['version'] ?? groups?.[1] ?? [];
      return start === undefined || end === undefined ? undefined : { start, end };
    }
  }
}

/** A file with more than one word in it is no version, and writing would lose the rest. */
function wholeText(text: string): TextSpan | undefined {
  const span = { start: text.length - text.trimStart().length, end: text.trimEnd().length };
  return /\s/.test(text.slice(span.start, span.end)) ? undefined : span;
}

function describe(lookup: VersionLookup): string {
  switch (lookup.kind) {
    case 'attribute':
      return `nothing at the top level assigns a plain text to ${lookup.name}`;
    case 'key':
      return `there is no text at ${lookup.path.join('.')}`;
    case 'whole':
      return 'the file is empty, or holds more than a version';
    case 'pattern':
      return `nothing fits ${quoted(lookup.pattern)}`;
  }
}
