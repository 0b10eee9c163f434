import type { PullRequest, ReleasesInFlight } from '@heroku-release/gh-ops';
import { compareVersions, parseReleaseBranchName, parseTagName } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { sameVersion } from '@heroku-release/release-history';
import { isFinishedRelease } from '../../merge/finished-release.ts';
import { supersededBy } from '../../merge/superseded.ts';

/** A release that was started but is not published. */
export interface UnfinishedRelease {
  readonly version: Version;
  readonly state: 'open' | 'merged, not tagged' | 'tagged, not published';
  readonly pullRequest: PullRequest;
}

/** The state of the repository in which unfinished releases are searched. */
export interface InFlightQuestion {
  readonly answer: ReleasesInFlight;
  readonly repository: string;
  readonly branchTemplate: string;
  readonly tagTemplate: string;
  /** Tags of the remote, without `refs/tags/`. */
  readonly tags: ReadonlySet<string>;
}

/**
 * The releases in flight: open release pull requests, and merged ones that are newer than everything published and are not
 * published themselves. Older ones that were abandoned do not count, and neither do versions that a later release pull request gives up.
 * Pure.
 */
export function unfinishedReleases(question: InFlightQuestion): UnfinishedRelease[] {
  const { answer } = question;
  const versionOf = (pull: PullRequest) =>
    pull.headRepository?.toLowerCase() === question.repository.toLowerCase()
      ? parseReleaseBranchName(pull.headRef, question.branchTemplate)
      : undefined;
  const published = answer.releases
    .filter(isFinishedRelease)
    .map((release) => parseTagName(release.tag, question.tagTemplate))
    .filter((version) => version !== undefined);
  const newest = published.sort(compareVersions).at(-1);
  const unfinished: UnfinishedRelease[] = [];
  for (const pullRequest of answer.open) {
    const version = versionOf(pullRequest);
    if (version !== undefined) unfinished.push({ version, state: 'open', pullRequest });
  }
  const givenUp = [...answer.open, ...answer.merged]
    .filter((pull) => versionOf(pull) !== undefined)
    .flatMap(({ body = '' }) => supersededBy(body));
  for (const pullRequest of answer.merged) {
    const version = versionOf(pullRequest);
    if (version === undefined || givenUp.some((other) => sameVersion(other, version))) continue;
    if (newest !== undefined && compareVersions(version, newest) <= 0) continue;
    if (unfinished.some((other) => sameVersion(other.version, version))) continue;
    const tagged = [...question.tags].some((tag) => {
      const parsed = parseTagName(tag, question.tagTemplate);
      return parsed !== undefined && sameVersion(parsed, version);
    });
    unfinished.push({ version, state: tagged ? 'tagged, not published' : 'merged, not tagged', pullRequest });
  }
  return unfinished;
}
