import { quoted, VersionError } from './errors.ts';
import { findAssignedString } from './python-assignment.ts';
import { findByPythonPattern } from './python-pattern.ts';
import { placeOf, type TextPlace, type TextSpan } from './text-place.ts';
import { locateTomlText } from './toml-text.ts';
import { parseVersion } from './version.ts';
import type { FileVersionSource, VersionLookup } from './version-source.ts';

/** A version in a file, and its place. */
export interface FoundVersion extends TextPlace {
  /** As written; not necessarily a version that `parseVersion` accepts. */
  readonly version: string;
  /** Offset of its first character, in UTF-16 units from the beginning of the text. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
}

/**
 * Reads the version from the text of a file that a dynamic version comes from.
 *
 * @throws {VersionError} VERSION_TEXT_NOT_FOUND; VERSION_SOURCE_INVALID if the project's pattern is not a regular expression, or has no group;
 * PYPROJECT_INVALID if the file should be TOML and is not
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
      hint: 'Write the version there as a plain string, which the build backend can read without running code.',
    },
  );
}

/**
 * Replaces the version in the text of a file and keeps every other byte. The version is written as given.
 *
 * @throws {VersionError} VERSION_INVALID for the new version; otherwise as {@link readVersionFile}
 */
export function writeVersionFile(text: string, source: FileVersionSource, version: string): string {
  parseVersion(version);
  const { start, end } = readVersionFile(text, source);
  return text.slice(0, start) + version + text.slice(end);
}

/** A file that contains the version. */
export interface VersionFile extends FoundVersion {
  /** One of the source's paths. */
  readonly path: string;
}

/**
 * Chooses the candidate file that contains the version.
 *
 * @param files the texts of the existing candidates, by path
 * @throws {VersionError} VERSION_TEXT_NOT_FOUND if none does; otherwise as {@link readVersionFile}
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
      return findAssignedString(text, lookup.name);
    case 'key':
      return locateTomlText(text, lookup.path);
    case 'whole':
      return wholeText(text);
    case 'pattern':
      return findByPythonPattern(lookup.pattern, text);
  }
}

/** A file with more than one word is not a version, and writing would lose the rest. */
function wholeText(text: string): TextSpan | undefined {
  const span = { start: text.length - text.trimStart().length, end: text.trimEnd().length };
  return /\s/.test(text.slice(span.start, span.end)) ? undefined : span;
}

function describe(lookup: VersionLookup): string {
  switch (lookup.kind) {
    case 'attribute':
      return `nothing at the top level assigns a plain string to ${lookup.name}`;
    case 'key':
      return `there is no string at ${lookup.path.join('.')}`;
    case 'whole':
      return 'the file is empty, or contains more than a version';
    case 'pattern':
      return `nothing matches ${quoted(lookup.pattern)}`;
  }
}
