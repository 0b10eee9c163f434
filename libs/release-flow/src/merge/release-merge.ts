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
   * The changelog got the section of a new version. Counts where no file states the version: then nothing else in the tree shows that a
   * release was merged. Default: no.
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

/** A pull request from a release branch, with the version in the branch's name. */
export interface ReleasePullRequest {
  readonly pullRequest: PullRequest;
  readonly version: Version;
}

/** The pull requests from release branches among those that count. Pure. */
export function releasePullRequests(facts: {
  readonly pullRequests: readonly PullRequest[];
  readonly repository: string;
  readonly settings: Pick<Settings, 'branch-template'>;
}): readonly ReleasePullRequest[] {
  return countedPullRequests(facts).flatMap((pullRequest) => {
    const version = parseReleaseBranchName(pullRequest.headRef, facts.settings['branch-template']);
    return version === undefined ? [] : [{ pullRequest, version }];
  });
}

/**
 * All but the unmerged ones from forks. Anybody can open a pull request from a fork that contains a commit of ours; GitHub then links it
 * to that commit.
 */
function countedPullRequests({
  pullRequests,
  repository,
}: Pick<ReleaseMergeFacts, 'pullRequests' | 'repository'>): readonly PullRequest[] {
  return pullRequests.filter((pull) => pull.merged || isOwn(pull, repository));
}

function isOwn({ headRepository }: PullRequest, repository: string): boolean {
  return headRepository?.toLowerCase() === repository.toLowerCase();
}

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
  const [first, ...more] = countedPullRequests(facts);
  const candidates = releasePullRequests(facts);
  if (!changed && candidates.length === 0) {
    if (facts.announces === true && first === undefined) {
      const because =
        'the changelog has a new version, but GitHub does not link the commit to a pull request';
      return { kind: 'unassociated', because };
    }
    return { kind: 'ordinary', because: 'the version did not change and no release branch was merged' };
  }
  if (first === undefined) {
    const because = 'the version changed, but GitHub does not link the commit to a pull request';
    return { kind: 'unassociated', because };
  }
  if (candidates.length === 0) {
    const pulls = [first, ...more].map(({ number, headRef }) => `#${number} (branch ${headRef})`);
    return {
      kind: 'invalid',
      problems: [
        `the version changed in pull request ${pulls.join(', ')}, which is not from a release branch`,
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

function problemsOf({ pullRequest, version }: ReleasePullRequest, facts: ReleaseMergeFacts): string[] {
  const problems: string[] = [];
  const subject = `pull request #${pullRequest.number}`;
  if (!pullRequest.merged) problems.push(`${subject} is not merged`);
  if (pullRequest.mergeCommitSha !== facts.sha) {
    problems.push(`${subject} was merged as ${pullRequest.mergeCommitSha ?? 'nothing'}, not as this commit`);
  }
  if (!facts.settings['base-branches'].includes(pullRequest.baseRef)) {
    problems.push(`${subject} was merged into ${pullRequest.baseRef}, which is not a base branch`);
  }
  if (!isOwn(pullRequest, facts.repository)) {
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
