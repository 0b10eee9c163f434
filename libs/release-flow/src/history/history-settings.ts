import type { Settings } from '../settings/schema.ts';
import type { HistoryWorld } from './history-world.ts';

/** The settings that reading a history depends on. */
export type HistorySettings = Pick<Settings, 'changelog' | 'tag-template'>;

/** What they are without any settings; a test compares them with the schema. */
export const HISTORY_DEFAULTS: HistorySettings = { changelog: 'CHANGELOG.md', 'tag-template': 'v{version}' };

/** The files that settings may stand in. */
export const SETTINGS_FILES = ['pyproject.toml', 'heroku-release.toml'] as const;

/**
 * The settings of a tree, from its {@link SETTINGS_FILES}. The schema is loaded only where something is set: loading it takes longer
 * than reading a history.
 *
 * Errors: `SETTINGS_INVALID`, `SETTINGS_UNKNOWN_KEY`.
 */
export async function historySettings(
  files: ReadonlyMap<string, string | undefined>,
  env: HistoryWorld['env'],
): Promise<HistorySettings> {
  const [pyproject, ownFile] = SETTINGS_FILES.map((path) => files.get(path));
  const overrides = env['HEROKU_RELEASE_SETTINGS'] ?? '';
  if (ownFile === undefined && overrides === '' && pyproject?.includes('heroku-release') !== true) {
    return HISTORY_DEFAULTS;
  }
  const { parseSettings } = await import('../settings/parse-settings.ts');
  return parseSettings({ pyproject, ownFile, overrides });
}
