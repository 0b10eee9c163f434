import type { Version } from '@heroku-release/versioning';
import { compareVersions } from '@heroku-release/versioning';
import { childrenFirst } from './children-first.ts';
import type { Commit } from '../commit/commit.ts';
import { CommitRanks } from './commit-ranks.ts';
import { ChangelogError } from '../errors.ts';
import type { TagInfo } from './find-last-release.ts';
import { tagVersionReader } from './find-last-release.ts';

/** A tag with the day it was made. */
export interface DatedTag extends TagInfo {
  /** ISO 8601; the first ten characters are shown. */
  readonly date: string;
}

/** A whole history with its tags. */
export interface VersionsRequest<Tag extends DatedTag = DatedTag> {
  /** Newest first, one by one or in batches. Children stand before their parents, but see {@link mapVersions}. */
  readonly commits: AsyncIterable<Commit | readonly Commit[]>;
  readonly tags: readonly Tag[];
  /** Which tags are versions, default `v{version}` and `{version}`. */
  readonly template?: string;
}

/** A version of a history, and the commits that no older version has. */
export interface VersionCommits<Tag extends DatedTag = DatedTag> {
  /** Undefined for what is not released; that comes only with commits. */
  readonly tag: Tag | undefined;
  /** Newest first, as they came, but children before their parents. */
  readonly commits: readonly Commit[];
  /** The tag of the version before: the highest lower one that was found below it, when there is one. */
  readonly previousTag: string | undefined;
}

/**
 * Makes something of every version of a history, newest first, while the history is still being read. Each commit goes to the oldest
 * version that contains it, side branches included: of versions that do not contain each other, the one whose tag comes last. `make` is
 * called as soon as a version is complete, so that memory holds the commits of open versions only, some bytes for each other commit, and
 * what was made and waits for its turn.
 *
 * A log in the order of dates alone may bring a parent too early: clocks were wrong, or both were made in the same second. Within a
 * version that is set right. Errors: `CHANGELOG_COMMITS_UNORDERED` when a commit has gone to a version already and a child that comes later
 * belongs to an older one; what was yielded until then is not to be used, and the log is to be read with children first.
 */
export async function* mapVersions<Tag extends DatedTag, Made>(
  request: VersionsRequest<Tag>,
  make: (version: VersionCommits<Tag>) => Made,
): AsyncGenerator<Made[]> {
  const walk = new VersionWalk(request, make);
  for await (const batch of request.commits) {
    if ('sha' in batch) walk.take(batch);
    else for (const commit of batch) walk.take(commit);
    const ready = walk.ready();
    if (ready.length > 0) yield ready;
  }
  const rest = walk.end();
  if (rest.length > 0) yield rest;
}

/** A version under way; rank 0 is what is not released. */
interface OpenVersion<Tag, Made> {
  readonly tag: Tag | undefined;
  readonly version: Version | undefined;
  commits: Commit[];
  /** Whether a parent came before its child. */
  unordered: boolean;
  /** Parents that belong here and have not been seen. */
  waiting: number;
  /** What was made of it; nothing of an empty one without a tag. */
  made: readonly Made[] | undefined;
}

class VersionWalk<Tag extends DatedTag, Made> {
  readonly #make: (version: VersionCommits<Tag>) => Made;
  readonly #tagAt: ReadonlyMap<string, TagVersion<Tag>>;
  /** By rank. What was handed over is let go of: V8 takes what lives long for granted and would keep each one's commits too. */
  readonly #open: (OpenVersion<Tag, Made> | undefined)[] = [openVersion<Tag, Made>(undefined)];
  /** For each commit that came or that a child announced, the rank of the oldest version that contains it; those with a tag are marked. */
  readonly #ranks = new CommitRanks();
  #handedOver = 0;

  constructor(request: VersionsRequest<Tag>, make: (version: VersionCommits<Tag>) => Made) {
    this.#make = make;
    this.#tagAt = versionTags(request);
    for (const sha of this.#tagAt.keys()) this.#ranks.mark(this.#ranks.place(sha));
  }

  take(commit: Commit): void {
    const place = this.#ranks.place(commit.sha);
    const expected = this.#ranks.expected(place);
    const announced = expected === undefined ? undefined : this.#open[expected];
    if (announced !== undefined) announced.waiting -= 1;
    let rank = expected ?? 0;
    const tagged = this.#ranks.isMarked(place) ? this.#tagAt.get(commit.sha) : undefined;
    if (tagged !== undefined) {
      rank = this.#open.push(openVersion(tagged)) - 1;
    }
    this.#ranks.see(place, rank);
    const own = this.#open[rank];
    if (own === undefined) return;
    own.commits.push(commit);
    for (const parent of commit.parents) this.#announce(parent, commit, rank, own);
    if (expected !== undefined && expected !== rank) this.#close(expected);
    this.#close(rank);
    // Nothing is unreleased when the newest commit has a tag.
    if (rank === 1) this.#close(0);
  }

  /** The versions that are complete and whose turn it is. */
  ready(): Made[] {
    const ready: Made[] = [];
    for (let next = this.#next(); next?.made !== undefined; next = this.#next()) {
      ready.push(...next.made);
      this.#open[this.#handedOver] = undefined;
      this.#handedOver += 1;
    }
    return ready;
  }

  #next(): OpenVersion<Tag, Made> | undefined {
    return this.#open[this.#handedOver];
  }

  end(): Made[] {
    for (const [rank, version] of this.#open.entries()) {
      if (version !== undefined) version.waiting = 0;
      this.#close(rank);
    }
    return this.ready();
  }

  #announce(parent: string, child: Commit, rank: number, own: OpenVersion<Tag, Made>): void {
    const place = this.#ranks.place(parent);
    const early = this.#ranks.seen(place);
    if (early !== undefined) {
      if (early < rank) throw unordered(parent, child.sha);
      if (early === rank) own.unordered = true;
      return;
    }
    const known = this.#ranks.expected(place);
    if (known !== undefined && known >= rank) return;
    own.waiting += 1;
    this.#ranks.expect(place, rank);
    if (known === undefined) return;
    const other = this.#open[known];
    if (other !== undefined) other.waiting -= 1;
    this.#close(known);
  }

  /**
   * Where branches were merged forward, the next tag of the log may be that of another line. What a complete version follows has
   * nearly always been found by then.
   */
  #tagBefore(rank: number): string | undefined {
    const own = this.#open[rank]?.version;
    let best: OpenVersion<Tag, Made> | undefined;
    for (let below = rank + 1; below < this.#open.length; below += 1) {
      const other = this.#open[below];
      if (other?.version === undefined) continue;
      if (own !== undefined && compareVersions(other.version, own) >= 0) continue;
      if (best?.version === undefined || compareVersions(other.version, best.version) > 0) best = other;
    }
    return best?.tag?.name;
  }

  #close(rank: number): void {
    const version = this.#open[rank];
    if (version === undefined || version.waiting > 0 || version.made !== undefined) return;
    const { tag } = version;
    const commits = version.unordered ? childrenFirst(version.commits) : version.commits;
    const isNothing = tag === undefined && commits.length === 0;
    const previousTag = this.#tagBefore(rank);
    version.made = isNothing ? [] : [this.#make({ tag, commits, previousTag })];
    version.commits = [];
  }
}

function openVersion<Tag, Made>(tagged: TagVersion<Tag> | undefined): OpenVersion<Tag, Made> {
  return {
    tag: tagged?.tag,
    version: tagged?.version,
    commits: [],
    unordered: false,
    waiting: 0,
    made: undefined,
  };
}

function unordered(parent: string, child: string): ChangelogError {
  return new ChangelogError(
    'CHANGELOG_COMMITS_UNORDERED',
    `commit ${parent} stands before its child ${child}, which belongs to an older version`,
    { hint: 'Give the log with children first: git log --date-order' },
  );
}

interface TagVersion<Tag> {
  readonly tag: Tag;
  readonly version: Version;
}

/** The version tag of each commit that has one; of several the highest. */
function versionTags<Tag extends DatedTag>({
  tags,
  template,
}: VersionsRequest<Tag>): Map<string, TagVersion<Tag>> {
  const versionOf = tagVersionReader(template);
  const byCommit = new Map<string, TagVersion<Tag>>();
  for (const tag of tags) {
    const version = versionOf(tag.name);
    if (version === undefined) continue;
    const other = byCommit.get(tag.sha);
    if (other !== undefined && compareVersions(other.version, version) > 0) continue;
    byCommit.set(tag.sha, { tag, version });
  }
  return byCommit;
}
