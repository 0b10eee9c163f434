import { findLastRelease, type LastReleaseOptions } from '@heroku-release/changelog';
import { type Commit, GitError, type GitHistory, type Tag } from '@heroku-release/git-repo';
import { compareVersions, formatVersion, type Version } from '@heroku-release/versioning';
import { HistoryError } from '../errors.ts';
import type { History } from './open-history.ts';
import { templateOption } from '../version/tag-template.ts';

/** A part of a history. */
export interface HistorySpan {
  /** Undefined where the range starts with the first commit. */
  readonly from?: string | undefined;
  /** Commit id. */
  readonly to: string;
  /** The tag at `from`, if there is one. */
  readonly previousTag?: string | undefined;
  /** Whether the start was searched for, because the request does not name one. */
  readonly searched: boolean;
  /** What `to` is: a release, the tip that comes next, or any other commit. */
  readonly end:
    | { readonly kind: 'release'; readonly version: string; readonly tag: string; readonly date: string }
    | { readonly kind: 'coming' }
    | { readonly kind: 'elsewhere' };
}

/** A span, and the commits that were read to find it. */
export interface FoundSpan {
  readonly span: HistorySpan;
  /** The commits of the span, if the search for the last release has read them. */
  readonly read?: readonly Commit[] | undefined;
}

/**
 * Finds the requested span. Without words it is the coming release; `v1.2.0` is that release; `v1.1.0..v1.2.0` are the commits of
 * the second that the first does not have; `v1.1.0..` are those of the checkout. The last release is searched for among the tags
 * that are reachable from the end.
 *
 * Errors: `USAGE` for a revision that does not exist.
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
          version: release === undefined ? undefined : formatVersion(release.version),
        })
      : Promise.resolve(start);
  // An error in a named tag is reported first.
  searching.catch(() => undefined);
  const tags = await readTags(history, [start?.tag, stop.tag], release?.tag);
  const end = coming ? COMING : endAt(tags, release);
  const last = await searching;
  const searched = start === undefined;
  if (last === undefined) return { span: { to: stop.sha, end, searched } };
  return {
    span: { from: last.sha, to: stop.sha, end, searched, previousTag: last.tag },
    read: last.read,
  };
}

const COMING = { kind: 'coming' } as const;

/** The number of tags that are checked one by one before git checks all of them at once. */
const SINGLE_QUESTIONS = 5;

/**
 * Finds the last release before a commit. To list all tags that a commit reaches, git walks the whole history. To check one recent tag
 * takes a moment, and it nearly always is the right one, so its commits are read in the same step.
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

/** Reads the commits since `from`. Undefined when `from` is not a commit, or not an ancestor of `to`. */
async function readSince(git: GitHistory, from: string, to: string): Promise<readonly Commit[] | undefined> {
  try {
    const commits = await Array.fromAsync(git.log({ from, to }));
    // If `from` is an ancestor, one of these commits has it as a parent.
    const isAncestor = from === to || commits.some(({ parents }) => parents.includes(from));
    return isAncestor ? commits : undefined;
  } catch (error) {
    // A tag need not point to a commit: the oldest version tag of Linux points to a tree.
    if (error instanceof GitError && error.code === 'GIT_UNKNOWN_REVISION') return undefined;
    throw error;
  }
}

/** The two ends of a range as a person wrote them. */
export type RangeWords = readonly [from: string | undefined, to: string | undefined];

/** Parses `v1.1.0..v1.2.0`. A single word is the end; either end may be omitted. Errors: `USAGE` for three dots. */
export function splitRange(text: string | undefined): RangeWords {
  if (text === undefined) return [undefined, undefined];
  const at = text.indexOf('..');
  if (at < 0) return [undefined, text];
  if (text.startsWith('...', at)) {
    throw new HistoryError('USAGE', `"${text}" has three dots, but a changelog covers a two-dot range`, {
      hint: 'Use two dots: v1.1.0..v1.2.0',
    });
  }
  const [from, to] = [text.slice(0, at), text.slice(at + 2)];
  return [from === '' ? undefined : from, to === '' ? undefined : to];
}

/** A commit, and the tag by which it was named. */
interface Place {
  readonly sha: string;
  readonly tag?: string | undefined;
}

/** The start of a span, and the commits after it if they were read. */
interface FoundPlace extends Place {
  readonly read?: readonly Commit[];
}

const NAME_A_REVISION =
  'Name a tag, a branch or a commit of this checkout. If only the remote has it, run git fetch --tags first.';

async function resolve({ git, tags }: History, revision: string): Promise<Place> {
  // A tag takes precedence over a branch of the same name. readTags checks that a version tag points to a commit.
  const tagged = tags.find(({ name }) => name === revision);
  if (tagged?.version !== undefined) return { sha: tagged.sha, tag: revision };
  let sha: string | undefined;
  try {
    sha = await git.resolve(tagged === undefined ? revision : `refs/tags/${revision}`);
  } catch (cause) {
    if (!(cause instanceof GitError) || cause.code !== 'GIT_INVALID_NAME') throw cause;
    throw new HistoryError('USAGE', cause.message, { cause, hint: NAME_A_REVISION });
  }
  if (sha !== undefined) return { sha, tag: tagged?.name };
  throw new HistoryError('USAGE', `${JSON.stringify(revision)} is not a revision of this checkout`, {
    hint: NAME_A_REVISION,
  });
}

interface ReleaseTag {
  readonly tag: string;
  readonly version: Version;
}

/** The named version tag, otherwise the highest version tag on the commit. */
function releaseAt({ tags }: History, place: Place): ReleaseTag | undefined {
  const here = tags.flatMap(({ name, sha, version }): ReleaseTag[] =>
    version === undefined || sha !== place.sha ? [] : [{ tag: name, version }],
  );
  return (
    here.find(({ tag }) => tag === place.tag) ?? here.sort((a, b) => compareVersions(b.version, a.version))[0]
  );
}

/** Reads the named tags and the tag of the release, with their dates. Errors: `USAGE` for a named tag that does not point to a commit. */
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
    throw new HistoryError('USAGE', `the tag ${word} does not point to a commit`, { hint: NAME_A_REVISION });
  }
  return tags;
}

/** Describes the end of a span. */
function endAt(tags: readonly Tag[], release: ReleaseTag | undefined): HistorySpan['end'] {
  const tag = tags.find(({ name }) => name === release?.tag);
  if (release === undefined || tag === undefined) return { kind: 'elsewhere' };
  const version = formatVersion(release.version);
  return { kind: 'release', version, tag: tag.name, date: tag.date.slice(0, 10) };
}
