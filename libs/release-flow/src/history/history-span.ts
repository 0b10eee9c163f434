import { findLastRelease, type LastReleaseOptions } from '@heroku-release/changelog';
import { GitError, type Tag } from '@heroku-release/git-repo';
import { compareVersions, formatVersion } from '@heroku-release/versioning';
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

const COMING = { kind: 'coming' } as const;

/**
 * Reads what a person asks for: nothing is what comes next; `v1.2.0` is that release; `v1.1.0..v1.2.0` is what the second has and
 * the first has not, `v1.1.0..` what the checkout has. The last release is looked for among the tags that the end reaches.
 *
 * Errors: `USAGE` for a revision that is not there.
 */
export async function findSpan(history: History, text: string | undefined): Promise<HistorySpan> {
  const [from, to] = splitRange(text);
  const toSha = to === undefined ? history.head : await resolve(history, to);
  const end = to === undefined || to === 'HEAD' ? COMING : endAt(history, toSha, to);
  if (from !== undefined) {
    const tag = history.tags.find(({ name }) => name === from)?.name;
    const sha = await resolve(history, from);
    return { from: sha, to: toSha, end, ...(tag === undefined ? {} : { previousTag: tag }) };
  }
  // What comes next follows the release that a draft would follow; the past may have been tagged in another way.
  const template =
    end.kind === 'coming' ? { template: history.tagTemplate } : templateOption(history.tagTemplate);
  const last = await lastReleaseBefore(history, toSha, {
    ...template,
    ...(end.kind === 'release' ? { version: end.version } : {}),
  });
  return { to: toSha, end, ...(last === undefined ? {} : { from: last.sha, previousTag: last.name }) };
}

/** So many tags are asked for one by one before all are asked for at once. */
const SINGLE_QUESTIONS = 5;

/**
 * The last release that a commit reaches. git needs the whole history to say which of all tags a commit reaches, and a moment to
 * say it of one recent tag, which nearly always is the one.
 */
async function lastReleaseBefore(
  { git, tags }: History,
  sha: string,
  options: LastReleaseOptions,
): Promise<Tag | undefined> {
  const left = [...tags];
  for (let question = 0; question < SINGLE_QUESTIONS; question += 1) {
    const { tag } = findLastRelease(left, options);
    if (tag === undefined || tag.sha === sha || (await git.isAncestor(tag.sha, sha))) return tag;
    left.splice(left.indexOf(tag), 1);
  }
  return findLastRelease(await git.tags({ mergedInto: sha }), options).tag;
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

async function resolve({ git, tags }: History, revision: string): Promise<string> {
  // A tag wins over a branch of the same name.
  const tagged = tags.find(({ name }) => name === revision);
  if (tagged !== undefined) return tagged.sha;
  const hint =
    'Name a tag, a branch or a commit of this checkout. What only the remote has is fetched by git fetch --tags.';
  let sha: string | undefined;
  try {
    sha = await git.resolve(revision);
  } catch (cause) {
    if (!(cause instanceof GitError) || cause.code !== 'GIT_INVALID_NAME') throw cause;
    throw new FlowError('USAGE', cause.message, { cause, hint });
  }
  if (sha !== undefined) return sha;
  throw new FlowError('USAGE', `there is no revision ${JSON.stringify(revision)} here`, { hint });
}

/** What a commit is to the reader: the named version tag, else the highest one on it, else just a commit. */
function endAt({ tags, tagTemplate }: History, sha: string, named: string): HistorySpan['end'] {
  const here = tags.flatMap((tag) => {
    const version = tag.sha === sha ? versionOfTag(tag.name, tagTemplate) : undefined;
    return version === undefined ? [] : [{ tag, version }];
  });
  const best =
    here.find(({ tag }) => tag.name === named) ??
    here.sort((a, b) => compareVersions(b.version, a.version))[0];
  if (best === undefined) return { kind: 'elsewhere' };
  const { name, date } = best.tag;
  return { kind: 'release', version: formatVersion(best.version), tag: name, date: date.slice(0, 10) };
}
