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

/** A checkout that was opened to read its history. */
export interface History {
  readonly git: GitHistory;
  /** The commit that is checked out. */
  readonly head: string;
  /** The files of that commit. */
  readonly readHead: ReadTree;
  /** Every tag of the checkout, including those of other branches. */
  readonly tags: readonly VersionTag<TagRef>[];
  /** The tags that were named on opening, with their dates, by name. */
  readonly named: ReadonlyMap<string, Tag>;
  readonly tagTemplate: string;
  /** Path of the changelog. */
  readonly file: string;
  /** The style of that file. The default style if the file does not exist or cannot be written automatically. */
  readonly style: ChangelogStyle;
  /** Why the style of the file is not used. */
  readonly styleNote?: string | undefined;
  /** Whether the commit may have intent files. */
  readonly hasIntents: boolean;
  /**
   * Answers that git still works on. Starting a git process takes longer than its answer, so these processes run while the first
   * answers are used. Wait for them before you show any result. Errors: `GIT_SHALLOW`.
   */
  readonly pending: Promise<PendingAnswers>;
}

/**
 * Opens a checkout for reading: no network, no token, nothing written. `words` are the revisions that a person named; the tags among
 * them are read in the same step.
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
  // Started after the work that these answers lead to: concurrent git processes slow each other down.
  const pending = setImmediate().then(async () => await readPending(git, world));
  // The caller awaits this later; until then a rejection must not count as unhandled.
  pending.catch(() => undefined);
  return { git, pending, tags: readVersions(tags, checkout.tagTemplate), ...checkout };
}

/** Answers of git that arrive after the first ones. */
export interface PendingAnswers {
  /** The project's address, for links. Undefined when it is unknown. */
  readonly repositoryUrl: string | undefined;
}

/** Finds the project's address, and makes sure that the clone is not shallow. Errors: `GIT_SHALLOW`. */
export async function readPending(git: GitHistory, world: HistoryEnvironment): Promise<PendingAnswers> {
  const [address] = await Promise.all([addressOf(git, world), git.requireFullHistory()]);
  return { repositoryUrl: address };
}

/** Reads the settings and the changelog style from the commit that is checked out. Errors: as {@link openHistory}. */
export async function readCheckout(
  git: GitHistory,
  world: HistoryEnvironment,
  words: readonly string[] = [],
): Promise<Omit<History, 'git' | 'tags' | 'pending'>> {
  // One git process reads everything that is nearly always needed.
  const paths = [...SETTINGS_FILES, DEFAULT_SETTINGS.changelog, INTENT_FOLDER];
  const start = await git.snapshot('HEAD', paths, words.filter(isTagName));
  if (start === undefined) {
    throw new HistoryError('USAGE', `${git.folder} has no commit yet`, {
      hint: 'Commit something first.',
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

/** The project's address. Without one there are no links, which is not an error. */
async function addressOf(git: GitHistory, world: HistoryEnvironment): Promise<string | undefined> {
  try {
    return repositoryUrl(world, await repositoryName(world, git));
  } catch (error) {
    if (error instanceof HistoryError && error.code === 'REMOTE_UNKNOWN') return undefined;
    throw error;
  }
}
