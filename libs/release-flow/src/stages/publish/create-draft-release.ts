import { cutForPullRequest } from '@heroku-release/changelog';
import { GitHubError } from '@heroku-release/gh-ops';
import type { GitHubRelease } from '@heroku-release/gh-ops';
import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Refuse, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { fixForward } from '../../plan/next-command.ts';
import { planHash } from './tested-files.ts';
import type { TestedFiles } from './tested-files.ts';
import type { Releases } from './release-of-tag.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { PublishInput } from './publish-input.ts';
import { withReleaseNote } from '../../plan/release-note.ts';
import { releaseOfTag } from './release-of-tag.ts';

/** GitHub refuses a body of more than 125,000 characters; the note at its end needs room too. */
const LONGEST_NOTES = 120_000;

type Facts = PublishInput & {
  readonly tag: ReleaseTag;
  readonly release: Releases;
  readonly artifact: TestedFiles;
};

interface NewDraft {
  readonly tag: string;
  readonly name: string;
  readonly body: string;
  readonly prerelease: boolean;
}

/** The GitHub release, first as a draft that readers cannot see, with the notes and our hidden note. One request. */
export const createDraftRelease = effect({
  needs: ['contents: write'],
  observe: async ({ services, tagName, release }: Facts, { again }: StepIo) =>
    again ? releaseOfTag(tagName, await services.github.releases.list()) : release.current,
  decide: (
    { tagName, tag, artifact }: Facts,
    release: GitHubRelease | undefined,
  ): EffectDecision<GitHubRelease, NewDraft> => {
    if (release !== undefined) {
      return settled(release, `${release.draft ? 'a draft' : 'published'}: ${release.url}`);
    }
    const { plan } = artifact;
    const note = { tag: tagName, commit: tag.commitSha, record: 'none' as const, plan: planHash(artifact) };
    const body = withReleaseNote(cutForPullRequest(plan.notes, LONGEST_NOTES), note);
    return act(
      { tag: tagName, name: tagName, body, prerelease: plan.prerelease },
      `no GitHub release of ${tagName}`,
      'created as a draft that readers cannot see',
    );
  },
  act: async (draft: NewDraft, { services, tag }: Facts): Promise<GitHubRelease | Refuse> => {
    try {
      return await services.github.releases.createDraft(draft);
    } catch (error) {
      if (!(error instanceof GitHubError) || error.code !== 'GITHUB_IMMUTABLE') throw error;
      return refuse(
        'RELEASE_FOREIGN',
        `an immutable GitHub release had the tag ${draft.tag} and was deleted; GitHub accepts no other`,
        fixForward(tag.version),
      );
    }
  },
});
