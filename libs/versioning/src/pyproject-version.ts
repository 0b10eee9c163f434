import { decideVersionSource } from './decide-version-source.ts';
import { VersionError } from './errors.ts';
import { placeOf, type TextPlace } from './text-place.ts';
import { asString, parseToml, tableAt, type TomlTable } from './toml-document.ts';
import { scanToml } from './toml-scanner.ts';
import { locateTomlText } from './toml-text.ts';
import { parseVersion } from './version.ts';
import { writeVersionFile } from './version-file.ts';
import type { VersionSource } from './version-source.ts';

/** The tables that can contain a version. `project` takes precedence. */
export type VersionTable = 'project' | 'tool.poetry';

/** A version written in pyproject.toml. */
export interface StaticVersion extends TextPlace {
  /** Discriminates the results. */
  readonly kind: 'static';
  /** As written; not necessarily a version that {@link parseVersion} accepts. */
  readonly version: string;
  /** The table that contains it. */
  readonly table: VersionTable;
  /** The project's name as written; absent if there is none. */
  readonly name?: string;
  /** Offset of the version's first character, after the quote. */
  readonly start: number;
  /** Offset after the version's last character. */
  readonly end: number;
}

/** A version that the build backend finds elsewhere. The place is that of `dynamic`. */
export interface DynamicVersion extends TextPlace {
  /** Discriminates the results. */
  readonly kind: 'dynamic';
  /** The table that declares it as dynamic. */
  readonly table: VersionTable;
  /** The project's name as written; absent if there is none. */
  readonly name?: string;
  /** Where the build backend finds it. */
  readonly source: VersionSource;
}

/** No version at all: only settings of tools, or an empty file. */
export interface NoVersion {
  /** Discriminates the results. */
  readonly kind: 'none';
  /** The project's name as written; absent if there is none. */
  readonly name?: string;
}

/** The project's version according to pyproject.toml. */
export type PyprojectVersion = StaticVersion | DynamicVersion | NoVersion;

/**
 * Reads the version and its place from the text of a pyproject.toml. Offsets count UTF-16 units from the beginning of the text, including a
 * byte order mark.
 *
 * @throws {VersionError} PYPROJECT_INVALID with line, column and frame; PYPROJECT_VERSION_NOT_TEXT if `version` is not a string
 */
export function readPyprojectVersion(text: string): PyprojectVersion {
  const document = parseToml(text);
  const project = tableAt(document, 'project');
  const poetry = tableAt(document, 'tool', 'poetry');
  const name = asString((project ?? poetry)?.['name']);
  return { ...(name !== undefined && { name }), ...decide() };

  function decide(): PyprojectVersion {
    if (project?.['version'] !== undefined) return staticVersion(text, document, 'project');
    if (includes(project?.['dynamic'], 'version')) return dynamicVersion(text, document, 'project');
    if (poetry?.['version'] === undefined) return { kind: 'none' };
    // The plugin replaces the version at build time; the one in the table is a placeholder.
    const source = decideVersionSource(document);
    const isPlaceholder = source.kind === 'tag' && source.tool === 'poetry-dynamic-versioning';
    return isPlaceholder
      ? dynamicVersion(text, document, 'tool.poetry')
      : staticVersion(text, document, 'tool.poetry');
  }
}

/**
 * Replaces the version in the text of a pyproject.toml and keeps every other byte, including the quotes. The version is written as given. A
 * second call with the same version changes nothing.
 *
 * @throws {VersionError} VERSION_INVALID for the new version; PYPROJECT_INVALID and PYPROJECT_VERSION_NOT_TEXT as in reading;
 * PYPROJECT_VERSION_DYNAMIC if the version is elsewhere (see `writeVersionFile`); PYPROJECT_VERSION_MISSING
 */
export function writePyprojectVersion(text: string, version: string): string {
  parseVersion(version);
  const found = readPyprojectVersion(text);
  if (found.kind === 'static') return text.slice(0, found.start) + version + text.slice(found.end);
  if (found.kind === 'none') {
    throw new VersionError('PYPROJECT_VERSION_MISSING', 'pyproject.toml has no version', {
      hint: 'Add version = "0.1.0" to the table [project].',
    });
  }
  const { line, column, source } = found;
  if (source.kind === 'file' && source.lookup.kind === 'key') return writeVersionFile(text, source, version);
  throw new VersionError('PYPROJECT_VERSION_DYNAMIC', 'the version in pyproject.toml is dynamic', {
    hint: hintFor(source),
    line,
    column,
  });
}

function hintFor(source: VersionSource): string {
  switch (source.kind) {
    case 'file':
      return `Change it in ${source.paths.join(' or ')}.`;
    case 'tag':
      return `${source.tool} takes it from the tag; before the tag exists, set ${source.variable} for the build.`;
    case 'unsupported':
      return source.hint;
  }
}

function staticVersion(text: string, document: TomlTable, table: VersionTable): StaticVersion {
  const path = [...table.split('.'), 'version'];
  const version = asString(tableAt(document, ...table.split('.'))?.['version']);
  const span = locateTomlText(text, path, document);
  if (version !== undefined && span !== undefined) {
    return { kind: 'static', version, table, ...placeOf(text, span.start), ...span };
  }
  throw new VersionError('PYPROJECT_VERSION_NOT_TEXT', `version in [${table}] is not a string`, {
    hint: 'Write it in quotes: version = "1.2.3".',
    ...placeOf(text, scanToml(text, path)?.value?.start ?? 0),
  });
}

function dynamicVersion(text: string, document: TomlTable, table: VersionTable): DynamicVersion {
  const key = table === 'project' ? 'dynamic' : 'version';
  const place = placeOf(text, scanToml(text, [...table.split('.'), key])?.key ?? 0);
  return { kind: 'dynamic', table, ...place, source: decideVersionSource(document) };
}

function includes(value: unknown, item: string): boolean {
  return Array.isArray(value) && value.includes(item);
}
