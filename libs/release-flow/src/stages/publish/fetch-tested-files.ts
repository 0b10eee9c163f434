import { join } from 'node:path';
import type { Artifact, WorkflowRun } from '@heroku-release/gh-ops';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { parseReleasePlan, PLAN_FILE } from '../../plan/release-plan.ts';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import { parseTagMessage } from '../../plan/tag-message.ts';
import type { TagOrigin } from '../../plan/tag-message.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { LocalFile } from './local-file.ts';
import type { PublishInput } from './publish-input.ts';
import { unpackArtifact } from './unpack-artifact.ts';

/** The plan and the files that were tested, on this machine. */
export interface TestedFiles {
  readonly plan: ReleasePlan;
  /** The built files and the plan. */
  readonly files: readonly LocalFile[];
}

type Facts = PublishInput & { readonly tag: ReleaseTag };

type Seen =
  | { readonly kind: 'unnamed' }
  | { readonly kind: 'wrong'; readonly problem: string }
  | { readonly kind: 'fetched'; readonly origin: TagOrigin; readonly tested: TestedFiles };

/**
 * The plan and the tested files: exactly the artifact named in the tag's message, by id and digest. Three requests, and one to the
 * storage.
 */
export const fetchTestedFiles = check({
  needs: ['actions: read'],
  observe: async (facts: Facts, io: StepIo): Promise<Seen> => {
    const origin = parseTagMessage(facts.tag.message ?? '');
    return origin === undefined ? { kind: 'unnamed' } : await fetch(origin, facts, io);
  },
  decide: ({ tagName }: Facts, seen: Seen): CheckDecision<TestedFiles> => {
    switch (seen.kind) {
      case 'unnamed':
        return refuse(
          'TAG_UNKNOWN',
          `the message of ${tagName} does not name the files that belong to it`,
          'Create Tag creates the tags, after a release merge. Draft the next version.',
        );
      case 'wrong':
        return refuse(
          'ARTIFACT_DIFFERS',
          seen.problem,
          'The tested files cannot be fetched: draft the next version.',
        );
      case 'fetched': {
        const { origin, tested } = seen;
        return settled(
          tested,
          `artifact ${origin.artifactId} of run ${origin.runId}: ${tested.files.length} files`,
        );
      }
    }
  },
});

async function fetch(origin: TagOrigin, { services, tag }: Facts, io: StepIo): Promise<Seen> {
  const { github, files, workFolder } = services;
  const run = await github.runs.get(origin.runId);
  const artifact = await github.runs.getArtifact(origin.artifactId);
  const problem = problemOf({ run, artifact, origin, commit: tag.commitSha, services });
  if (problem !== undefined) return { kind: 'wrong', problem };
  io.progress(`fetching artifact ${artifact.id} (${Math.ceil(artifact.size / 1024)} KB)`);
  const zip = join(workFolder, 'artifact.zip');
  const { stream } = await github.runs.downloadArtifact(artifact.id);
  const { sha256 } = await files.writeStream(zip, stream);
  if (sha256 !== origin.artifactSha256) {
    const problem = `the downloaded artifact has sha256 ${sha256}, but the tag names ${origin.artifactSha256}`;
    return { kind: 'wrong', problem };
  }
  const unpacked = await unpackArtifact(zip, join(workFolder, 'dist'), files);
  const planFile = unpacked.find(({ name }) => name === PLAN_FILE);
  if (planFile === undefined) return { kind: 'wrong', problem: `the artifact does not contain ${PLAN_FILE}` };
  const plan = parseReleasePlan(await files.readText(planFile.path));
  return { kind: 'fetched', origin, tested: { plan, files: unpacked } };
}

/** Why an artifact is not the one that the tag names. Pure. */
function problemOf(facts: {
  readonly run: WorkflowRun;
  readonly artifact: Artifact;
  readonly origin: TagOrigin;
  readonly commit: string;
  readonly services: PublishInput['services'];
}): string | undefined {
  const { run, artifact, origin, commit, services } = facts;
  if (run.path !== `.github/workflows/${services.packageWorkflow}`)
    return `run ${run.id} belongs to ${run.path}`;
  if (run.event !== 'push' || run.conclusion !== 'success') {
    return `run ${run.id} is not a successful run of a push (${run.event}, ${run.conclusion ?? run.status})`;
  }
  if (run.headSha !== commit) return `run ${run.id} packaged ${run.headSha}, but the tag is on ${commit}`;
  if (run.headRepository?.toLowerCase() !== services.repository.toLowerCase()) {
    return `run ${run.id} belongs to ${run.headRepository ?? 'a deleted repository'}`;
  }
  if (artifact.expired) return `artifact ${artifact.id} has expired`;
  if (artifact.runId !== undefined && artifact.runId !== origin.runId) {
    return `artifact ${artifact.id} belongs to run ${artifact.runId}, but the tag names run ${origin.runId}`;
  }
  if (artifact.digest !== undefined && artifact.digest !== `sha256:${origin.artifactSha256}`) {
    return `artifact ${artifact.id} has ${artifact.digest}, but the tag names sha256:${origin.artifactSha256}`;
  }
  return undefined;
}
