import type { GitHubRelease } from '@heroku-release/gh-ops';
import { ChangeRecordError } from '@heroku-release/change-mgmt-client';
import type { RecordedChange } from '@heroku-release/change-mgmt-client';
import { act, effect, Fail, PLANNED, settled, Unobservable } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, Refuse, StepIo } from '@heroku-release/release-kit';
import { componentOf, parseDuration } from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import { publishAgain } from '../../plan/next-command.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { PublishInput } from './publish-input.ts';
import { findReleaseNote, withReleaseNote } from '../../plan/release-note.ts';
import { latestRelease } from './release-of-tag.ts';
import type { ReleaseSoFar } from './release-of-tag.ts';

type Facts<Release> = PublishInput & ReleaseSoFar<Release> & { readonly tag: ReleaseTag };

/**
 * The change record. TPS cannot be asked what it holds, and a possible duplicate beats a missing record: when it is unknown whether an
 * earlier run recorded the release, it is recorded again, and the report says so. This run does not repeat a failed record: the client has
 * retried what may be retried, and the note makes a later run state the doubt.
 */
export const recordRelease = effect({
  needs: ['contents: write'],
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
  ): Promise<undefined | Refuse | Fail> => {
    const { tagName } = facts;
    const release = latestRelease(facts);
    // A run that reaches this step alone must not record what is not public.
    if (release?.draft !== false) {
      return refuse(
        'RELEASE_IN_FLIGHT',
        `the GitHub release of ${tagName} is not published: there is nothing to record yet`,
        `Finish the release first: ${publishAgain(tagName)}`,
      );
    }
    await noteIntent(release, facts);
    try {
      const { status, possiblyTwice } = await sendRecord(facts, io);
      if (inDoubt || possiblyTwice || io.again) {
        io.note('the change record may exist twice, because an earlier answer was lost');
      }
      if (status !== 204) io.note(`TPS answered ${status} instead of 204; taken as recorded`);
      return undefined;
    } catch (error) {
      if (error instanceof ChangeRecordError) return new Fail(error);
      throw error;
    }
  },
});

/** Notes that the record begins, where no other step did: a person published the release, and this part runs alone. */
async function noteIntent(
  release: GitHubRelease,
  { services, tag, tagName }: Facts<GitHubRelease>,
): Promise<void> {
  if (findReleaseNote(release.body)?.record !== 'none') return;
  const body = withReleaseNote(release.body, { tag: tagName, commit: tag.commitSha, record: 'intent' });
  await services.github.releases.update(release.id, { body });
}

async function sendRecord({ services, tag }: Facts<GitHubRelease>, io: StepIo): Promise<RecordedChange> {
  const { records, actorEmail } = services.changeManagement();
  const component = componentOf(tag.settings, services.repository);
  return await records.recordRelease(
    { component, sha: tag.commitSha, actorEmail },
    {
      signal: io.signal,
      patienceMs: parseDuration(tag.settings.wait.record),
      onRetry: ({ because }) => {
        io.progress(because);
      },
    },
  );
}
