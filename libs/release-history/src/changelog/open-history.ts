import { setImmediate } from 'node:timers/promises';
import { DEFAULT_STYLE, detectStyle } from '@heroku-release/changelog';
import type { ChangelogStyle } from '@heroku-release/changelog';
import { GitHistory, isTagName, type Tag, type TagRef } from '@heroku-release/git-repo';
import { repositoryName, repositoryUrl } from '../checkout/repository-name.ts';
import { HistoryError } from '../errors.ts';
import { whyUnwritable } from './unwritable-changelog.ts';
import { textTree } from '../checkout/read-tree.ts';
import type { ReadTree } from '../checkout/read-tree.ts';
import type { HistoryEnvironment } from '../checkout/history-environment.ts';
import { INTENT_FOLDER } from './read-intent-files.ts';
import { readVersions, type VersionTag } from '../version/tag-template.ts';
import { DEFAULT_SETTINGS } from '../settings/default-settings.ts';
import { readSettings } from '../settings/read-settings.ts';
import { SETTINGS_FILES } from '../settings/settings-sources.ts';

/** A checkout whose history is to be told. */
export interface History {
  readonly git: GitHistory;
  /** The commit that is checked out. */
  readonly head: string;
  /** The files of that commit. */
  readonly readHead: ReadTree;
  /** Every tag of the checkout, also of other branches. */
  readonly tags: readonly VersionTag<TagRef>[];
  /** Those with their dates that were named when it was opened, by name. */
  readonly named: ReadonlyMap<string, Tag>;
  readonly tagTemplate: string;
  /** Path of the changelog. */
  readonly file: string;
  /** How that file is written, or the default where there is none, or none that can be written. */
  readonly style: ChangelogStyle;
  /** Why the file's own style is not followed, in words. */
  readonly styleNote?: string;
  /** Whether that commit may have intent files. */
  readonly hasIntents: boolean;
  /**
   * What git is still asked while the first answers are read, since each process costs more than its answer. Nothing may be told before
   * it is there. Errors: `GIT_SHALLOW`.
   */
  readonly late: Promise<LateAnswers>;
}

/**
 * Opens a checkout for reading: no network, no token, nothing written. `words` are what a person named; the tags among them are
 * read at once.
 *
 * Errors: `GIT_NOT_A_REPOSITORY`, `GIT_SHALLOW`, `USAGE` (no commit yet), `SETTINGS_INVALID`, `SETTINGS_UNKNOWN_KEY`.
 */
export async function openHistory(
  repo: string,
  world: HistoryEnvironment,
  words: readonly string[] = [],
): Promise<History> {
  const git = GitHistory.at(repo, world);
  const [tags, checkout] = await Promise.all([git.tagRefs(), readCheckout(git, world, words)]);
  // After what these answers lead to: each process that runs beside another makes it slower.
  const late = setImmediate().then(async () => await askLate(git, world));
  // Whoever tells of the history waits for it; until then nobody may.
  late.catch(() => undefined);
  return { git, late, tags: readVersions(tags, checkout.tagTemplate), ...checkout };
}

/** What is known later. */
export interface LateAnswers {
  /** Where the links lead; absent when the project's address is unknown. */
  readonly repositoryUrl?: string;
}

/** The project's address, once it is certain that the history is not cut off. Errors: `GIT_SHALLOW`. */
export async function askLate(git: GitHistory, world: HistoryEnvironment): Promise<LateAnswers> {
  const [url] = await Promise.all([addressOf(git, world), git.requireFullHistory()]);
  return url === undefined ? {} : { repositoryUrl: url };
}

/** What the commit that is checked out says on how its history is to be told. Errors: as {@link openHistory}. */
export async function readCheckout(
  git: GitHistory,
  world: HistoryEnvironment,
  words: readonly string[] = [],
): Promise<Omit<History, 'git' | 'tags' | 'late'>> {
  // What is nearly always asked for is asked for at once.
  const paths = [...SETTINGS_FILES, DEFAULT_SETTINGS.changelog, INTENT_FOLDER];
  const start = await git.snapshot('HEAD', paths, words.filter(isTagName));
  if (start === undefined) {
    throw new HistoryError('USAGE', `${git.folder} has no commit yet`, {
      hint: 'There is nothing to tell before the first.',
    });
  }
  const { sha: head, files, folders } = start;
  const settings = await readSettings(textTree(files), world.env);
  const readHead: ReadTree = async (path) =>
    files.has(path) ? files.get(path) : await git.readFile(head, path);
  return {
    head,
    named: start.tags,
    readHead,
    tagTemplate: settings['tag-template'],
    file: settings.changelog,
    hasIntents: folders.has(INTENT_FOLDER),
    ...styleOf(await readHead(settings.changelog), settings.changelog),
  };
}

function styleOf(text: string | undefined, file: string): Pick<History, 'style' | 'styleNote'> {
  if (text === undefined) return { style: DEFAULT_STYLE };
  const style = detectStyle(text);
  const why = whyUnwritable(style.kind);
  if (why === undefined) return { style };
  return { style: DEFAULT_STYLE, styleNote: `${file} ${why}: shown in the default style` };
}

/** The project's address; without one there are no links, which is no error. */
async function addressOf(git: GitHistory, world: HistoryEnvironment): Promise<string | undefined> {
  try {
    return repositoryUrl(world, await repositoryName(world, git));
  } catch (error) {
    if (error instanceof HistoryError && error.code === 'REMOTE_UNKNOWN') return undefined;
    throw error;
  }
}
