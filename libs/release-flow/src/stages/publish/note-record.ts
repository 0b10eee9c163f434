import type { GitHubRelease } from '@heroku-release/gh-ops';
import { act, effect, PLANNED, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, Refuse, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { publishAgain } from '../../plan/next-command.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { PublishInput } from './publish-input.ts';
import { findReleaseNote, withReleaseNote } from '../../plan/release-note.ts';
import { latestRelease } from './release-of-tag.ts';
import type { ReleaseSoFar } from './release-of-tag.ts';

type Facts<Release> = PublishInput & ReleaseSoFar<Release> & { readonly tag: ReleaseTag };

/** Notes on the release that the change record was written, so that a later run does not write it again. One request. */
export const noteRecord = effect({
  needs: ['contents: write'],
  observe: async (facts: Facts<GitHubRelease | Planned>, { again }: StepIo) => {
    const release = latestRelease(facts);
    if (!again || release === undefined || release === PLANNED) return release;
    return await facts.services.github.releases.get(release.id);
  },
  decide: (
    _facts: Facts<GitHubRelease | Planned>,
    release: GitHubRelease | Planned | undefined,
  ): EffectDecision<undefined, undefined> => {
    const body = release === undefined || release === PLANNED ? '' : release.body;
    if (findReleaseNote(body)?.record === 'done') return settled(undefined, 'noted');
    return act(
      undefined,
      'the note does not state that it is recorded',
      'noted on the release that it is recorded',
    );
  },
  act: async (_action: undefined, facts: Facts<GitHubRelease>): Promise<undefined | Refuse> => {
    const { services, tag, tagName } = facts;
    const release = latestRelease(facts);
    if (release === undefined) {
      return refuse(
        'RELEASE_IN_FLIGHT',
        `there is no GitHub release of ${tagName} to note the record on`,
        `Finish the release first: ${publishAgain(tagName)}`,
      );
    }
    const body = withReleaseNote(release.body, { tag: tagName, commit: tag.commitSha, record: 'done' });
    await services.github.releases.update(release.id, { body });
    return undefined;
  },
});
