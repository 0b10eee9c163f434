import { createHash } from 'node:crypto';
import type { Artifact, GitHubRepository, GitHubTag } from '@heroku-release/gh-ops';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
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
  | { readonly kind: 'artifact'; readonly artifact: Artifact; readonly sha256: string }
  | { readonly kind: 'none'; readonly because: string };

/**
 * The files that package built and tested: the newest artifact of that very run. The tag will name it by the hash of its stored bytes.
 * One request; two more, one of them to the storage, where GitHub does not state the hash.
 */
export const findArtifact = check({
  needs: ['actions: read'],
  observe: async ({ services, run, release }: Facts, io: StepIo): Promise<Seen> => {
    const { github, artifactName } = services;
    const tag = release.merge.tags.find(({ name }) => name === release.target.tag);
    if (tag !== undefined) return { kind: 'tagged', tag };
    const artifacts = await github.runs.listArtifacts(run.id);
    const [artifact] = artifacts
      .filter(({ name, headSha }) => name === artifactName && (headSha ?? run.headSha) === run.headSha)
      .sort((a, b) => b.id - a.id);
    if (artifact === undefined) return { kind: 'none', because: `uploaded no artifact ${artifactName}` };
    if (artifact.expired) return { kind: 'none', because: `has an expired artifact ${artifactName}` };
    const stated = /^sha256:([0-9a-f]{64})$/.exec(artifact.digest ?? '')?.[1];
    const sha256 = stated ?? (await hashOf(artifact, github, io));
    return { kind: 'artifact', artifact, sha256 };
  },
  decide: ({ run }: Facts, seen: Seen): CheckDecision<TaggedFiles> => {
    switch (seen.kind) {
      case 'tagged':
        return settled(seen, 'the tag exists and names the artifact');
      case 'none':
        return refuse(
          'ARTIFACT_MISSING',
          `run ${run.id} of Package Library ${seen.because}`,
          `Run all jobs of Package Library again for this commit: gh run rerun ${run.id}`,
        );
      case 'artifact': {
        const { artifact, sha256 } = seen;
        const { id } = artifact;
        return settled({ kind: 'artifact', id, sha256 }, `artifact ${id}, sha256:${sha256}`);
      }
    }
  },
});

/** The SHA-256 of the stored bytes, as they arrive. */
async function hashOf(artifact: Artifact, github: GitHubRepository, io: StepIo): Promise<string> {
  io.progress(`hashing artifact ${artifact.id} (${Math.ceil(artifact.size / 1024)} KB)`);
  const hash = createHash('sha256');
  const { stream } = await github.runs.downloadArtifact(artifact.id);
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}
