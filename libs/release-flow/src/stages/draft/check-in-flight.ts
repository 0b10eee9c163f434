import type { PullRequest } from '@heroku-release/gh-ops';
import { check, finished, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { canonical, sameVersion } from '@heroku-release/release-history';
import { parseVersion } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import type { BaseBranch } from './base-branch.ts';
import type { DraftTarget } from './choose-version.ts';
import type { DraftInput } from './draft-input.ts';
import { unfinishedReleases } from './in-flight.ts';
import type { UnfinishedRelease } from './in-flight.ts';

type Facts = DraftInput & { readonly checkout: BaseBranch; readonly version: DraftTarget };

/** The pull requests of the version that is drafted. */
export interface OwnPullRequests {
  /** The open one, which the draft updates. */
  readonly open: PullRequest | undefined;
  /** Heads of the merged ones: the release branch may still be there and is then replaced. */
  readonly mergedHeads: ReadonlySet<string>;
}

interface Seen {
  readonly unfinished: readonly UnfinishedRelease[];
  readonly mergedHeads: ReadonlySet<string>;
}

/** No new release starts while one is unfinished. One request. */
export const checkInFlight = check({
  needs: ['contents: read', 'pull-requests: read'],
  observe: async ({ services, settings, checkout, version }: Facts): Promise<Seen> => {
    const { branch, refs } = checkout;
    const tags = [...refs.keys()].flatMap((ref) => (ref.startsWith('refs/tags/') ? [ref.slice(10)] : []));
    const answer = await services.github.releases.findInFlight({ baseBranch: branch });
    const unfinished = unfinishedReleases({
      answer,
      repository: services.repository,
      branchTemplate: settings['branch-template'],
      tagTemplate: settings['tag-template'],
      tags: new Set(tags),
    });
    const merged = answer.merged.filter(
      ({ headRef, crossRepository }) => headRef === version.branch && !crossRepository,
    );
    return { unfinished, mergedHeads: new Set(merged.map(({ headSha }) => headSha)) };
  },
  decide: (
    { request, checkout, version: target }: Facts,
    { unfinished, mergedHeads }: Seen,
  ): CheckDecision<OwnPullRequests> => {
    const { version } = target;
    const own = unfinished.find((release) => sameVersion(release.version, parseVersion(version)));
    if (own?.state === 'open') {
      const { number, url, baseRef } = own.pullRequest;
      const because = `the pull request #${number} for ${version} is open: ${url}`;
      // One into another branch is not this draft's; nor is one whose branch has another spelling of the version.
      const isOwn = baseRef === checkout.branch && own.pullRequest.headRef === target.branch;
      return isOwn ? settled({ open: own.pullRequest, mergedHeads }, because) : finished(because);
    }
    const { supersedes } = request;
    const isGivenUp = (release: UnfinishedRelease) =>
      release.state !== 'open' && supersedes !== undefined && sameVersion(release.version, supersedes);
    const other = unfinished.find((release) => release !== own && !isGivenUp(release));
    if (other !== undefined) {
      const its = canonical(other.version);
      return refuse(
        'RELEASE_IN_FLIGHT',
        `the release of ${its} is not finished (${other.state}, pull request #${other.pullRequest.number})`,
        other.state === 'open'
          ? `Merge it, or close it and delete its branch: ${other.pullRequest.url}`
          : `Finish it first. See its next command: heroku-release status ${its}`,
      );
    }
    const because =
      own === undefined ? 'no release is in flight' : `${version} was merged and is drafted again`;
    return settled({ open: undefined, mergedHeads }, because);
  },
});
