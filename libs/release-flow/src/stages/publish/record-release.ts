import type { GitHubRelease } from '@heroku-release/gh-ops';
import { act, effect, PLANNED, settled, Unobservable } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, Refuse, StepIo } from '@heroku-release/release-kit';
import { componentOf } from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { PublishInput } from './publish-input.ts';
import { findReleaseNote } from './release-note.ts';
import { latestRelease } from './release-of-tag.ts';
import type { ReleaseSoFar } from './release-of-tag.ts';

type Facts<Release> = PublishInput & ReleaseSoFar<Release> & { readonly tag: ReleaseTag };

/**
 * The change record. TPS cannot be asked what it holds, and a possible duplicate beats a missing record: when it is unknown whether an
 * earlier run recorded the release, it is recorded again, and the report says so.
 */
export const recordRelease = effect({
  needs: [],
  observe: () => Promise.resolve(new Unobservable('TPS cannot be asked which records it holds')),
  decide: (
    facts: Facts<GitHubRelease | Planned>,
  ): EffectDecision<undefined, { readonly inDoubt: boolean }> => {
    const release = latestRelease(facts);
    const body = release === undefined || release === PLANNED ? '' : release.body;
    if (findReleaseNote(body)?.record === 'done') {
      return settled(undefined, 'the note on the release states that it is recorded');
    }
    const { current } = facts.release;
    const inDoubt = current?.draft === false && findReleaseNote(current.body)?.record === 'intent';
    return act(
      { inDoubt },
      inDoubt ? 'an earlier run may or may not have recorded it' : 'not recorded yet',
      `recorded for ${componentOf(facts.tag.settings, facts.services.repository)}`,
    );
  },
  act: async (
    { inDoubt }: { readonly inDoubt: boolean },
    facts: Facts<GitHubRelease>,
    io: StepIo,
  ): Promise<undefined | Refuse> => {
    const { services, tag, tagName } = facts;
    // A run that reaches this step alone must not record what is not public.
    if (latestRelease(facts)?.draft !== false) {
      return refuse(
        'RELEASE_IN_FLIGHT',
        `the GitHub release of ${tagName} is not published: there is nothing to record yet`,
        `Finish the release first: heroku-release publish ${tagName}`,
      );
    }
    const { records, actorEmail } = services.changeManagement();
    const component = componentOf(tag.settings, services.repository);
    const { status, possiblyTwice } = await records.recordRelease(
      { component, sha: tag.commitSha, actorEmail },
      {
        signal: io.signal,
        onRetry: ({ because }) => {
          io.progress(because);
        },
      },
    );
    if (inDoubt || possiblyTwice) {
      io.note('the change record may exist twice, because an earlier answer was lost');
    }
    if (status !== 204) io.note(`TPS answered ${status} instead of 204; taken as recorded`);
    return undefined;
  },
});
