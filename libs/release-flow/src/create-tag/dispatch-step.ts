import { act, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import type { CreateTagContext, CreateTagTools } from './context.ts';

interface Seen {
  /** Why publish need not be started; undefined when it must. */
  readonly started: string | undefined;
}

/**
 * Starts Publish Release at the tag: a tag made with a job's token starts nothing by itself. When the tag is new no run can
 * exist, so nothing is asked; a second start would be harmless, since publish looks first.
 */
export function dispatchStep(tools: CreateTagTools): Step<CreateTagContext, Seen, string> {
  return {
    name: 'dispatch',
    needs: ['actions: write'],
    observe: async ({ merge, target }, { look }) => {
      const { tag } = known(target, 'the release');
      const facts = known(merge, 'the merge');
      if (facts.releases.some((release) => release.tag === tag && !release.draft)) {
        return { started: `${tag} is published` };
      }
      const existed = facts.tags.some(({ name }) => name === tag);
      if (!existed && look === 0) return { started: undefined };
      const runs = await tools.github.runsOf(tools.publishWorkflow, { branch: tag });
      const alive = runs.find(({ status, conclusion }) => status !== 'completed' || conclusion === 'success');
      return {
        started: alive === undefined ? undefined : `run ${alive.id} is ${alive.conclusion ?? alive.status}`,
      };
    },
    decide: ({ target }, value) => {
      const { started } = value as Seen;
      const { tag } = known(target, 'the release');
      return started === undefined
        ? act(tag, `no run of publish at ${tag}`, `started publish at ${tag}`)
        : settled(started);
    },
    act: async (tag) => {
      const { url } = await tools.github.dispatch(tools.publishWorkflow, { ref: tag });
      return { started: url ?? `publish was started at ${tag}` };
    },
    learn: (context) => context,
  };
}
