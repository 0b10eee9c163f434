import type { Env } from '../checkout/history-environment.ts';
import type { ReadTree } from '../checkout/read-tree.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import type { Settings } from './schema.ts';
import { SETTINGS_FILES, SETTINGS_VARIABLE } from './settings-sources.ts';

/**
 * Reads the settings of a tree and fills in every default. The schema is loaded only if there are settings: most repositories have none,
 * and loading the schema takes longer than reading their history for `changelog`.
 *
 * Errors: `SETTINGS_INVALID` and `SETTINGS_UNKNOWN_KEY`, both with file, line and column; those of `read`.
 */
export async function readSettings(read: ReadTree, env: Env): Promise<Settings> {
  const [pyproject, ownFile] = await Promise.all(SETTINGS_FILES.map(async (path) => await read(path)));
  const overrides = env[SETTINGS_VARIABLE] ?? '';
  if (ownFile === undefined && overrides === '' && pyproject?.includes('heroku-release') !== true) {
    return structuredClone(DEFAULT_SETTINGS);
  }
  const { parseSettings } = await import('./parse-settings.ts');
  return parseSettings({ pyproject, ownFile, overrides });
}
