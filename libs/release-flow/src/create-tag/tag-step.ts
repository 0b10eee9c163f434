import type { GitHubTag, NewTag } from '@heroku-release/gh-ops';
import { act, Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import { renderTagMessage } from '../publish/tag-message.ts';
import type { CreateTagContext, CreateTagTools } from './context.ts';

interface Seen {
  readonly tag: GitHubTag | undefined;
}

/** Who made the tag: constant, so that the tag object is a function of the release alone. */
const TAGGER = { name: 'heroku-release', email: 'heroku-release@users.noreply.github.com' };

/** The annotated version tag on the merge commit. It is created once and never moves. Two requests. */
export function tagStep(tools: CreateTagTools): Step<CreateTagContext, Seen, NewTag> {
  return {
    name: 'tag',
    needs: ['contents: write'],
    irreversible: true,
    observe: async ({ merge, target }, { look }) => {
      const { tag } = known(target, 'the release');
      const seen =
        look === 0
          ? known(merge, 'the merge').tags.find(({ name }) => name === tag)
          : await tools.github.findTag(tag);
      return { tag: seen };
    },
    decide: ({ run, merge, target, artifact }, value) => {
      const { tag: seen } = value as Seen;
      const { tag, version } = known(target, 'the release');
      if (seen !== undefined) {
        if (seen.commitSha === run.headSha) return settled(`${tag} is on ${run.headSha.slice(0, 7)}`);
        return new Refuse(
          'TAG_ELSEWHERE',
          `${tag} is on ${seen.commitSha.slice(0, 7)}, not on the merge ${run.headSha.slice(0, 7)}`,
          `A tag never moves: ${version} is taken. Draft the next version.`,
        );
      }
      const { id, digest } = known(artifact, 'the artifact');
      const origin = {
        runId: run.id,
        artifactId: id,
        artifactSha256: known(digest, 'its digest').replace(/^sha256:/, ''),
      };
      const date = known(merge, 'the merge').commit.committedDate;
      const action = {
        tag,
        commit: run.headSha,
        message: renderTagMessage(tag, origin),
        tagger: { ...TAGGER, date: new Date(date).toISOString().replace(/\.\d+Z$/, 'Z') },
      };
      return act(action, `${tag} does not exist`, `created ${tag} on ${run.headSha.slice(0, 7)}`);
    },
    act: async (action) => ({ tag: await tools.github.createTag(action) }),
    learn: (context) => context,
  };
}
