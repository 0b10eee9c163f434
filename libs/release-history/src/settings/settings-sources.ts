/** The files that may hold settings: the table `[tool.heroku-release]` of the first, otherwise the second. */
export const SETTINGS_FILES = ['pyproject.toml', 'heroku-release.toml'] as const;

/** The variable with settings, as JSON, that override those of the files. The rehearsal shortens waits with it. */
export const SETTINGS_VARIABLE = 'HEROKU_RELEASE_SETTINGS';
