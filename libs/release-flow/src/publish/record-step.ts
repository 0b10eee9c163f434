import { act, Refuse, settled, Unobservable } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import { componentOf } from './lock-step.ts';
import type { PublishContext, PublishTools } from './context.ts';
import { findReleaseNote } from './release-note.ts';

interface Recorded {
  readonly recorded: true;
}

interface Record {
  readonly tag: string;
  readonly isPublic: boolean;
  readonly component: string;
  readonly sha: string;
  /** An earlier run began to record and did not note that it succeeded. */
  readonly inDoubt: boolean;
}

/**
 * The change record. TPS cannot be asked what it holds, and a possible duplicate beats a missing record: when it is unknown
 * whether an earlier run recorded, it is recorded again, and the report says so.
 */
export function recordStep(tools: PublishTools): Step<PublishContext, Recorded, Record> {
  return {
    name: 'record',
    needs: [],
    observe: () => Promise.resolve(new Unobservable('TPS cannot be asked which records it holds')),
    decide: (context) => {
      const note = findReleaseNote(context.release?.body ?? '');
      if (note?.record === 'done') return settled('the note on the release says that it is recorded');
      const inDoubt = note?.record === 'intent' && context.releases?.some(wasOutBefore(context)) === true;
      const action = {
        tag: context.tagName,
        isPublic: context.release?.draft === false,
        component: componentOf(context, tools),
        sha: known(context.tag, 'the tag').commitSha,
        inDoubt,
      };
      return act(
        action,
        inDoubt ? 'an earlier run may or may not have recorded it' : 'not recorded yet',
        `recorded for ${action.component}`,
      );
    },
    act: async ({ tag, isPublic, component, sha, inDoubt }, io) => {
      // In a dry run the release may still be a draft here; a run that reaches this step alone must not record what is not out.
      if (!isPublic) {
        return new Refuse(
          'RELEASE_IN_FLIGHT',
          `the GitHub release of ${tag} is not published: there is nothing to record yet`,
          `Finish the release first: heroku-release publish ${tag}`,
        );
      }
      const { status, possiblyTwice } = await tools.changes.recordRelease(
        { component, sha, actorEmail: tools.actorEmail },
        {
          signal: io.signal,
          onTrouble: ({ because }) => {
            io.progress(because);
          },
        },
      );
      if (inDoubt || possiblyTwice)
        io.note('the change record is possibly there twice: an earlier answer was lost');
      if (status !== 204) io.note(`TPS answered ${status} instead of 204; taken as recorded`);
      return { recorded: true };
    },
    learn: (context) => ({ ...context, recorded: true }),
  };
}

/** Whether the release was already public when this run began. */
const wasOutBefore =
  (context: PublishContext) => (release: { readonly id: number; readonly draft: boolean }) =>
    release.id === context.release?.id && !release.draft;
