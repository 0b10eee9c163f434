import type { PullRequest } from '@heroku-release/gh-ops';
import { compareVersions, formatVersion, parseReleaseBranchName, tagName } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import type { Settings } from '@heroku-release/release-history';

/** What is known of a commit that arrived on a base branch. */
export interface ReleaseMergeFacts {
  readonly sha: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly settings: Pick<Settings, 'base-branches' | 'branch-template' | 'tag-template'>;
  /** Version in the tree at `sha`; undefined where the version comes from the tag. */
  readonly version: Version | undefined;
  /** Version in the tree before; undefined when it cannot be known. */
  readonly versionBefore: Version | undefined;
  /**
   * The changelog got the section of a new version. Counts where no file states the version: then nothing else in the tree tells that a
   * release was merged. Default: no.
   */
  readonly announces?: boolean;
  /** Pull requests that GitHub links to the commit. */
  readonly pullRequests: readonly PullRequest[];
}

/** A merge that releases a version. */
export interface ReleaseMergeTarget {
  /** Canonical. */
  readonly version: string;
  readonly tag: string;
  readonly pullRequest: PullRequest;
}

/** What a commit on a base branch is. */
export type ReleaseMergeVerdict =
  | { readonly kind: 'release'; readonly target: ReleaseMergeTarget }
  /** All signs of a release are absent. */
  | { readonly kind: 'ordinary'; readonly because: string }
  /** A sign is present and GitHub links the commit to no pull request: it may still come. */
  | { readonly kind: 'unassociated'; readonly because: string }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/**
 * Whether a commit is the merge of a release pull request. The version comes from the name of the release branch and is checked
 * against the tree; commit messages and titles decide nothing. "Ordinary" needs every sign of a release absent: a changed version
 * or a pull request from a release branch makes every failed condition a problem. Pure.
 */
export function decideReleaseMerge(facts: ReleaseMergeFacts): ReleaseMergeVerdict {
  const { settings } = facts;
  const changed =
    facts.version !== undefined &&
    facts.versionBefore !== undefined &&
    compareVersions(facts.version, facts.versionBefore) !== 0;
  const candidates = facts.pullRequests.flatMap((pullRequest) => {
    const version = parseReleaseBranchName(pullRequest.headRef, settings['branch-template']);
    return version === undefined ? [] : [{ pullRequest, version }];
  });
  if (!changed && candidates.length === 0) {
    if (facts.announces === true && facts.pullRequests.length === 0) {
      const because = 'the changelog got a new version, but GitHub links the commit to no pull request';
      return { kind: 'unassociated', because };
    }
    return { kind: 'ordinary', because: 'the version did not change and no release branch was merged' };
  }
  if (facts.pullRequests.length === 0) {
    const because = 'the version changed, but GitHub links the commit to no pull request';
    return { kind: 'unassociated', because };
  }
  if (candidates.length === 0) {
    const [first] = facts.pullRequests;
    return {
      kind: 'invalid',
      problems: [
        `the version changed in pull request #${first?.number ?? '?'}, whose branch ${first?.headRef ?? ''} is no release branch`,
      ],
    };
  }
  const judged = candidates.map((candidate) => ({ ...candidate, problems: problemsOf(candidate, facts) }));
  const [good, ...others] = judged.filter(({ problems }) => problems.length === 0);
  if (good === undefined) return { kind: 'invalid', problems: judged.flatMap(({ problems }) => problems) };
  if (others.length > 0) {
    return { kind: 'invalid', problems: ['several release pull requests claim this commit'] };
  }
  const tag = tagName(good.version, settings['tag-template']);
  return {
    kind: 'release',
    target: { version: formatVersion(good.version), tag, pullRequest: good.pullRequest },
  };
}

function problemsOf(
  { pullRequest, version }: { readonly pullRequest: PullRequest; readonly version: Version },
  facts: ReleaseMergeFacts,
): string[] {
  const problems: string[] = [];
  const is = `pull request #${pullRequest.number}`;
  if (!pullRequest.merged) problems.push(`${is} is not merged`);
  if (pullRequest.mergeCommitSha !== facts.sha) {
    problems.push(`${is} was merged as ${pullRequest.mergeCommitSha ?? 'nothing'}, not as this commit`);
  }
  if (!facts.settings['base-branches'].includes(pullRequest.baseRef)) {
    problems.push(`${is} went into ${pullRequest.baseRef}, which is no base branch`);
  }
  if (pullRequest.headRepository?.toLowerCase() !== facts.repository.toLowerCase()) {
    problems.push(
      `${is} came from ${pullRequest.headRepository ?? 'a deleted fork'}, not from this repository`,
    );
  }
  if (facts.version !== undefined && compareVersions(facts.version, version) !== 0) {
    problems.push(
      `${is} releases ${formatVersion(version)}, but the tree states ${formatVersion(facts.version)}`,
    );
  }
  return problems;
}
