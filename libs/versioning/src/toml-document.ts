import { parse, TomlError } from 'smol-toml';
import { VersionError } from './errors.ts';
import { codeFrame, placeOf, type TextPlace } from './text-place.ts';
import { scanToml, TomlScanError } from './toml-scanner.ts';

/** A TOML table: an object without a prototype; integers above 2^53 are bigint. */
export type TomlTable = Readonly<Record<string, unknown>>;

/**
 * Parses a TOML document as Python does for pyproject.toml: TOML 1.0, so that build backends accept everything that this accepts. A leading
 * byte order mark is allowed.
 *
 * @throws {VersionError} PYPROJECT_INVALID with line, column and a code frame
 */
export function parseToml(text: string): TomlTable {
  try {
    scanToml(text, []);
  } catch (error) {
    // If both parsers fail, the error of smol-toml is thrown: its messages are more specific.
    parseWithPlace(text);
    if (error instanceof TomlScanError)
      throw invalid(text, error.message, placeOf(text, error.offset), error);
    throw error;
  }
  return parseWithPlace(text);
}

/** The place of a TOML key. */
export interface TomlKeyPlace extends TextPlace {
  /** In UTF-16 units from the beginning of the text, a byte order mark included. */
  readonly offset: number;
}

/**
 * Finds a key in a TOML document, for a message about a setting. The path has one segment per key, and the index for an element of an array:
 * `['tool', 'demo', 'files', '0']`. For a table, the result is the place where the table is first mentioned. Undefined if there is no such key,
 * or the text is not TOML: it never throws, since it runs while another error is being reported.
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

/** The table at a path; undefined if there is none, or the value is not a table. */
export function tableAt(document: TomlTable, ...path: readonly string[]): TomlTable | undefined {
  let value: unknown = document;
  for (const name of path) value = isTable(value) ? value[name] : undefined;
  return isTable(value) ? value : undefined;
}

/** The value if it is a string. */
export function asString(value: unknown): string | undefined {
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
