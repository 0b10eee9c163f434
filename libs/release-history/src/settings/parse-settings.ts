import { locateTomlKey } from '@heroku-release/versioning';
import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { HistoryError } from '../errors.ts';
import { SETTINGS_VARIABLE } from './settings-sources.ts';
import { settingsSchema, waitSchema } from './schema.ts';
import type { Settings } from './schema.ts';

/** Texts that may contain settings. Undefined where the file does not exist. */
export interface SettingsSources {
  readonly pyproject?: string | undefined;
  /** heroku-release.toml, read when pyproject.toml has no `[tool.heroku-release]`. */
  readonly ownFile?: string | undefined;
  /** JSON that overrides the settings of the files. The rehearsal shortens waits with it. */
  readonly overrides?: string | undefined;
}

/**
 * Parses the settings of a repository and fills in every default. Pure.
 *
 * Errors: `SETTINGS_INVALID` and `SETTINGS_UNKNOWN_KEY`, both with file, line and column.
 */
export function parseSettings(sources: SettingsSources): Settings {
  const found = findTable(sources);
  const overrides = parseOverrides(sources.overrides);
  const result = settingsSchema.safeParse(merge(found?.value ?? {}, overrides));
  if (result.success) return result.data;
  throw settingsError(result.error, found, overrides);
}

/** Whether a setting is written down rather than left at its default. Errors: as {@link parseSettings}. Pure. */
export function isSettingGiven(sources: SettingsSources, name: keyof Settings): boolean {
  const tables = [findTable(sources)?.value ?? {}, parseOverrides(sources.overrides)];
  return tables.some((given) => Object.hasOwn(given, name));
}

function findTable({ pyproject, ownFile }: SettingsSources): FoundTable | undefined {
  const inPyproject = table(pyproject, 'pyproject.toml', ['tool', 'heroku-release']);
  return inPyproject ?? (ownFile === undefined ? undefined : table(ownFile, 'heroku-release.toml', []));
}

interface FoundTable {
  readonly file: string;
  readonly text: string;
  readonly path: readonly string[];
  readonly value: Record<string, unknown>;
}

function table(text: string | undefined, file: string, path: readonly string[]): FoundTable | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const where = `${file}:${cause.line}:${cause.column}`;
    throw new HistoryError('SETTINGS_INVALID', `${where}: ${cause.message}`, {
      cause,
      hint: `Correct ${file}.`,
    });
  }
  for (const key of path) value = isTable(value) ? value[key] : undefined;
  if (value === undefined) return undefined;
  if (isTable(value)) return { file, text, path, value };
  const at = locateTomlKey(text, path);
  const where = at === undefined ? file : `${file}:${at.line}:${at.column}`;
  throw new HistoryError('SETTINGS_INVALID', `${where}: ${path.join('.')} is not a table`, { hint: FORMS });
}

function parseOverrides(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isTable(value)) return value;
  } catch {
    // Reported below.
  }
  throw new HistoryError('SETTINGS_INVALID', `${VARIABLE} is not a JSON object`, {
    hint: 'Set it to an object, such as {"wait":{"lock":"1m"}}, or unset it.',
  });
}

function merge(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = Object.entries(over).map(([key, value]): [string, unknown] => {
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isTable(below) && isTable(value) ? merge(below, value) : value];
  });
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

function isTable(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}

function settingsError(
  error: z.ZodError,
  found: FoundTable | undefined,
  overrides: Record<string, unknown>,
): HistoryError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map(String);
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const key = [...path, ...(unknown === undefined ? [] : [unknown])];
  const where = holds(overrides, key) ? `${VARIABLE}: ` : placeIn(found, key);
  const name = key.join('.');
  if (unknown !== undefined) {
    const known = Object.keys(path[0] === 'wait' ? waitSchema.shape : settingsSchema.shape);
    return new HistoryError('SETTINGS_UNKNOWN_KEY', `${where}unknown setting ${name}`, {
      hint: `Known settings: ${known.join(', ')}.`,
    });
  }
  return new HistoryError('SETTINGS_INVALID', `${where}setting ${name}: ${issue?.message ?? 'invalid'}`, {
    hint: FORMS,
  });
}

const FORMS = 'The README lists the settings and their types.';
const VARIABLE = SETTINGS_VARIABLE;

/** Whether a value comes from the overrides. They replace whole arrays, so the elements of an array do too. */
function holds(value: unknown, key: readonly string[]): boolean {
  const [first, ...rest] = key;
  if (first === undefined || !isTable(value)) return true;
  return Object.hasOwn(value, first) && holds(value[first], rest);
}

function placeIn(found: FoundTable | undefined, key: readonly string[]): string {
  const at = found === undefined ? undefined : locate(found, key);
  return found === undefined || at === undefined ? '' : `${found.file}:${at.line}:${at.column}: `;
}

/** The position of the key, or of the nearest table around it that exists in the file. */
function locate(found: FoundTable, key: readonly string[]) {
  for (let length = key.length; length >= 0; length -= 1) {
    const at = locateTomlKey(found.text, [...found.path, ...key.slice(0, length)]);
    if (at !== undefined) return at;
  }
  return undefined;
}
