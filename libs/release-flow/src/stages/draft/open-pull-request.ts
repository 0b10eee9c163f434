import type { ProvenSection } from '@heroku-release/changelog';
import type { PullRequest } from '@heroku-release/gh-ops';
import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, StepIo } from '@heroku-release/release-kit';
import { withSuperseded } from '../../merge/superseded.ts';
import type { BaseBranch } from './base-branch.ts';
import type { OwnPullRequests } from './check-in-flight.ts';
import type { DraftTarget } from './choose-version.ts';
import type { DraftInput } from './draft-input.ts';
import { pullRequestBody } from './pull-request-body.ts';

type Facts = DraftInput & {
  readonly checkout: BaseBranch;
  readonly version: DraftTarget;
  readonly inFlight: OwnPullRequests;
  readonly changelog: ProvenSection;
};

/**
 * The draft pull request that a person reviews. The check for releases in flight has found no open one, and GitHub answers a duplicate
 * with the pull request that exists, so a lost answer is safe to repeat.
 */
export const openPullRequest = effect({
  needs: ['pull-requests: write'],
  observe: () => Promise.resolve(undefined),
  decide: ({ version, inFlight }: Facts): EffectDecision<PullRequest, undefined> =>
    inFlight.open === undefined
      ? act(
          undefined,
          `no pull request for ${version.branch} is open`,
          `opened a draft pull request from ${version.branch}`,
        )
      : settled(inFlight.open, `#${inFlight.open.number} is open: ${inFlight.open.url}`),
  act: async (
    _action: undefined,
    { services, request, checkout, version, changelog }: Facts,
    io: StepIo,
  ): Promise<PullRequest> => {
    io.progress(`opening a draft pull request for ${version.branch}`);
    return await services.github.pulls.ensure({
      head: version.branch,
      base: checkout.branch,
      title: `Release ${version.tag}`,
      body: withSuperseded(pullRequestBody(changelog), request.supersedes),
      draft: true,
    });
  },
});
