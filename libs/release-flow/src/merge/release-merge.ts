import type { PullRequest } from '@heroku-release/gh-ops';
import { compareVersions, formatVersion, parseReleaseBranchName, tagName } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import type { Settings } from '@heroku-release/release-history';

/** Facts about a commit that arrived on a base branch. */
export interface ReleaseMergeFacts {
  readonly sha: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly settings: Pick<Settings, 'base-branches' | 'branch-template' | 'tag-template'>;
  /** The version in the tree at `sha`. Undefined where the version comes from the tag. */
  readonly version: Version | undefined;
  /** The version in the tree before. Undefined when it is not known. */
  readonly versionBefore: Version | undefined;
  /**
   * Whether the changelog received the section of a new version. Where no file states the version, nothing else in the tree shows that
   * a release was merged. Default `false`.
   */
  readonly announces?: boolean | undefined;
  /** Pull requests that GitHub links to the commit. */
  readonly pullRequests: readonly PullRequest[];
}

/** The release that a merge starts. */
export interface ReleaseMergeTarget {
  /** Canonical. */
  readonly version: string;
  readonly tag: string;
  readonly pullRequest: PullRequest;
}

/** The kind of a commit on a base branch. */
export type ReleaseMergeVerdict =
  | { readonly kind: 'release'; readonly target: ReleaseMergeTarget }
  /** There is no sign of a release. */
  | { readonly kind: 'ordinary'; readonly because: string }
  /** There is a sign of a release, but GitHub does not link the commit to a pull request yet. */
  | { readonly kind: 'unassociated'; readonly because: string }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/**
 * Decides whether a commit is the merge of a release pull request. The version comes from the name of the release branch and is checked
 * against the tree; commit messages and titles do not matter. A commit is ordinary only without any sign of a release. With a changed
 * version or a pull request from a release branch, each failed condition is a problem. Pure.
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
      const because =
        'the changelog has a new version, but GitHub does not link the commit to a pull request';
      return { kind: 'unassociated', because };
    }
    return { kind: 'ordinary', because: 'the version did not change and no release branch was merged' };
  }
  if (facts.pullRequests.length === 0) {
    const because = 'the version changed, but GitHub does not link the commit to a pull request';
    return { kind: 'unassociated', because };
  }
  if (candidates.length === 0) {
    const [first] = facts.pullRequests;
    return {
      kind: 'invalid',
      problems: [
        `the version changed in pull request #${first?.number ?? '?'}, whose branch ${first?.headRef ?? ''} is not a release branch`,
      ],
    };
  }
  const checked = candidates.map((candidate) => ({ ...candidate, problems: problemsOf(candidate, facts) }));
  const [good, ...others] = checked.filter(({ problems }) => problems.length === 0);
  if (good === undefined) return { kind: 'invalid', problems: checked.flatMap(({ problems }) => problems) };
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
  const subject = `pull request #${pullRequest.number}`;
  if (!pullRequest.merged) problems.push(`${subject} is not merged`);
  if (pullRequest.mergeCommitSha !== facts.sha) {
    problems.push(`${subject} was merged as ${pullRequest.mergeCommitSha ?? 'nothing'}, not as this commit`);
  }
  if (!facts.settings['base-branches'].includes(pullRequest.baseRef)) {
    problems.push(`${subject} was merged into ${pullRequest.baseRef}, which is not a base branch`);
  }
  if (pullRequest.headRepository?.toLowerCase() !== facts.repository.toLowerCase()) {
    problems.push(
      `${subject} came from ${pullRequest.headRepository ?? 'a deleted fork'}, not from this repository`,
    );
  }
  if (facts.version !== undefined && compareVersions(facts.version, version) !== 0) {
    problems.push(
      `${subject} releases ${formatVersion(version)}, but the tree states ${formatVersion(facts.version)}`,
    );
  }
  return problems;
}
