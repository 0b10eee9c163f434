import { parse, TomlError } from 'smol-toml';
import { VersionError } from './errors.ts';
import { codeFrame, placeOf, type TextPlace } from './text-place.ts';
import { scanToml, TomlScanError } from './toml-scanner.ts';

/** What a TOML document holds: tables are objects without a prototype, integers past 2^53 are bigint. */
export type TomlTable = Readonly<Record<string, unknown>>;

/**
 * Reads a TOML document as Python reads pyproject.toml: TOML 1.0, so that no build back end trips over what this accepts. A byte order
 * mark in front is allowed.
 *
 * @throws {VersionError} PYPROJECT_INVALID with line, column and a code frame
 */
export function parseToml(text: string): TomlTable {
  try {
    scanToml(text, []);
  } catch (error) {
    // The other parser judges first where both complain: its messages name the fault.
    parseWithPlace(text);
    if (error instanceof TomlScanError)
      throw invalid(text, error.message, placeOf(text, error.offset), error);
    throw error;
  }
  return parseWithPlace(text);
}

/** Where the key at a path stands. */
export interface TomlKeyPlace extends TextPlace {
  /** In UTF-16 units from the beginning of the text, a byte order mark included. */
  readonly offset: number;
}

/**
 * Where a key stands in a TOML document, for a message about a setting. The path has a segment for each key, and the index for
 * elements of arrays: `['tool', 'demo', 'files', '0']`. For a table it is the place where the table is first named. Undefined when there is no
 * such key, or the text is no TOML: it never throws, since it runs while an error is being made.
 */
export function locateTomlKey(text: string, path: readonly string[]): TomlKeyPlace | undefined {
  if (path.length === 0) return undefined;
  try {
    const place = scanToml(text, path);
    return place && { ...placeOf(text, place.key), offset: place.key };
  } catch (error) {
    if (error instanceof TomlScanError) return undefined;
    throw error;
  }
}

/** The table at a path; undefined when there is none, or something else stands there. */
export function tableAt(document: TomlTable, ...path: readonly string[]): TomlTable | undefined {
  let value: unknown = document;
  for (const name of path) value = isTable(value) ? value[name] : undefined;
  return isTable(value) ? value : undefined;
}

/** The value when it is a text. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function parseWithPlace(text: string): TomlTable {
  try {
    return parse(text.replace(/^\uFEFF/, ''), { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const because = /^Invalid TOML document: (.*)/.exec(error.message)?.[1] ?? error.message;
    throw invalid(text, because, error, error);
  }
}

function invalid(text: string, because: string, { line, column }: TextPlace, cause: unknown): VersionError {
  return new VersionError('PYPROJECT_INVALID', `line ${line}, column ${column}: ${because}`, {
    hint: 'Correct the TOML at this place.',
    cause,
    line,
    column,
    frame: codeFrame(text, { line, column }),
  });
}
