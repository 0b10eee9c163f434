import type { Version } from '@heroku-release/versioning';
import { compareVersions } from '@heroku-release/versioning';
import { buildUnproven } from './build-section.ts';
import type { ChangelogStyle } from './changelog-style.ts';
import { DEFAULT_STYLE } from './changelog-style.ts';
import type { Commit } from './commit.ts';
import type { TagInfo } from './find-last-release.ts';
import { tagVersionReader } from './find-last-release.ts';
import { blank, joinLines, renderBody, renderSection } from './render-section.ts';

/** A tag with the day it was made. */
export interface DatedTag extends TagInfo {
  /** ISO 8601; the first ten characters are shown. */
  readonly date: string;
}

/** What a whole history is rendered from. */
export interface HistoryRequest {
  /** Newest first in topological order, one by one or in batches. */
  readonly commits: AsyncIterable<Commit | readonly Commit[]>;
  readonly tags: readonly DatedTag[];
  /** Which tags are versions, default `v{version}` and `{version}`. */
  readonly template?: string;
  readonly repositoryUrl?: string;
  readonly style?: ChangelogStyle;
}

/**
 * Renders the changelog of a whole history, newest version first, while the history is still being read. Each commit goes to the
 * oldest version that contains it, side branches included. Memory holds the open versions only.
 */
export async function* renderHistory(request: HistoryRequest): AsyncGenerator<string> {
  const style = request.style ?? DEFAULT_STYLE;
  const walk = new HistoryWalk(request, style);
  yield joinLines(['# Changelog'], style);
  for await (const batch of request.commits) {
    if ('sha' in batch) walk.take(batch);
    else for (const commit of batch) walk.take(commit);
    const ready = walk.ready();
    if (ready !== '') yield ready;
  }
  const rest = walk.end();
  if (rest !== '') yield rest;
}

/** A version under way; rank 0 is what is not released. */
interface OpenVersion {
  readonly tag: DatedTag | undefined;
  readonly version: string;
  commits: Commit[];
  /** Parents that belong here and have not been seen. */
  waiting: number;
  text: string | undefined;
}

class HistoryWalk {
  readonly #request: HistoryRequest;
  readonly #style: ChangelogStyle;
  readonly #tagAt: ReadonlyMap<string, { tag: DatedTag; version: string }>;
  readonly #open: OpenVersion[] = [{ tag: undefined, version: '', commits: [], waiting: 0, text: undefined }];
  /** For each commit that a child announced, the rank of the oldest version that contains it. */
  readonly #expected = new Map<string, number>();
  /** One expected commit beside the map: in a straight history it is the next, and the map is never touched. */
  #nextSha = '';
  #nextRank = 0;
  #written = 0;

  constructor(request: HistoryRequest, style: ChangelogStyle) {
    this.#request = request;
    this.#style = style;
    this.#tagAt = versionsByCommit(request);
  }

  take(commit: Commit): void {
    const expected = this.#arrive(commit.sha);
    let rank = expected ?? 0;
    const tagged = this.#tagAt.get(commit.sha);
    if (tagged !== undefined) {
      rank = this.#open.push({ ...tagged, commits: [], waiting: 0, text: undefined }) - 1;
    }
    const own = this.#open[rank];
    if (own === undefined) return;
    own.commits.push(commit);
    for (const parent of commit.parents) this.#expect(parent, rank, own);
    if (expected !== undefined && expected !== rank) this.#close(expected);
    this.#close(rank);
    // Nothing is unreleased when the newest commit has a tag.
    if (rank === 1) this.#close(0);
  }

  /** The rank that children gave to a commit that now arrives. */
  #arrive(sha: string): number | undefined {
    let expected: number | undefined;
    if (sha === this.#nextSha) {
      expected = this.#nextRank;
      this.#nextSha = '';
    } else {
      expected = this.#expected.get(sha);
      if (expected === undefined) return undefined;
      this.#expected.delete(sha);
    }
    const from = this.#open[expected];
    if (from !== undefined) from.waiting -= 1;
    return expected;
  }

  /** The versions that are complete and whose turn it is. */
  ready(): string {
    let out = '';
    for (let next = this.#open[this.#written]; next?.text !== undefined; next = this.#open[this.#written]) {
      out += next.text;
      next.text = '';
      this.#written += 1;
    }
    return out;
  }

  end(): string {
    for (const [rank, version] of this.#open.entries()) {
      version.waiting = 0;
      this.#close(rank);
    }
    return this.ready();
  }

  #expect(parent: string, rank: number, own: OpenVersion): void {
    const isNext = parent === this.#nextSha;
    const known = isNext
      ? this.#nextRank
      : this.#expected.size === 0
        ? undefined
        : this.#expected.get(parent);
    if (known !== undefined && known >= rank) return;
    own.waiting += 1;
    if (isNext) this.#nextRank = rank;
    else if (known === undefined && this.#nextSha === '') {
      this.#nextSha = parent;
      this.#nextRank = rank;
    } else this.#expected.set(parent, rank);
    if (known === undefined) return;
    const other = this.#open[known];
    if (other !== undefined) other.waiting -= 1;
    this.#close(known);
  }

  #close(rank: number): void {
    const version = this.#open[rank];
    if (version === undefined || version.waiting > 0 || version.text !== undefined) return;
    version.text = this.#render(version, this.#open[rank + 1]?.tag?.name);
    version.commits = [];
  }

  #render(version: OpenVersion, previousTag: string | undefined): string {
    const { repositoryUrl } = this.#request;
    const gap = joinLines(blank(Math.max(1, this.#style.spacing.betweenSections)), this.#style);
    if (version.tag === undefined && version.commits.length === 0) return '';
    const request = {
      version: version.version,
      date: version.tag?.date.slice(0, 10) ?? '',
      commits: version.commits,
      ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
      ...(previousTag === undefined ? {} : { previousTag }),
      ...(version.tag === undefined ? {} : { tag: version.tag.name }),
    };
    const section = buildUnproven(request, version.commits);
    if (version.tag !== undefined) return gap + renderSection(section, this.#style);
    const heading = `${'#'.repeat(this.#style.heading.level)} Unreleased`;
    return gap + joinLines([heading, '', ...renderBody(section, this.#style)], this.#style);
  }
}

function versionsByCommit(request: HistoryRequest): Map<string, { tag: DatedTag; version: string }> {
  const versionOf = tagVersionReader(request.template);
  const byCommit = new Map<string, { tag: DatedTag; version: string; order: Version }>();
  for (const tag of request.tags) {
    const order = versionOf(tag.name);
    if (order === undefined) continue;
    const other = byCommit.get(tag.sha);
    if (other !== undefined && compareVersions(other.order, order) > 0) continue;
    byCommit.set(tag.sha, { tag, version: versionText(tag.name), order });
  }
  return byCommit;
}

/** The version as the tag spells it. */
function versionText(name: string): string {
  return /\d.*$/.exec(name)?.[0] ?? name;
}
