import type { Stage } from '@heroku-release/release-kit';
import { branchStep } from './branch-step.ts';
import { changelogStep } from './changelog-step.ts';
import { checkoutStep } from './checkout-step.ts';
import type { DraftContext, DraftTools } from './context.ts';
import { inFlightStep } from './in-flight-step.ts';
import { pullRequestStep } from './pull-request-step.ts';
import { versionStep } from './version-step.ts';

/**
 * A person starts a release: version and changelog on a branch of their own, offered as a draft pull request. Two requests to
 * GitHub, one when the pull request is open already. A second run changes nothing.
 */
export function draftStage(tools: DraftTools): Stage<DraftContext> {
  return {
    name: 'draft',
    steps: () => [
      checkoutStep(tools),
      versionStep(tools),
      inFlightStep(tools),
      changelogStep(tools),
      branchStep(tools),
      pullRequestStep(tools),
    ],
  };
}
