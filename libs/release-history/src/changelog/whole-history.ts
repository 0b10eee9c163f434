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
import { openHistory, readCheckout, readPending } from './open-history.ts';
import { startNote } from './start-note.ts';
import { readVersions, templateOption, versionOfTag } from '../version/tag-template.ts';

/** Callbacks while a whole history is read. */
export interface WholeHistoryListener {
  /** Receives the number of commits of each batch. */
  readonly onRead?: (commits: number) => void;
  /** Receives remarks for people, one line each. */
  readonly onNote?: (text: string) => void;
}

/** A remark if most version tags have a form that the template does not match. */
function formNote(tags: readonly Tag[], template: string): string | undefined {
  return startNote({ tags: readVersions(tags, template), template, previousTag: undefined, coming: false });
}

/**
 * Renders the changelog of the whole history by tags, newest first, in UTF-8. Reads one `git log` in order of dates while git walks. The
 * output starts after git's last commit, because only then no child can come too late. If one does, because clocks were wrong, the
 * history is read again with children first. Memory holds the changelog and a few bytes per commit.
 *
 * Errors: `USAGE`, `GIT_NOT_A_REPOSITORY`, `GIT_SHALLOW`, and those of the settings.
 */
export async function* wholeHistory(
  repo: string,
  world: HistoryEnvironment,
  listener: WholeHistoryListener = {},
): AsyncGenerator<Uint8Array> {
  const git = GitHistory.at(repo, world);
  const { onRead = () => undefined, onNote = () => undefined } = listener;
  const leave = new AbortController();
  const range = { to: 'HEAD', signal: leave.signal };
  // git starts the log while everything else is read.
  const log = git.logMessages(range, 'dated');
  const first = log.next();
  first.catch(() => undefined);
  try {
    const [{ style, styleNote, tagTemplate }, tags, { repositoryUrl }] = await Promise.all([
      readCheckout(git, world),
      git.tags(),
      readPending(git, world),
    ]);
    for (const note of [styleNote, formNote(tags, tagTemplate)]) if (note !== undefined) onNote(note);
    const request = { tags, style, repositoryUrl, ...templateOption(tagTemplate) };
    const rendered = await allUnlessUnordered(
      renderHistory({ ...request, commits: startedWith(first, log, onRead) }),
    );
    if (rendered !== undefined) {
      for (let at = 0; at < rendered.length; at += BATCH) yield Buffer.concat(rendered.slice(at, at + BATCH));
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

/** Pieces per chunk of output: writing each one separately takes longer than joining them. */
const BATCH = 50;

const READ_AGAIN =
  'Some commits are dated before their parents, across releases; the history is read again in another order.';

/** Undefined when the order of the commits does not show which version contains them. */
async function allUnlessUnordered(texts: AsyncIterable<string>): Promise<Uint8Array[] | undefined> {
  try {
    return await Array.fromAsync(encode(texts));
  } catch (error) {
    if (error instanceof ChangelogError && error.code === 'CHANGELOG_COMMITS_UNORDERED') return undefined;
    throw error;
  }
}

/** Encodes text as UTF-8 while git walks: strings that wait in memory would slow down the garbage collection. */
async function* encode(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}

/** Yields the batches of a generator whose first batch was requested already. */
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

/** Every release of a history, newest first. Unreleased changes come before all of them. */
export interface ReleasesOfHistory {
  readonly releases: readonly HistorySection[];
  /** git's own count of all commits. */
  readonly counted: number;
  /** Remarks for people, one line each. */
  readonly notes: readonly string[];
}

/**
 * Builds the sections of the whole history with their proof, newest first. Each commit is in the oldest version that contains it.
 * Holds the whole history in memory.
 *
 * Errors: as {@link wholeHistory}.
 */
export async function releasesOfHistory(repo: string, world: HistoryEnvironment): Promise<ReleasesOfHistory> {
  const history = await openHistory(repo, world);
  const { git, head, tagTemplate } = history;
  const { repositoryUrl } = await history.pending;
  const toSection = ({ tag, commits, previousTag }: VersionCommits<Tag>): HistorySection => {
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
    const section = buildSection({
      version: named.version,
      date: named.date,
      tag: named.tag,
      commits,
      previousTag,
      repositoryUrl,
    });
    return { history, span: { to: tag?.sha ?? head, end, searched: true, previousTag }, section };
  };
  const [tags, counted] = await Promise.all([git.tags(), git.count({ to: head })]);
  const commits = git.logMessages({ to: head });
  const versions = mapVersions({ commits, tags, ...templateOption(tagTemplate) }, toSection);
  const notes = [history.styleNote, formNote(tags, tagTemplate)].filter((note) => note !== undefined);
  return { releases: (await Array.fromAsync(versions)).flat(), counted, notes };
}
