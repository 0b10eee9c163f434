import type { GitHistory } from '@heroku-release/git-repo';
import { commitTree, readTexts } from '../checkout/read-tree.ts';
import { DEFAULT_SETTINGS } from '../settings/default-settings.ts';
import { SETTINGS_FILES } from '../settings/settings-sources.ts';

/** The usual names of changelogs, in the root of a repository. */
const CHANGELOG_NAME =
  /^(?:change[-_]?log|changes|history|news|releases|release[-_]?notes)(?:\.(?:md|markdown|rst|txt))?$/i;

/** Whether a path is that of a changelog by its name. Pure. */
export function isChangelogName(path: string): boolean {
  return CHANGELOG_NAME.test(path);
}

/**
 * Finds a changelog under another name at a revision that lacks `CHANGELOG.md`. `undefined` if there is none, and if the setting `changelog` is written down:
 * then the project wants that file. Errors: those of the settings.
 */
export async function findOtherChangelog(git: GitHistory, revision: string): Promise<string | undefined> {
  const other = (await git.filesIn(revision)).find(isChangelogName);
  if (other === undefined) return undefined;
  const [pyproject, ownFile] = SETTINGS_FILES;
  const texts = await readTexts(commitTree(git, revision), SETTINGS_FILES);
  const { isSettingGiven } = await import('../settings/parse-settings.ts');
  const sources = { pyproject: texts.get(pyproject), ownFile: texts.get(ownFile) };
  return isSettingGiven(sources, 'changelog') ? undefined : other;
}

/** Whether a changelog file is the default, which is started only where there is no other. Pure. */
export function isDefaultChangelog(path: string): boolean {
  return path === DEFAULT_SETTINGS.changelog;
}
