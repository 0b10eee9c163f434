import { decideUpload } from '@heroku-release/pypi-publisher';
import { act, Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import { parseDuration } from '../settings/duration.ts';
import type { IndexState, PublishContext, PublishTools } from './context.ts';
import { isOut } from './context.ts';

interface Seen {
  readonly states: ReadonlyMap<string, IndexState>;
}

interface Look {
  readonly context: PublishContext;
  readonly states: ReadonlyMap<string, IndexState>;
}

/**
 * Looks whether the index shows what it took. Its pages may lag for long, so a file that it accepted and does not show is a
 * warning; another digest is a failure.
 */
export function indexStep(tools: PublishTools): Step<PublishContext, Seen, Look> {
  return {
    name: 'index',
    needs: [],
    observe: async (context, { signal }) => {
      if (isOut(context)) return { states: new Map() };
      if (context.onIndex !== undefined) return { states: context.onIndex };
      const files = await tools.publisher.index(known(context.plan, 'the plan').name, { signal });
      const states = known(context.distributions, 'the distributions').map(
        (distribution): [string, IndexState] => {
          const shown = decideUpload(distribution, files).kind === 'already-published';
          return [distribution.filename, shown ? 'shown' : 'absent'];
        },
      );
      return { states: new Map(states) };
    },
    decide: (context, value) => {
      const { states } = value as Seen;
      if (isOut(context)) return settled('the release is out');
      if ([...states.values()].every((state) => state === 'shown')) {
        return settled(`the index shows ${states.size} files with the hashes of the plan`);
      }
      return act(
        { context, states },
        'looking at the index for what it took',
        'looked at the index for what it took',
      );
    },
    act: async ({ context, states }, io) => {
      const plan = known(context.plan, 'the plan');
      const settings = known(context.settings, 'the settings');
      const wanted = known(context.distributions, 'the distributions');
      const { missing } = await tools.publisher.waitUntilVisible(plan.name, wanted, {
        budgetMs: parseDuration(settings.wait.index) ?? 0,
        signal: io.signal,
        onProgress: (text) => {
          io.progress(text);
        },
      });
      const lost = missing.filter((filename) => states.get(filename) === 'absent');
      if (lost.length > 0) {
        return new Refuse(
          'INDEX_MISMATCH',
          `the index does not have ${lost.join(', ')}`,
          'Upload first: heroku-release publish --only pypi',
        );
      }
      if (missing.length > 0) {
        io.note(
          `the index took ${missing.join(', ')} and does not show it yet; its pages can lag for an hour`,
        );
      }
      const after = [...states.keys()].map((filename): [string, IndexState] => {
        return [filename, missing.includes(filename) ? 'accepted' : 'shown'];
      });
      return { states: new Map(after) };
    },
    learn: (context, { states }) => ({ ...context, onIndex: states }),
  };
}
