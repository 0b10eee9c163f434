import type { GitHubRelease } from '@heroku-release/gh-ops';
import { PLANNED } from '@heroku-release/release-kit';
import type { Planned } from '@heroku-release/release-kit';

/** The GitHub releases as they were when publish began. */
export interface Releases {
  /** The one of the tag; undefined when there is none yet. */
  readonly current: GitHubRelease | undefined;
  readonly all: readonly GitHubRelease[];
}

/**
 * The release that counts for a tag: the published one, otherwise the draft with the most files, otherwise the oldest. Several drafts
 * of one tag are possible after a lost answer. Pure.
 */
export function releaseOfTag(tag: string, releases: readonly GitHubRelease[]): GitHubRelease | undefined {
  const [first] = releases
    .filter((release) => release.tag === tag)
    .sort((a, b) => Number(a.draft) - Number(b.draft) || b.assets.length - a.assets.length || a.id - b.id);
  return first;
}

/** The steps that answer with the release as they left it; a part of publish may lack some of them. */
export interface ReleaseSoFar<Release> {
  readonly release: Releases;
  readonly draftRelease?: Release;
  readonly assets?: Release;
  readonly publishRelease?: Release;
}

/** The release as the latest step left it; undefined when no step has created one. Pure. */
export function latestRelease<Release>(facts: ReleaseSoFar<Release>): Release | GitHubRelease | undefined {
  return facts.publishRelease ?? facts.assets ?? facts.draftRelease ?? facts.release.current;
}

/** The page of the release; undefined when there is none, or when a dry run only planned it. Pure. */
export function releaseUrl(facts: Partial<ReleaseSoFar<GitHubRelease | Planned>>): string | undefined {
  const { release = { current: undefined, all: [] }, ...later } = facts;
  const latest = latestRelease({ release, ...later });
  return latest === undefined || latest === PLANNED ? undefined : latest.url;
}
