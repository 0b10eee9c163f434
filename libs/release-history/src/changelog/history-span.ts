import { findLastRelease, type LastReleaseOptions } from '@heroku-release/changelog';
import { type Commit, GitError, type GitHistory, type Tag } from '@heroku-release/git-repo';
import { compareVersions, formatVersion, type Version } from '@heroku-release/versioning';
import { HistoryError } from '../errors.ts';
import type { History } from './open-history.ts';
import { templateOption } from '../version/tag-template.ts';

/** Which part of a history is asked for. */
export interface HistorySpan {
  /** Left out where the history begins with the first commit. */
  readonly from?: string;
  /** Commit id. */
  readonly to: string;
  /** The tag `from` is, when it is one. */
  readonly previousTag?: string;
  /** Whether the start was looked for, since nobody named it. */
  readonly searched: boolean;
  /** What `to` is: the tag of a version, or what comes next. */
  readonly end:
    | { readonly kind: 'release'; readonly version: string; readonly tag: string; readonly date: string }
    | { readonly kind: 'coming' }
    | { readonly kind: 'elsewhere' };
}

/** A span, and what was read on the way to it. */
export interface FoundSpan {
  readonly span: HistorySpan;
  /** Its commits, where the search for the last release has read them. */
  readonly read?: readonly Commit[];
}

/**
 * Reads what a person asks for: nothing is what comes next; `v1.2.0` is that release; `v1.1.0..v1.2.0` is what the second has and
 * the first has not, `v1.1.0..` what the checkout has. The last release is looked for among the tags that the end reaches.
 *
 * Errors: `USAGE` for a revision that is not there.
 */
export async function findSpan(history: History, [from, to]: RangeWords): Promise<FoundSpan> {
  const [start, stop]: readonly [Place | undefined, Place] = await Promise.all([
    from === undefined ? undefined : resolve(history, from),
    to === undefined ? { sha: history.head } : resolve(history, to),
  ]);
  const coming = to === undefined || to === 'HEAD';
  const release = coming ? undefined : releaseAt(history, stop);
  const searching: Promise<FoundPlace | undefined> =
    start === undefined
      ? lastReleaseBefore(history, stop.sha, {
          ...templateOption(history.tagTemplate),
          ...(release === undefined ? {} : { version: formatVersion(release.version) }),
        })
      : Promise.resolve(start);
  // What is wrong with a tag that was named says more.
  searching.catch(() => undefined);
  const tags = await readTags(history, [start?.tag, stop.tag], release?.tag);
  const end = coming ? COMING : endAt(tags, release);
  const last = await searching;
  const searched = start === undefined;
  if (last === undefined) return { span: { to: stop.sha, end, searched } };
  const previous = last.tag === undefined ? {} : { previousTag: last.tag };
  const span = { from: last.sha, to: stop.sha, end, searched, ...previous };
  return last.read === undefined ? { span } : { span, read: last.read };
}

const COMING = { kind: 'coming' } as const;

/** So many tags are asked for one by one before all are asked for at once. */
const SINGLE_QUESTIONS = 5;

/**
 * The last release that a commit reaches. git needs the whole history to say which of all tags a commit reaches, and a moment to
 * say it of one recent tag, which nearly always is the one; so the commits since then are read in the same moment.
 */
async function lastReleaseBefore(
  { git, tags }: History,
  sha: string,
  options: LastReleaseOptions,
): Promise<FoundPlace | undefined> {
  const left = [...tags];
  for (let question = 0; question < SINGLE_QUESTIONS; question += 1) {
    const { tag } = findLastRelease(left, options);
    if (tag === undefined) return undefined;
    const read = await readSince(git, tag.sha, sha);
    if (read !== undefined) return { sha: tag.sha, tag: tag.name, read };
    left.splice(left.indexOf(tag), 1);
  }
  const { tag } = findLastRelease(await git.tags({ mergedInto: sha }), options);
  return tag === undefined ? undefined : { sha: tag.sha, tag: tag.name };
}

/** The commits since another; undefined when that is none, or not an ancestor. */
async function readSince(git: GitHistory, from: string, to: string): Promise<readonly Commit[] | undefined> {
  try {
    const commits = await Array.fromAsync(git.log({ from, to }));
    // What leads from one commit to an ancestor is no ancestor of that, so the last step is among the commits.
    const isAncestor = from === to || commits.some(({ parents }) => parents.includes(from));
    return isAncestor ? commits : undefined;
  } catch (error) {
    // A tag need not lead to a commit: the oldest version tag of Linux leads to a tree.
    if (error instanceof GitError && error.code === 'GIT_UNKNOWN_REVISION') return undefined;
    throw error;
  }
}

/** What a person named as the two ends of a range. */
export type RangeWords = readonly [from: string | undefined, to: string | undefined];

/** Takes `v1.1.0..v1.2.0` apart; a single word is the end, and both ends may be left out. Errors: `USAGE` for three dots. */
export function splitRange(text: string | undefined): RangeWords {
  if (text === undefined) return [undefined, undefined];
  const at = text.indexOf('..');
  if (at < 0) return [undefined, text];
  if (text.startsWith('...', at)) {
    throw new HistoryError('USAGE', `"${text}" has three dots; a changelog goes from one commit to another`, {
      hint: 'Use two: v1.1.0..v1.2.0',
    });
  }
  const [from, to] = [text.slice(0, at), text.slice(at + 2)];
  return [from === '' ? undefined : from, to === '' ? undefined : to];
}

/** A commit, and the tag that was named for it. */
interface Place {
  readonly sha: string;
  readonly tag?: string;
}

/** Where a span begins, and what was read from there on. */
interface FoundPlace extends Place {
  readonly read?: readonly Commit[];
}

const NAME_A_REVISION =
  'Name a tag, a branch or a commit of this checkout. What only the remote has is fetched by git fetch --tags.';

async function resolve({ git, tags }: History, revision: string): Promise<Place> {
  // A tag wins over a branch of the same name. Whether that of a version leads to a commit is seen when its date is read.
  const tagged = tags.find(({ name }) => name === revision);
  if (tagged?.version !== undefined) return { sha: tagged.sha, tag: revision };
  let sha: string | undefined;
  try {
    sha = await git.resolve(tagged === undefined ? revision : `refs/tags/${revision}`);
  } catch (cause) {
    if (!(cause instanceof GitError) || cause.code !== 'GIT_INVALID_NAME') throw cause;
    throw new HistoryError('USAGE', cause.message, { cause, hint: NAME_A_REVISION });
  }
  if (sha !== undefined) return { sha, ...(tagged === undefined ? {} : { tag: revision }) };
  throw new HistoryError('USAGE', `there is no revision ${JSON.stringify(revision)} here`, {
    hint: NAME_A_REVISION,
  });
}

interface ReleaseTag {
  readonly tag: string;
  readonly version: Version;
}

/** The named version tag, else the highest one on the commit. */
function releaseAt({ tags }: History, place: Place): ReleaseTag | undefined {
  const here = tags.flatMap(({ name, sha, version }): ReleaseTag[] =>
    version === undefined || sha !== place.sha ? [] : [{ tag: name, version }],
  );
  return (
    here.find(({ tag }) => tag === place.tag) ?? here.sort((a, b) => compareVersions(b.version, a.version))[0]
  );
}

/** The tags that are named and that of the release, with their dates. Errors: `USAGE` for a named one that leads to no commit. */
async function readTags(
  { git, named: known }: History,
  named: readonly (string | undefined)[],
  release: string | undefined,
): Promise<readonly Tag[]> {
  const words = [...named, release].filter((word) => word !== undefined);
  const missing = [...new Set(words)].filter((word) => !known.has(word));
  const tags = [...known.values(), ...(await git.tags({ names: missing }))];
  for (const word of named) {
    if (word === undefined || tags.some(({ name }) => name === word)) continue;
    throw new HistoryError('USAGE', `the tag ${word} leads to no commit`, { hint: NAME_A_REVISION });
  }
  return tags;
}

/** What a commit is to the reader. */
function endAt(tags: readonly Tag[], release: ReleaseTag | undefined): HistorySpan['end'] {
  const tag = tags.find(({ name }) => name === release?.tag);
  if (release === undefined || tag === undefined) return { kind: 'elsewhere' };
  const version = formatVersion(release.version);
  return { kind: 'release', version, tag: tag.name, date: tag.date.slice(0, 10) };
}
