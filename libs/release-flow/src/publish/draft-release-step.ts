import { cutForPullRequest } from '@heroku-release/changelog';
import type { GitHubRelease } from '@heroku-release/gh-ops';
import { act, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import type { PublishContext, PublishTools } from './context.ts';
import { withReleaseNote } from './release-note.ts';
import { releaseOf } from './release-step.ts';

/** GitHub refuses a body of more than 125,000 characters; the note behind needs room too. */
const MOST_NOTES = 120_000;

interface Create {
  readonly tag: string;
  readonly body: string;
  readonly prerelease: boolean;
}

/** The GitHub release, first as a draft that no reader sees, with the notes and our hidden note. One request. */
export function draftReleaseStep(
  tools: PublishTools,
): Step<PublishContext, { readonly release: GitHubRelease | undefined }, Create> {
  return {
    name: 'draft-release',
    needs: ['contents: write'],
    observe: async ({ tagName, release }, { look }) => ({
      release: look === 0 ? release : releaseOf(tagName, await tools.github.releases()),
    }),
    decide: (context, value) => {
      const { release } = value as { release: GitHubRelease | undefined };
      if (release !== undefined) return settled(`${release.draft ? 'a draft' : 'published'}: ${release.url}`);
      const plan = known(context.plan, 'the plan');
      const note = {
        tag: context.tagName,
        commit: known(context.tag, 'the tag').commitSha,
        record: 'none' as const,
      };
      const action = {
        tag: context.tagName,
        body: withReleaseNote(cutForPullRequest(plan.notes, MOST_NOTES), note),
        prerelease: plan.prerelease,
      };
      return act(action, `no GitHub release of ${context.tagName}`, 'created as a draft that no reader sees');
    },
    act: async ({ tag, body, prerelease }) => ({
      release: await tools.github.createRelease({ tag, name: tag, body, prerelease }),
    }),
    learn: (context, { release }) => (release === undefined ? context : { ...context, release }),
  };
}
