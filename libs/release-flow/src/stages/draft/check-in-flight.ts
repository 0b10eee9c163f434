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

/** No new release starts while one is unfinished. One request. */
export const checkInFlight = check({
  needs: ['contents: read', 'pull-requests: read'],
  observe: async ({ services, settings, checkout }: Facts): Promise<readonly UnfinishedRelease[]> => {
    const { branch, refs } = checkout;
    const tags = [...refs.keys()].flatMap((ref) => (ref.startsWith('refs/tags/') ? [ref.slice(10)] : []));
    return unfinishedReleases({
      answer: await services.github.releases.findInFlight({ baseBranch: branch }),
      repository: services.repository,
      branchTemplate: settings['branch-template'],
      tagTemplate: settings['tag-template'],
      tags: new Set(tags),
    });
  },
  decide: (
    { request, version: target }: Facts,
    unfinished: readonly UnfinishedRelease[],
  ): CheckDecision<undefined> => {
    const { version } = target;
    const own = unfinished.find((release) => sameVersion(release.version, parseVersion(version)));
    if (own?.state === 'open') {
      const { number, url } = own.pullRequest;
      return finished(`the pull request #${number} for ${version} is open: ${url}`);
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
    return settled(undefined, because);
  },
});
