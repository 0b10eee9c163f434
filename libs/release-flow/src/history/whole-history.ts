import { buildSection, type Commit, renderHistory } from '@heroku-release/changelog';
import type { Tag } from '@heroku-release/git-repo';
import { compareVersions, formatVersion } from '@heroku-release/versioning';
import { isoDay } from '../iso-time.ts';
import { type HistorySection, UNRELEASED } from './history-section.ts';
import type { HistoryWorld } from './history-world.ts';
import { openHistory, openWhole, readCheckout } from './open-history.ts';
import { templateOption, versionOfTag } from './tag-template.ts';

/**
 * The changelog of the whole history by tags, newest first, as text that comes while git is still reading. One `git log`; memory
 * does not grow with the history. `onRead` is told how many more commits have come.
 *
 * Errors: `USAGE`, `GIT_NOT_A_REPOSITORY`, `GIT_SHALLOW`, and those of the settings.
 */
export async function* wholeHistory(
  repo: string,
  world: HistoryWorld,
  onRead: (commits: number) => void = () => undefined,
): AsyncGenerator<string> {
  const git = await openWhole(repo, world);
  const leave = new AbortController();
  // git walks the whole history before it says its first word; all else is asked for meanwhile.
  const log = git.logMessages({ to: 'HEAD', signal: leave.signal });
  const first = log.next();
  first.catch(() => undefined);
  try {
    const [{ style, tagTemplate, repositoryUrl }, tags] = await Promise.all([
      readCheckout(git, world),
      git.tags(),
    ]);
    yield* renderHistory({
      commits: startedWith(first, log, onRead),
      tags,
      style,
      ...templateOption(tagTemplate),
      ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
    });
  } finally {
    leave.abort();
    await log.return(undefined).catch(() => undefined);
  }
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
}

/**
 * The same history as sections with their proof, newest first: each commit in the oldest version that contains it. Holds the
 * whole history in memory.
 *
 * Errors: as {@link wholeHistory}.
 */
export async function releasesOfHistory(repo: string, world: HistoryWorld): Promise<ReleasesOfHistory> {
  const history = await openHistory(repo, world);
  const { git, head, tagTemplate, repositoryUrl } = history;
  const [commits, tags, counted] = await Promise.all([
    Array.fromAsync(git.log({ to: head })),
    git.tags(),
    git.count({ to: head }),
  ]);
  const versions = versionsNewestFirst(commits, tags, tagTemplate);
  const releases = versions.map((version, at): HistorySection => {
    const previousTag = versions[at + 1]?.tag?.name;
    const named =
      version.tag === undefined
        ? { version: UNRELEASED, date: isoDay(world.clock.now()), tag: 'HEAD' }
        : { version: version.name, date: version.tag.date.slice(0, 10), tag: version.tag.name };
    const section = buildSection({
      ...named,
      commits: version.commits,
      ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
      ...(previousTag === undefined ? {} : { previousTag }),
    });
    const end =
      version.tag === undefined
        ? ({ kind: 'coming' } as const)
        : ({ kind: 'release', version: version.name, tag: version.tag.name, date: named.date } as const);
    const span = { to: version.tag?.sha ?? head, end, ...(previousTag === undefined ? {} : { previousTag }) };
    return { history, span, section };
  });
  return { releases, counted };
}

interface VersionCommits {
  /** Undefined for what is not released. */
  readonly tag: Tag | undefined;
  readonly name: string;
  readonly commits: Commit[];
}

/** Shares the commits out among the versions: the oldest version that reaches a commit has it. Pure. */
function versionsNewestFirst(
  commits: readonly Commit[],
  tags: readonly Tag[],
  template: string,
): VersionCommits[] {
  const tagOf = highestTags(tags, template);
  const versions: VersionCommits[] = [{ tag: undefined, name: UNRELEASED, commits: [] }];
  const rankOf = new Map<string, number>();
  for (const commit of commits) {
    const tagged = tagOf.get(commit.sha);
    const rank =
      tagged === undefined ? (rankOf.get(commit.sha) ?? 0) : versions.push({ ...tagged, commits: [] }) - 1;
    versions[rank]?.commits.push(commit);
    // Children come before their parents, so the rank is final when the commit's turn comes.
    for (const parent of commit.parents) rankOf.set(parent, Math.max(rank, rankOf.get(parent) ?? 0));
  }
  return versions.filter(({ tag, commits: own }) => tag !== undefined || own.length > 0);
}

function highestTags(tags: readonly Tag[], template: string): Map<string, { tag: Tag; name: string }> {
  const found = tags.flatMap((tag) => {
    const version = versionOfTag(tag.name, template);
    return version === undefined ? [] : [{ tag, version }];
  });
  const upwards = found.sort((a, b) => compareVersions(a.version, b.version));
  return new Map(upwards.map(({ tag, version }) => [tag.sha, { tag, name: formatVersion(version) }]));
}
