import { decideVersionSource } from './decide-version-source.ts';
import { VersionError } from './errors.ts';
import { placeOf, type TextPlace } from './text-place.ts';
import { asText, parseToml, tableAt, type TomlTable } from './toml-document.ts';
import { scanToml } from './toml-scanner.ts';
import { locateTomlText } from './toml-text.ts';
import { parseVersion } from './version.ts';
import { writeVersionFile } from './version-file.ts';
import type { VersionSource } from './version-source.ts';

/** The tables that can hold a version. `project` counts where both do. */
export type VersionTable = 'project' | 'tool.poetry';

/** The version stands in the text. */
export interface StaticVersion extends TextPlace {
  /** Told apart from the other readings by this. */
  readonly kind: 'static';
  /** As written; it need not be a version that {@link parseVersion} reads. */
  readonly version: string;
  /** Where it stands. */
  readonly table: VersionTable;
  /** The project's name as written; absent when there is none. */
  readonly name?: string;
  /** Offset of the version's first character, behind the quote. */
  readonly start: number;
  /** Offset behind the version's last character. */
  readonly end: number;
}

/** The build back end finds the version elsewhere. The place is that of `dynamic`. */
export interface DynamicVersion extends TextPlace {
  /** Told apart from the other readings by this. */
  readonly kind: 'dynamic';
  /** The table that says so. */
  readonly table: VersionTable;
  /** The project's name as written; absent when there is none. */
  readonly name?: string;
  /** Where the build back end finds it. */
  readonly source: VersionSource;
}

/** The text says nothing of a version: settings of tools only, or an empty file. */
export interface NoVersion {
  /** Told apart from the other readings by this. */
  readonly kind: 'none';
  /** The project's name as written; absent when there is none. */
  readonly name?: string;
}

/** What a pyproject.toml says about the project's version. */
export type PyprojectVersion = StaticVersion | DynamicVersion | NoVersion;

/**
 * The version in the text of a pyproject.toml, and where it stands. Offsets count UTF-16 units from the beginning of the text, a byte
 * order mark included.
 *
 * @throws {VersionError} PYPROJECT_INVALID with line, column and frame; PYPROJECT_VERSION_NOT_TEXT when `version` is no string
 */
export function readPyprojectVersion(text: string): PyprojectVersion {
  const document = parseToml(text);
  const project = tableAt(document, 'project');
  const poetry = tableAt(document, 'tool', 'poetry');
  const name = asText((project ?? poetry)?.['name']);
  return { ...(name !== undefined && { name }), ...decide() };

  function decide(): PyprojectVersion {
    if (project?.['version'] !== undefined) return staticVersion(text, document, 'project');
    if (lists(project?.['dynamic'], 'version')) return dynamicVersion(text, document, 'project');
    if (poetry?.['version'] === undefined) return { kind: 'none' };
    // The plugin replaces the version at build time; what the table says is a placeholder.
    const source = decideVersionSource(document);
    const isPlaceholder = source.kind === 'tag' && source.tool === 'poetry-dynamic-versioning';
    return isPlaceholder
      ? dynamicVersion(text, document, 'tool.poetry')
      : staticVersion(text, document, 'tool.poetry');
  }
}

/**
 * The same text with another version in it; every other byte stays, the quotes included. The version is written as given. A second call
 * with the same version changes nothing.
 *
 * @throws {VersionError} VERSION_INVALID for the new version; PYPROJECT_INVALID and PYPROJECT_VERSION_NOT_TEXT as reading does;
 * PYPROJECT_VERSION_DYNAMIC when the version stands elsewhere (see `writeVersionFile`); PYPROJECT_VERSION_MISSING
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
    hint: whereInstead(source),
    line,
    column,
  });
}

function whereInstead(source: VersionSource): string {
  switch (source.kind) {
    case 'file':
      return `It is written in ${source.paths.join(' or ')}.`;
    case 'tag':
      return `${source.tool} takes it from the tag; before there is one, set ${source.variable} for the build.`;
    case 'unsupported':
      return source.hint;
  }
}

function staticVersion(text: string, document: TomlTable, table: VersionTable): StaticVersion {
  const path = [...table.split('.'), 'version'];
  const version = asText(tableAt(document, ...table.split('.'))?.['version']);
  const span = locateTomlText(text, path, document);
  if (version !== undefined && span !== undefined) {
    return { kind: 'static', version, table, ...placeOf(text, span.start), ...span };
  }
  throw new VersionError('PYPROJECT_VERSION_NOT_TEXT', `version in [${table}] is no text`, {
    hint: 'Write it in quotes: version = "1.2.3".',
    ...placeOf(text, scanToml(text, path)?.value?.start ?? 0),
  });
}

function dynamicVersion(text: string, document: TomlTable, table: VersionTable): DynamicVersion {
  const key = table === 'project' ? 'dynamic' : 'version';
  const place = placeOf(text, scanToml(text, [...table.split('.'), key])?.key ?? 0);
  return { kind: 'dynamic', table, ...place, source: decideVersionSource(document) };
}

function lists(value: unknown, item: string): boolean {
  return Array.isArray(value) && value.includes(item);
}
