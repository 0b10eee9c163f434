import { cutForPullRequest, renderSection } from '@heroku-release/changelog';
import type { ProvenSection } from '@heroku-release/changelog';
import type { PullRequest } from '@heroku-release/gh-ops';
import { act, effect } from '@heroku-release/release-kit';
import type { EffectDecision, StepIo } from '@heroku-release/release-kit';
import { withSuperseded } from '../../merge/superseded.ts';
import type { BaseBranch } from './base-branch.ts';
import type { DraftTarget } from './choose-version.ts';
import type { DraftInput } from './draft-input.ts';

type Facts = DraftInput & {
  readonly checkout: BaseBranch;
  readonly version: DraftTarget;
  readonly changelog: ProvenSection;
};

/**
 * The draft pull request that a person reviews. The check for releases in flight has found no open one, and GitHub answers a duplicate
 * with the pull request that exists, so a lost answer is safe to repeat.
 */
export const openPullRequest = effect({
  needs: ['pull-requests: write'],
  observe: () => Promise.resolve(undefined),
  decide: ({ version }: Facts): EffectDecision<PullRequest, undefined> =>
    act(
      undefined,
      `no pull request for ${version.branch} is open`,
      `opened a draft pull request from ${version.branch}`,
    ),
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

/** The section, its proof, and what is left for a person to do. Pure. */
function pullRequestBody(section: ProvenSection): string {
  const { listed, folded, leftOut, total } = section.counts;
  const proof = `${total} commits: ${listed} listed, ${folded} folded into another entry, ${leftOut} left out.`;
  const steps = [
    'Read the changelog and edit it on this branch where it needs better words.',
    'Mark this pull request as ready, and merge it when the checks are green.',
    'The merge is packaged, tagged and published automatically.',
  ];
  return `${cutForPullRequest(renderSection(section))}\n\n---\n\n${proof}\n\n${steps.map((step) => `- [ ] ${step}`).join('\n')}\n`;
}
