import type { GitHubTag } from '@heroku-release/gh-ops';
import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { renderTagMessage } from '../../plan/tag-message.ts';
import type { TagOrigin } from '../../plan/tag-message.ts';
import type { CreateTagInput } from './create-tag-input.ts';
import type { TaggedFiles } from './find-artifact.ts';
import type { MergedRelease } from './find-release.ts';

/** The tag is there. */
export interface CreatedTag {
  /** When this run created it, in milliseconds since the epoch; undefined when it existed before. */
  readonly createdAt: number | undefined;
}

type Facts = CreateTagInput & { readonly release: MergedRelease; readonly artifact: TaggedFiles };

/** Who made the tag: constant, so that the tag object is a function of the release alone. */
const TAGGER = { name: 'heroku-release', email: 'heroku-release@users.noreply.github.com' };

/** The annotated version tag on the merge commit. It is created once and never moves. Two requests. */
export const createTag = effect({
  needs: ['contents: write'],
  irreversible: true,
  observe: async (
    { services, release, artifact }: Facts,
    { again }: StepIo,
  ): Promise<GitHubTag | undefined> => {
    if (artifact.kind === 'tagged' && !again) return artifact.tag;
    return again ? await services.github.tags.find(release.target.tag) : undefined;
  },
  decide: (
    { run, release, artifact }: Facts,
    seen: GitHubTag | undefined,
  ): EffectDecision<CreatedTag, TagOrigin> => {
    const { tag, version } = release.target;
    const existing = seen ?? (artifact.kind === 'tagged' ? artifact.tag : undefined);
    const merge = run.headSha.slice(0, 7);
    if (existing !== undefined && existing.commitSha !== run.headSha) {
      return refuse(
        'TAG_ELSEWHERE',
        `${tag} is on ${existing.commitSha.slice(0, 7)}, not on the merge ${merge}`,
        `A tag never moves: ${version} is taken. Draft the next version.`,
      );
    }
    if (existing !== undefined || artifact.kind === 'tagged') {
      return settled({ createdAt: undefined }, `${tag} is on ${merge}`);
    }
    const origin = { runId: run.id, artifactId: artifact.id, artifactSha256: artifact.sha256 };
    return act(origin, `${tag} does not exist`, `created ${tag} on ${merge}`);
  },
  act: async (
    origin: TagOrigin,
    { services, run, release }: Facts,
    { clock }: StepIo,
  ): Promise<CreatedTag> => {
    const { tag } = release.target;
    const date = new Date(release.merge.commit.committedDate).toISOString().replace(/\.\d+Z$/, 'Z');
    const { created } = await services.github.tags.ensure({
      tag,
      commit: run.headSha,
      message: renderTagMessage(tag, origin),
      tagger: { ...TAGGER, date },
    });
    return { createdAt: created ? clock.now() : undefined };
  },
});
