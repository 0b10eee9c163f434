import { decideVersionSource } from './decide-version-source.ts';
import { quoted, VersionError } from './errors.ts';
import { placeOf, type TextPlace } from './text-place.ts';
import { parseToml, tableAt, type TomlTable } from './toml-document.ts';
import { scanToml, type TomlSpan } from './toml-scanner.ts';
import { parseVersion } from './version.ts';
import type { VersionSource } from './version-source.ts';

/** The tables that can hold a version. `project` counts where both do. */
export type VersionTable = 'project' | 'tool.poetry';

/** The version stands in the text. */
export interface StaticVersion extends TextPlace {
  readonly kind: 'static';
  /** As written; it need not be a version that {@link parseVersion} reads. */
  readonly version: string;
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
  readonly kind: 'dynamic';
  readonly table: VersionTable;
  readonly name?: string;
  readonly source: VersionSource;
}

/** The text says nothing of a version: settings of tools only, or an empty file. */
export interface NoVersion {
  readonly kind: 'none';
  readonly name?: string;
}

/** What a pyproject.toml says about the project's version. */
export type PyprojectVersion = StaticVersion | DynamicVersion | NoVersion;

const TABLES = ['project', 'tool.poetry'] as const satisfies readonly VersionTable[];

/**
 * The version in the text of a pyproject.toml, and where it stands. Offsets count UTF-16 units from the beginning of the text, a byte
 * order mark included.
 *
 * @throws {VersionError} PYPROJECT_INVALID with line, column and frame; PYPROJECT_VERSION_NOT_TEXT when `version` is no string
 */
export function readPyprojectVersion(text: string): PyprojectVersion {
  const document = parseToml(text);
  for (const table of TABLES) {
    const settings = tableAt(document, ...table.split('.'));
    if (settings === undefined) continue;
    const name = nameIn(settings);
    const dynamic = isDynamic(document, table, settings);
    if (settings['version'] !== undefined && !dynamic)
      return { ...staticVersion(text, table, settings), ...name };
    if (dynamic) {
      const key = table === 'project' ? 'dynamic' : 'version';
      const place = placeOf(text, scanToml(text, [...table.split('.'), key])?.key ?? 0);
      return { kind: 'dynamic', table, ...name, ...place, source: decideVersionSource(document) };
    }
  }
  return {
    kind: 'none',
    ...nameIn(tableAt(document, 'project') ?? tableAt(document, 'tool', 'poetry') ?? {}),
  };
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
  throw new VersionError('PYPROJECT_VERSION_DYNAMIC', 'the version in pyproject.toml is dynamic', {
    hint: DYNAMIC_HINTS[source.kind](source as never),
    line,
    column,
  });
}

const DYNAMIC_HINTS: {
  [K in VersionSource['kind']]: (source: Extract<VersionSource, { kind: K }>) => string;
} = {
  file: ({ paths }) => `It is written in ${paths.join(' or ')}.`,
  tag: ({ tool, variable }) => `${tool} takes it from the tag; for a build set ${variable}.`,
  unsupported: ({ hint }) => hint,
};

/** `version` in `dynamic`, unless it is also given, which is an error of the project and read as given. */
function isDynamic(document: TomlTable, table: VersionTable, settings: TomlTable): boolean {
  if (table === 'tool.poetry') {
    // The plugin replaces the version at build time; what the table says is a placeholder.
    return settings['version'] !== undefined && pluginIsOn(document);
  }
  const dynamic = settings['dynamic'];
  return settings['version'] === undefined && Array.isArray(dynamic) && dynamic.includes('version');
}

function pluginIsOn(document: TomlTable): boolean {
  return tableAt(document, 'tool', 'poetry-dynamic-versioning')?.['enable'] === true;
}

function staticVersion(text: string, table: VersionTable, settings: TomlTable): StaticVersion {
  const version = settings['version'];
  const span = scanToml(text, [...table.split('.'), 'version'])?.value ?? { start: 0, end: 0 };
  if (typeof version !== 'string') {
    const place = placeOf(text, span.start);
    throw new VersionError(
      'PYPROJECT_VERSION_NOT_TEXT',
      `line ${place.line}: version in [${table}] is no string`,
      {
        hint: `Write it in quotes: version = ${quoted(text.slice(span.start, Math.min(span.end, span.start + 40)))}`,
        ...place,
      },
    );
  }
  const inner = insideQuotes(text, span);
  return { kind: 'static', version, table, ...placeOf(text, inner.start), ...inner };
}

/** What stands between the quotes; behind three quotes a first line end does not belong to the value. */
function insideQuotes(text: string, { start, end }: TomlSpan): TomlSpan {
  const quotes = /^(?:"{3}|'{3})(?:\r?\n)?/.exec(text.slice(start, Math.min(end, start + 5)))?.[0];
  // Six quotes or more: an empty string between single quotes is two.
  if (quotes !== undefined && end - start >= 6) return { start: start + quotes.length, end: end - 3 };
  return { start: start + 1, end: end - 1 };
}

function nameIn(settings: TomlTable): { readonly name?: string } {
  const name = settings['name'];
  return typeof name === 'string' ? { name } : {};
}
