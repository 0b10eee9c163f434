import { decideUpload } from '@heroku-release/pypi-publisher';
import type { Distribution, IndexFile } from '@heroku-release/pypi-publisher';
import { act, Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import type { IndexState, PublishContext, PublishTools } from './context.ts';
import { isOut } from './context.ts';

interface Seen {
  readonly states: ReadonlyMap<string, IndexState>;
  readonly indexFiles: readonly IndexFile[];
}

interface Upload {
  readonly distributions: readonly Distribution[];
  readonly states: ReadonlyMap<string, IndexState>;
  readonly indexFiles: readonly IndexFile[];
}

/** The built files on the index, each exactly once, wheels first. An upload cannot be taken back. */
export function pypiStep(tools: PublishTools): Step<PublishContext, Seen, Upload> {
  return {
    name: 'pypi',
    needs: ['id-token: write'],
    irreversible: true,
    observe: async (context, { signal }) => {
      if (isOut(context)) return { states: new Map(), indexFiles: [] };
      const distributions = known(context.distributions, 'the distributions');
      const indexFiles = await tools.publisher.index(known(context.plan, 'the plan').name, { signal });
      const states = distributions.map((distribution): [string, IndexState] => {
        const shown = decideUpload(distribution, indexFiles).kind === 'already-published';
        return [distribution.filename, shown ? 'shown' : 'absent'];
      });
      return { states: new Map(states), indexFiles };
    },
    decide: (context, value) => {
      const { states, indexFiles } = value as Seen;
      if (isOut(context)) return settled('the release is out');
      const distributions = known(context.distributions, 'the distributions');
      const conflict = distributions
        .map((distribution) => decideUpload(distribution, indexFiles))
        .find(({ kind }) => kind === 'conflict');
      if (conflict !== undefined) {
        return new Refuse(
          'INDEX_CONFLICT',
          conflict.because,
          'A file on the index is never replaced. Fix forward: draft the next version.',
        );
      }
      const missing = distributions.filter(({ filename }) => states.get(filename) === 'absent');
      if (missing.length === 0) return settled(`${distributions.length} files are on the index`);
      const names = missing.map(({ filename }) => filename).join(', ');
      return act(
        { distributions: missing, states, indexFiles },
        `not on the index: ${names}`,
        `uploaded ${names}`,
      );
    },
    act: async ({ distributions, states, indexFiles }, io) => {
      const after = new Map(states);
      for (const distribution of wheelsFirst(distributions)) {
        const { kind } = await tools.publisher.upload(distribution, {
          indexFiles,
          onProgress: (text) => {
            io.progress(text);
          },
        });
        after.set(distribution.filename, kind === 'uploaded' ? 'accepted' : 'shown');
      }
      return { states: after, indexFiles };
    },
    learn: (context, { states }) => ({ ...context, onIndex: states }),
  };
}

function wheelsFirst(distributions: readonly Distribution[]): Distribution[] {
  return [...distributions].sort((a, b) => Number(a.kind === 'sdist') - Number(b.kind === 'sdist'));
}
