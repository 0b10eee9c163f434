import { findLastRelease, type LastReleaseOptions } from '@heroku-release/changelog';
import { type Commit, GitError, type TagRef } from '@heroku-release/git-repo';
import { compareVersions, formatVersion, type Version } from '@heroku-release/versioning';
import { FlowError } from '../errors.ts';
import type { History } from './open-history.ts';
import { templateOption, versionOfTag } from './tag-template.ts';

/** Which part of a history is asked for. */
export interface HistorySpan {
  /** Left out where the history begins with the first commit. */
  readonly from?: string;
  /** Commit id. */
  readonly to: string;
  /** The tag `from` is, when it is one. */
  readonly previousTag?: string;
  /** What `to` is: the tag of a version, or what comes next. */
  readonly end:
    | { readonly kind: 'release'; readonly version: string; readonly tag: string; readonly date: string }
    | { readonly kind: 'coming' }
    | { readonly kind: 'elsewhere' };
}

/** A span, and what was read on the way to it. */
export interface FoundSpan {
  readonly span: HistorySpan;
  /** Its commits and git's own count of them, where the search for the last release has read them. */
  readonly read?: ReadSpan;
}

interface ReadSpan {
  readonly commits: readonly Commit[];
  readonly counted: number;
}

/**
 * Reads what a person asks for: nothing is what comes next; `v1.2.0` is that release; `v1.1.0..v1.2.0` is what the second has and
 * the first has not, `v1.1.0..` what the checkout has. The last release is looked for among the tags that the end reaches.
 *
 * Errors: `USAGE` for a revision that is not there.
 */
export async function findSpan(history: History, text: string | undefined): Promise<FoundSpan> {
  const [from, to] = splitRange(text);
  const [start, stop] = await Promise.all([
    from === undefined ? undefined : resolve(history, from),
    to === undefined ? { sha: history.head } : resolve(history, to),
  ]);
  const coming = to === undefined || to === 'HEAD';
  const release = coming ? undefined : releaseAt(history, stop);
  if (start !== undefined) {
    const end = await endOf(history, release, coming);
    const previous = start.tag === undefined ? {} : { previousTag: start.tag };
    return { span: { from: start.sha, to: stop.sha, end, ...previous } };
  }
  const [end, last] = await Promise.all([
    endOf(history, release, coming),
    // What comes next follows the release that a draft would follow; the past may have been tagged in another way.
    lastReleaseBefore(history, stop.sha, {
      ...(coming ? { template: history.tagTemplate } : templateOption(history.tagTemplate)),
      ...(release === undefined ? {} : { version: formatVersion(release.version) }),
    }),
  ]);
  if (last === undefined) return { span: { to: stop.sha, end } };
  const { tag, read } = last;
  const span = { from: tag.sha, to: stop.sha, previousTag: tag.name, end };
  return read === undefined ? { span } : { span, read };
}

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
): Promise<{ readonly tag: TagRef; readonly read?: ReadSpan } | undefined> {
  const left = [...tags];
  for (let question = 0; question < SINGLE_QUESTIONS; question += 1) {
    const { tag } = findLastRelease(left, options);
    if (tag === undefined) return undefined;
    const wrongTag = new AbortController();
    const reading = Array.fromAsync(git.log({ from: tag.sha, to: sha, signal: wrongTag.signal }));
    // Whether it fails or is ended, it counts only for the right tag.
    reading.catch(() => undefined);
    try {
      const apart = await git.divergence(tag.sha, sha);
      if (apart.left === 0) return { tag, read: { commits: await reading, counted: apart.right } };
    } finally {
      wrongTag.abort();
    }
    left.splice(left.indexOf(tag), 1);
  }
  const { tag } = findLastRelease(await git.tags({ mergedInto: sha }), options);
  return tag === undefined ? undefined : { tag };
}

function splitRange(text: string | undefined): readonly [from: string | undefined, to: string | undefined] {
  if (text === undefined) return [undefined, undefined];
  const at = text.indexOf('..');
  if (at < 0) return [undefined, text];
  if (text.startsWith('...', at)) {
    throw new FlowError('USAGE', `"${text}" has three dots; a changelog goes from one commit to another`, {
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

async function resolve({ git, tags, tagTemplate }: History, revision: string): Promise<Place> {
  // A tag wins over a branch of the same name. That of a version leads to a commit; of any other git is asked.
  const tagged = tags.find(({ name }) => name === revision);
  if (tagged !== undefined && versionOfTag(revision, tagTemplate) !== undefined) {
    return { sha: tagged.sha, tag: revision };
  }
  const hint =
    'Name a tag, a branch or a commit of this checkout. What only the remote has is fetched by git fetch --tags.';
  let sha: string | undefined;
  try {
    sha = await git.resolve(tagged === undefined ? revision : `refs/tags/${revision}`);
  } catch (cause) {
    if (!(cause instanceof GitError) || cause.code !== 'GIT_INVALID_NAME') throw cause;
    throw new FlowError('USAGE', cause.message, { cause, hint });
  }
  if (sha !== undefined) return { sha, ...(tagged === undefined ? {} : { tag: revision }) };
  throw new FlowError('USAGE', `there is no revision ${JSON.stringify(revision)} here`, { hint });
}

interface ReleaseTag {
  readonly tag: string;
  readonly version: Version;
}

/** The named version tag, else the highest one on the commit. */
function releaseAt({ tags, tagTemplate }: History, place: Place): ReleaseTag | undefined {
  const here = tags.flatMap(({ name, sha }): ReleaseTag[] => {
    const version = sha === place.sha ? versionOfTag(name, tagTemplate) : undefined;
    return version === undefined ? [] : [{ tag: name, version }];
  });
  return (
    here.find(({ tag }) => tag === place.tag) ?? here.sort((a, b) => compareVersions(b.version, a.version))[0]
  );
}

/** What a commit is to the reader. */
async function endOf(
  { git }: History,
  release: ReleaseTag | undefined,
  coming: boolean,
): Promise<HistorySpan['end']> {
  if (coming) return { kind: 'coming' };
  const [tag] = release === undefined ? [] : await git.tags({ names: [release.tag] });
  if (release === undefined || tag === undefined) return { kind: 'elsewhere' };
  const version = formatVersion(release.version);
  return { kind: 'release', version, tag: tag.name, date: tag.date.slice(0, 10) };
}
