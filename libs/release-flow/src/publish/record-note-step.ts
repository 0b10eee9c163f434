import type { GitHubRelease } from '@heroku-release/gh-ops';
import { act, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import type { PublishContext, PublishTools } from './context.ts';
import { findReleaseNote, withReleaseNote } from './release-note.ts';

interface Seen {
  readonly release: GitHubRelease | undefined;
}

interface Note {
  /** In plan mode there may be none yet. */
  readonly release: GitHubRelease | undefined;
  readonly body: string;
}

/** Notes on the release that the change record was written, so that a later run does not write it again. One request. */
export function recordNoteStep(tools: PublishTools): Step<PublishContext, Seen, Note> {
  return {
    name: 'record-note',
    needs: ['contents: write'],
    observe: async ({ release }, { look }) => ({
      release: look === 0 || release === undefined ? release : await tools.github.release(release.id),
    }),
    decide: (context, value) => {
      const { release } = value as Seen;
      if (findReleaseNote(release?.body ?? '')?.record === 'done') return settled('noted');
      const note = {
        tag: context.tagName,
        commit: known(context.tag, 'the tag').commitSha,
        record: 'done' as const,
      };
      const body = withReleaseNote(release?.body ?? '', note);
      return act(
        { release, body },
        'the note does not say that it is recorded',
        'noted on the release that it is recorded',
      );
    },
    act: async ({ release, body }) => {
      const { id } = known(release, 'the release');
      return { release: await tools.github.updateRelease(id, { body }) };
    },
    learn: (context, { release }) => (release === undefined ? context : { ...context, release }),
  };
}
