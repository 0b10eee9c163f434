import { locateTomlKey } from '@heroku-release/versioning';
import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { FlowError } from '../errors.ts';
import { settingsSchema } from './schema.ts';
import type { Settings } from './schema.ts';

/** Texts that may hold the settings; undefined where there is no such file. */
export interface SettingsSources {
  readonly pyproject?: string | undefined;
  /** heroku-release.toml, read when pyproject.toml has no `[tool.heroku-release]`. */
  readonly ownFile?: string | undefined;
  /** Settings that win over the files', as JSON; the rehearsal lowers waits with it. */
  readonly overrides?: string | undefined;
}

/**
 * The settings of a repository, every default filled in. Pure.
 *
 * Errors: `SETTINGS_INVALID` and `SETTINGS_UNKNOWN_KEY`, both with file, line and column.
 */
export function parseSettings(sources: SettingsSources): Settings {
  const inPyproject = table(sources.pyproject, 'pyproject.toml', ['tool', 'heroku-release']);
  const found =
    inPyproject ??
    (sources.ownFile === undefined ? undefined : table(sources.ownFile, 'heroku-release.toml', []));
  const value = merge(found?.value ?? {}, parseOverrides(sources.overrides));
  const result = settingsSchema.safeParse(value);
  if (result.success) return result.data;
  throw settingsError(result.error, found);
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
    throw new FlowError('SETTINGS_INVALID', `${where}: ${cause.message}`, {
      cause,
      hint: `Correct ${file}.`,
    });
  }
  for (const key of path) value = isTable(value) ? value[key] : undefined;
  return isTable(value) ? { file, text, path, value } : undefined;
}

function parseOverrides(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isTable(value)) return value;
  } catch {
    // Said below, with what is expected.
  }
  throw new FlowError('SETTINGS_INVALID', 'HEROKU_RELEASE_SETTINGS is not a JSON object', {
    hint: 'Set it to an object such as {"wait":{"lock":"1m"}}, or unset it.',
  });
}

function merge(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const out = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = out[key];
    out[key] = isTable(below) && isTable(value) ? merge(below, value) : value;
  }
  return out;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}

function settingsError(error: z.ZodError, found: FoundTable | undefined): FlowError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map(String);
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const key = [...path, ...(unknown === undefined ? [] : [unknown])];
  const at = found === undefined ? undefined : locate(found, key);
  const where = found === undefined || at === undefined ? '' : `${found.file}:${at.line}:${at.column}: `;
  const name = key.join('.');
  if (unknown !== undefined) {
    return new FlowError('SETTINGS_UNKNOWN_KEY', `${where}unknown setting ${name}`, {
      hint: `Known settings: ${Object.keys(settingsSchema.shape).join(', ')}.`,
    });
  }
  return new FlowError('SETTINGS_INVALID', `${where}setting ${name}: ${issue?.message ?? 'not valid'}`, {
    hint: 'The settings and their forms are listed in the README.',
  });
}

/** The place of the key itself, or of the nearest table above it that is written down. */
function locate(found: FoundTable, key: readonly string[]) {
  for (let length = key.length; length >= 0; length -= 1) {
    const at = locateTomlKey(found.text, [...found.path, ...key.slice(0, length)]);
    if (at !== undefined) return at;
  }
  return undefined;
}
