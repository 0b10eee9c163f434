import { act, effect, PLANNED, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, StepIo } from '@heroku-release/release-kit';
import { isFinishedRelease } from '../../merge/finished-release.ts';
import type { CreateTagInput } from './create-tag-input.ts';
import type { CreatedTag } from './create-tag.ts';
import type { MergedRelease } from './find-release.ts';

type Facts = CreateTagInput & { readonly release: MergedRelease; readonly tag: CreatedTag | Planned };

/**
 * Starts Publish Release at the tag: a tag made with a job's token starts nothing by itself. For a new tag no run can exist, so GitHub
 * is not asked; a second start would be harmless, since publish checks the current state first.
 */
export const startPublish = effect({
  needs: ['actions: write'],
  /** Why publish need not be started; undefined when it must. */
  observe: async (
    { services, release, tag: created }: Facts,
    { again }: StepIo,
  ): Promise<string | undefined> => {
    const { tag } = release.target;
    if (release.merge.releases.some((other) => other.tag === tag && isFinishedRelease(other)))
      return `${tag} is published`;
    const existed = release.merge.tags.some(({ name }) => name === tag);
    if (!existed && (created === PLANNED || !again)) return undefined;
    const runs = await services.github.runs.list(services.publishWorkflow, { branch: tag });
    const alive = runs.find(({ status, conclusion }) => status !== 'completed' || conclusion === 'success');
    return alive === undefined ? undefined : `run ${alive.id} is ${alive.conclusion ?? alive.status}`;
  },
  decide: ({ release }: Facts, started: string | undefined): EffectDecision<undefined, undefined> => {
    const { tag } = release.target;
    if (started !== undefined) return settled(undefined, started);
    return act(undefined, `no run of publish at ${tag}`, `started publish at ${tag}`);
  },
  act: async (
    _action: undefined,
    {
      services,
      release,
      tag: created,
    }: CreateTagInput & { readonly release: MergedRelease; readonly tag: CreatedTag },
  ): Promise<undefined> => {
    const wanted = { ref: release.target.tag, refCreatedAt: created.createdAt };
    await services.github.runs.dispatch(services.publishWorkflow, wanted);
  },
});
