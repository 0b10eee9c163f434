import {
  buildSection,
  ChangelogError,
  mapVersions,
  renderHistory,
  type VersionCommits,
} from '@heroku-release/changelog';
import { GitHistory, type Tag } from '@heroku-release/git-repo';
import { formatVersion } from '@heroku-release/versioning';
import { isoDay } from './iso-time.ts';
import { type HistorySection, UNRELEASED } from './history-section.ts';
import type { HistoryEnvironment } from '../checkout/history-environment.ts';
import { askLate, openHistory, readCheckout } from './open-history.ts';
import { startNote } from './start-note.ts';
import { readVersions, templateOption, versionOfTag } from '../version/tag-template.ts';

/** Who listens while a whole history is told. */
export interface WholeHistoryListener {
  /** So many more commits have come. */
  readonly onRead?: (commits: number) => void;
  /** What people may wonder about, one line each. */
  readonly onNote?: (text: string) => void;
}

/** Whether most version tags have a form that is not looked for. */
function formNote(tags: readonly Tag[], template: string): string | undefined {
  return startNote({ tags: readVersions(tags, template), template, previousTag: undefined, coming: false });
}

/**
 * The changelog of the whole history by tags, newest first, in UTF-8. One `git log` in the order of dates, read while git walks; what was made of
 * it waits for git's last word, for only then no child can come too late. Where one does, because clocks were wrong, the history is read
 * once more with children first. Memory holds the changelog and some bytes per commit.
 *
 * Errors: `USAGE`, `GIT_NOT_A_REPOSITORY`, `GIT_SHALLOW`, and those of the settings.
 */
export async function* wholeHistory(
  repo: string,
  world: HistoryEnvironment,
  told: WholeHistoryListener = {},
): AsyncGenerator<Uint8Array> {
  const git = GitHistory.at(repo, world);
  const { onRead = () => undefined, onNote = () => undefined } = told;
  const leave = new AbortController();
  const range = { to: 'HEAD', signal: leave.signal };
  // git begins while all else is asked for.
  const log = git.logMessages(range, 'dated');
  const first = log.next();
  first.catch(() => undefined);
  try {
    const [{ style, styleNote, tagTemplate }, tags, { repositoryUrl }] = await Promise.all([
      readCheckout(git, world),
      git.tags(),
      askLate(git, world),
    ]);
    for (const note of [styleNote, formNote(tags, tagTemplate)]) if (note !== undefined) onNote(note);
    const request = {
      tags,
      style,
      ...templateOption(tagTemplate),
      ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
    };
    const made = await allUnlessUnordered(
      renderHistory({ ...request, commits: startedWith(first, log, onRead) }),
    );
    if (made !== undefined) {
      for (let at = 0; at < made.length; at += TOGETHER) yield Buffer.concat(made.slice(at, at + TOGETHER));
      return;
    }
    await log.return(undefined);
    onNote(READ_AGAIN);
    const again = git.logMessages(range);
    yield* encode(renderHistory({ ...request, commits: startedWith(again.next(), again, onRead) }));
  } finally {
    leave.abort();
    await log.return(undefined).catch(() => undefined);
  }
}

/** So many pieces are handed over at once: writing each by itself takes longer than joining them. */
const TOGETHER = 50;

const READ_AGAIN =
  'Commits are dated before commits they build on, across releases; the history is read once more in another order.';

/** `undefined` when commits came in an order that does not show which version has them. */
async function allUnlessUnordered(texts: AsyncIterable<string>): Promise<Uint8Array[] | undefined> {
  try {
    return await Array.fromAsync(encode(texts));
  } catch (error) {
    if (error instanceof ChangelogError && error.code === 'CHANGELOG_COMMITS_UNORDERED') return undefined;
    throw error;
  }
}

/** In UTF-8, made while git walks: what waits as text would be in the way of the garbage collection. */
async function* encode(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}

/** The batches of a generator that has been asked for its first already. */
async function* startedWith<Item>(
  first: Promise<IteratorResult<readonly Item[], unknown>>,
  rest: AsyncIterator<readonly Item[]>,
  onRead: (items: number) => void,
): AsyncGenerator<readonly Item[]> {
  for (let step = await first; step.done !== true; step = await rest.next()) {
    onRead(step.value.length);
    yield step.value;
  }
}

/** Every release of a history, newest first; what is not released comes first of all. */
export interface ReleasesOfHistory {
  readonly releases: readonly HistorySection[];
  /** git's own count of all commits. */
  readonly counted: number;
  /** What people may wonder about, one line each. */
  readonly notes: readonly string[];
}

/**
 * The same history as sections with their proof, newest first: each commit in the oldest version that contains it. Holds the
 * whole history in memory.
 *
 * Errors: as {@link wholeHistory}.
 */
export async function releasesOfHistory(repo: string, world: HistoryEnvironment): Promise<ReleasesOfHistory> {
  const history = await openHistory(repo, world);
  const { git, head, tagTemplate } = history;
  const { repositoryUrl } = await history.late;
  const told = ({ tag, commits, previousTag }: VersionCommits<Tag>): HistorySection => {
    const version = tag === undefined ? undefined : versionOfTag(tag.name, tagTemplate);
    const end =
      tag === undefined || version === undefined
        ? ({ kind: 'coming' } as const)
        : {
            kind: 'release' as const,
            version: formatVersion(version),
            tag: tag.name,
            date: tag.date.slice(0, 10),
          };
    const named =
      end.kind === 'coming' ? { version: UNRELEASED, date: isoDay(world.clock.now()), tag: 'HEAD' } : end;
    const previous = previousTag === undefined ? {} : { previousTag };
    const section = buildSection({
      version: named.version,
      date: named.date,
      tag: named.tag,
      commits,
      ...previous,
      ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
    });
    return { history, span: { to: tag?.sha ?? head, end, searched: true, ...previous }, section };
  };
  const [tags, counted] = await Promise.all([git.tags(), git.count({ to: head })]);
  const commits = git.logMessages({ to: head });
  const versions = mapVersions({ commits, tags, ...templateOption(tagTemplate) }, told);
  const notes = [history.styleNote, formNote(tags, tagTemplate)].filter((note) => note !== undefined);
  return { releases: (await Array.fromAsync(versions)).flat(), counted, notes };
}
