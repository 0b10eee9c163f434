import type { Artifact, WorkflowRun } from '@heroku-release/gh-ops';
import type { TagOrigin } from '../../plan/tag-message.ts';
import type { ReleaseTag } from './find-tag.ts';
import { foreignRun, isGone } from './found-artifact.ts';
import type { FoundArtifact } from './found-artifact.ts';
import type { PublishInput, PublishServices } from './publish-input.ts';

/** Finds the artifact that the tag's message names. Two requests. */
export async function findNamedArtifact(
  origin: TagOrigin,
  { services, tag }: PublishInput & { readonly tag: ReleaseTag },
): Promise<FoundArtifact> {
  const { runs } = services.github;
  try {
    const run = await runs.get(origin.runId);
    const artifact = await runs.getArtifact(origin.artifactId);
    return judge({ origin, run, artifact }, tag.commitSha, services);
  } catch (error) {
    if (!isGone(error)) throw error;
    return { kind: 'gone', because: `artifact ${origin.artifactId} of run ${origin.runId} does not exist` };
  }
}

/** The artifact, unless it is not the one that the tag names. Pure. */
function judge(
  found: { readonly origin: TagOrigin; readonly run: WorkflowRun; readonly artifact: Artifact },
  commit: string,
  services: PublishServices,
): FoundArtifact {
  const { origin, run, artifact } = found;
  const problem = foreignRun(run, commit, services) ?? unsuccessful(run) ?? contradiction(artifact, origin);
  if (problem !== undefined) return { kind: 'wrong', code: 'ARTIFACT_DIFFERS', because: problem };
  if (artifact.expired) return { kind: 'gone', because: `artifact ${artifact.id} has expired` };
  return {
    kind: 'found',
    artifact,
    sha256: origin.artifactSha256,
    from: `artifact ${artifact.id} of run ${run.id}`,
    notes: [],
  };
}

/** A run that is run again has lost the conclusion of its earlier attempts; the digest in the tag still proves the artifact. */
function unsuccessful({ id, attempt, conclusion, status }: WorkflowRun): string | undefined {
  if (conclusion === 'success' || attempt > 1) return undefined;
  return `run ${id} did not succeed (${conclusion ?? status})`;
}

function contradiction({ id, runId, digest }: Artifact, origin: TagOrigin): string | undefined {
  if (runId !== undefined && runId !== origin.runId) {
    return `artifact ${id} belongs to run ${runId}, but the tag names run ${origin.runId}`;
  }
  if (digest !== undefined && digest !== `sha256:${origin.artifactSha256}`) {
    return `artifact ${id} has ${digest}, but the tag names sha256:${origin.artifactSha256}`;
  }
  return undefined;
}
