import { cutForPullRequest, renderSection } from '@heroku-release/changelog';
import type { PullRequest } from '@heroku-release/gh-ops';
import { act, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import type { DraftContext, DraftTools } from './context.ts';
import { known } from '../known.ts';

interface Create {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** The draft pull request that a person reviews. Asked first, created once: a duplicate is adopted. */
export function pullRequestStep(
  tools: DraftTools,
): Step<DraftContext, { readonly pullRequest: PullRequest | undefined }, Create> {
  return {
    name: 'pull-request',
    needs: ['pull-requests: write'],
    observe: (context) => Promise.resolve({ pullRequest: context.pullRequest }),
    decide: (context, value) => {
      const { pullRequest } = value as { pullRequest: PullRequest | undefined };
      const target = known(context.target, 'the target');
      if (pullRequest !== undefined) return settled(`#${pullRequest.number} is open: ${pullRequest.url}`);
      const action = {
        head: target.branch,
        base: known(context.base, 'the base branch').branch,
        title: `Release ${target.tag}`,
        body: pullRequestBody(context),
      };
      return act(
        action,
        `no pull request for ${target.branch} is open`,
        `opened a draft pull request from ${target.branch}`,
      );
    },
    act: async (action, io) => {
      io.progress(`opening a draft pull request for ${action.head}`);
      // A duplicate is answered with the pull request that exists, so a lost answer is safe to repeat.
      const pullRequest = await tools.github.createPullRequest({ ...action, draft: true });
      return { pullRequest };
    },
    learn: (context, { pullRequest }) => (pullRequest === undefined ? context : { ...context, pullRequest }),
  };
}

function pullRequestBody(context: DraftContext): string {
  const section = known(context.section, 'the section');
  const { listed, folded, leftOut, total } = section.counts;
  const proof = `${total} commits: ${listed} listed, ${folded} folded into another entry, ${leftOut} left out.`;
  const steps = [
    'Read the changelog and edit it on this branch where it needs a better word.',
    'Mark this pull request as ready, and merge it when the checks are green.',
    'The merge is packaged, tagged and published by itself.',
  ];
  return `${cutForPullRequest(renderSection(section))}\n\n---\n\n${proof}\n\n${steps.map((step) => `- [ ] ${step}`).join('\n')}\n`;
}
