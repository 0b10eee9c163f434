import type { Artifact, GitHubTag } from '@heroku-release/gh-ops';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import type { CreateTagInput } from './create-tag-input.ts';
import type { MergedRelease } from './find-release.ts';

/** The files that the tag names, or the tag that exists and names them already. */
export type TaggedFiles =
  | { readonly kind: 'tagged'; readonly tag: GitHubTag }
  | { readonly kind: 'artifact'; readonly id: number; readonly sha256: string };

type Facts = CreateTagInput & { readonly release: MergedRelease };

type Seen =
  | { readonly kind: 'tagged'; readonly tag: GitHubTag }
  | { readonly kind: 'artifact'; readonly artifact: Artifact | undefined };

/** The files that package built and tested: the newest artifact of that very run. The tag will name it. One request. */
export const findArtifact = check({
  needs: ['actions: read'],
  observe: async ({ services, run, release }: Facts): Promise<Seen> => {
    const tag = release.merge.tags.find(({ name }) => name === release.target.tag);
    if (tag !== undefined) return { kind: 'tagged', tag };
    const artifacts = await services.github.runs.listArtifacts(run.id);
    const [artifact] = artifacts
      .filter(
        ({ name, headSha }) => name === services.artifactName && (headSha ?? run.headSha) === run.headSha,
      )
      .sort((a, b) => b.id - a.id);
    return { kind: 'artifact', artifact };
  },
  decide: ({ services, run }: Facts, seen: Seen): CheckDecision<TaggedFiles> => {
    if (seen.kind === 'tagged') return settled(seen, 'the tag exists and names the artifact');
    const { artifact } = seen;
    if (artifact?.digest === undefined || artifact.expired) {
      const state =
        artifact === undefined ? 'uploaded no' : artifact.expired ? 'has an expired' : 'has an undigested';
      return refuse(
        'ARTIFACT_MISSING',
        `run ${run.id} of Package Library ${state} artifact ${services.artifactName}`,
        'Run all jobs of Package Library again for this commit.',
      );
    }
    const { id, digest } = artifact;
    return settled(
      { kind: 'artifact', id, sha256: digest.replace(/^sha256:/, '') },
      `artifact ${id}, ${digest}`,
    );
  },
});
