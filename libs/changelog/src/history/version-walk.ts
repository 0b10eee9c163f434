import type { Version } from '@heroku-release/versioning';
import { compareVersions } from '@heroku-release/versioning';
import { childrenFirst } from './children-first.ts';
import type { Commit } from '../commit/commit.ts';
import { CommitRanks } from './commit-ranks.ts';
import { ChangelogError } from '../errors.ts';
import type { TagInfo } from './find-last-release.ts';
import { tagVersionReader } from './find-last-release.ts';

/** A tag with its date. */
export interface DatedTag extends TagInfo {
  /** ISO 8601; only the first ten characters are used. */
  readonly date: string;
}

/** A whole history with its tags. */
export interface VersionsRequest<Tag extends DatedTag = DatedTag> {
  /** Newest first, one by one or in batches. Children come before their parents; see {@link mapVersions} for exceptions. */
  readonly commits: AsyncIterable<Commit | readonly Commit[]>;
  readonly tags: readonly Tag[];
  /** The template of version tags, default `v{version}` and `{version}`. */
  readonly template?: string | undefined;
}

/** A version of a history, and the commits that no older version contains. */
export interface VersionCommits<Tag extends DatedTag = DatedTag> {
  /** `undefined` for unreleased commits, which are omitted if there are none. */
  readonly tag: Tag | undefined;
  /** In the order of the log, but children before their parents. */
  readonly commits: readonly Commit[];
  /** The tag of the previous version: the highest lower version found further down in the log, if any. */
  readonly previousTag: string | undefined;
}

/**
 * Calls `make` for every version of a history, newest first, while the history is still being read. Each commit goes to the oldest version
 * that contains it, including side branches; if versions do not contain each other, to the one whose tag comes last in the log. `make` is
 * called as soon as a version is complete, so memory holds the commits of open versions only, a few bytes for each other commit, and
 * results that wait for a newer version.
 *
 * A log sorted by date alone may have a parent before its child, because of wrong clocks or equal times. Within a version the order is
 * corrected. Errors: `CHANGELOG_COMMITS_UNORDERED` when a commit was assigned to a version and a later child belongs to an older version;
 * discard what was yielded, and read the log with children first.
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

/** A version in progress; rank 0 is for unreleased commits. */
interface OpenVersion<Tag, Made> {
  readonly tag: Tag | undefined;
  readonly version: Version | undefined;
  commits: Commit[];
  /** Whether any parent came before its child. */
  unordered: boolean;
  /** The number of parents that belong here and have not been seen. */
  waiting: number;
  /** The result of `make`; empty for no unreleased commits. */
  made: readonly Made[] | undefined;
}

class VersionWalk<Tag extends DatedTag, Made> {
  readonly #make: (version: VersionCommits<Tag>) => Made;
  readonly #tagAt: ReadonlyMap<string, TagVersion<Tag>>;
  /** By rank. Yielded versions are removed, so that the garbage collector can free their commits. */
  readonly #open: (OpenVersion<Tag, Made> | undefined)[] = [openVersion<Tag, Made>(undefined)];
  /** For each commit that was seen or is expected, the rank of the oldest version that contains it; tagged commits are marked. */
  readonly #ranks = new CommitRanks();
  #yielded = 0;

  constructor(request: VersionsRequest<Tag>, make: (version: VersionCommits<Tag>) => Made) {
    this.#make = make;
    this.#tagAt = versionTags(request);
    for (const sha of this.#tagAt.keys()) this.#ranks.mark(this.#ranks.place(sha));
  }

  take(commit: Commit): void {
    const place = this.#ranks.place(commit.sha);
    const expected = this.#ranks.expected(place);
    const waiting = expected === undefined ? undefined : this.#open[expected];
    if (waiting !== undefined) waiting.waiting -= 1;
    let rank = expected ?? 0;
    const tagged = this.#ranks.isMarked(place) ? this.#tagAt.get(commit.sha) : undefined;
    if (tagged !== undefined) {
      rank = this.#open.push(openVersion(tagged)) - 1;
    }
    this.#ranks.see(place, rank);
    const own = this.#open[rank];
    if (own === undefined) return;
    own.commits.push(commit);
    for (const parent of commit.parents) this.#expect(parent, commit, rank, own);
    if (expected !== undefined && expected !== rank) this.#close(expected);
    this.#close(rank);
    // If the newest commit has a tag, nothing is unreleased.
    if (rank === 1) this.#close(0);
  }

  /** The results of complete versions, up to the first that is still open. */
  ready(): Made[] {
    const ready: Made[] = [];
    for (let next = this.#next(); next?.made !== undefined; next = this.#next()) {
      ready.push(...next.made);
      this.#open[this.#yielded] = undefined;
      this.#yielded += 1;
    }
    return ready;
  }

  #next(): OpenVersion<Tag, Made> | undefined {
    return this.#open[this.#yielded];
  }

  end(): Made[] {
    for (const [rank, version] of this.#open.entries()) {
      if (version !== undefined) version.waiting = 0;
      this.#close(rank);
    }
    return this.ready();
  }

  #expect(parent: string, child: Commit, rank: number, own: OpenVersion<Tag, Made>): void {
    const place = this.#ranks.place(parent);
    const seen = this.#ranks.seen(place);
    if (seen !== undefined) {
      if (seen < rank) throw unordered(parent, child.sha);
      if (seen === rank) own.unordered = true;
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
   * The tag of the previous version. The next tag of the log may be that of another branch, where branches are merged forward. By the time a
   * version is complete, its previous version has nearly always been found.
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
    const isEmpty = tag === undefined && commits.length === 0;
    const previousTag = this.#tagBefore(rank);
    version.made = isEmpty ? [] : [this.#make({ tag, commits, previousTag })];
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
    `commit ${parent} comes before its child ${child}, which belongs to an older version`,
    { hint: 'Pass the log with children first: git log --date-order' },
  );
}

interface TagVersion<Tag> {
  readonly tag: Tag;
  readonly version: Version;
}

/** The version tag of each tagged commit; if there are several, the highest. */
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
