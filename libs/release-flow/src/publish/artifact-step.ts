import { join } from 'node:path';
import type { Artifact, WorkflowRun } from '@heroku-release/gh-ops';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import { parseReleasePlan, PLAN_FILE } from '../plan/release-plan.ts';
import type { ReleasePlan } from '../plan/release-plan.ts';
import type { LocalFile, PublishContext, PublishTools } from './context.ts';
import { isOut } from './context.ts';
import { parseTagMessage } from './tag-message.ts';
import type { TagOrigin } from './tag-message.ts';
import { unpackArtifact } from './unpack-artifact.ts';

interface Seen {
  readonly out: boolean;
  readonly origin?: TagOrigin | undefined;
  readonly problem?: string | undefined;
  readonly plan?: ReleasePlan;
  readonly localFiles?: readonly LocalFile[];
}

/**
 * The plan and the tested files: exactly the artifact named in the tag's message, by id and digest. Reads only; three requests,
 * and one to the storage.
 */
export function artifactStep(tools: PublishTools): Step<PublishContext, Seen, never> {
  return {
    name: 'artifact',
    needs: ['actions: read'],
    observe: async (context, io) => {
      if (isOut(context)) return { out: true };
      const tag = known(context.tag, 'the tag');
      const origin = parseTagMessage(tag.message ?? '');
      if (origin === undefined) return { out: false };
      const run = await tools.github.run(origin.runId);
      const artifact = await tools.github.artifact(origin.artifactId);
      const problem = judge({ run, artifact, origin, commit: tag.commitSha, tools });
      if (problem !== undefined) return { out: false, origin, problem };
      io.progress(`fetching artifact ${artifact.id} (${Math.ceil(artifact.size / 1024)} KB)`);
      const zip = join(tools.workFolder, 'artifact.zip');
      const { stream } = await tools.github.downloadArtifact(artifact.id);
      const digest = await tools.files.writeStream(zip, stream);
      if (digest.sha256 !== origin.artifactSha256) {
        const what = `the downloaded artifact has sha256 ${digest.sha256}, the tag names ${origin.artifactSha256}`;
        return { out: false, origin, problem: what };
      }
      const localFiles = await unpackArtifact(zip, join(tools.workFolder, 'dist'), tools.files);
      const planFile = localFiles.find(({ name }) => name === PLAN_FILE);
      if (planFile === undefined)
        return { out: false, origin, problem: `the artifact holds no ${PLAN_FILE}` };
      return {
        out: false,
        origin,
        localFiles,
        plan: parseReleasePlan(await tools.files.readText(planFile.path)),
      };
    },
    decide: ({ tagName }, value) => {
      const { out, origin, problem, localFiles } = value as Seen;
      if (out) return settled('the release is out; its files are on it');
      if (origin === undefined) {
        return new Refuse(
          'TAG_UNKNOWN',
          `the message of ${tagName} does not name the files that belong to it`,
          'Tags are made by Create Tag after a release merge. Draft the next version.',
        );
      }
      if (problem !== undefined) {
        return new Refuse(
          'ARTIFACT_DIFFERS',
          problem,
          'The tested files cannot be had: draft the next version.',
        );
      }
      return settled(
        `artifact ${origin.artifactId} of run ${origin.runId}: ${localFiles?.length ?? 0} files`,
      );
    },
    act: () => Promise.reject(new Error('artifact has nothing to do')),
    learn: (context, { origin, plan, localFiles }) => ({
      ...context,
      ...(origin === undefined ? {} : { origin }),
      ...(plan === undefined ? {} : { plan }),
      ...(localFiles === undefined ? {} : { localFiles }),
    }),
  };
}

function judge(facts: {
  readonly run: WorkflowRun;
  readonly artifact: Artifact;
  readonly origin: TagOrigin;
  readonly commit: string;
  readonly tools: PublishTools;
}): string | undefined {
  const { run, artifact, origin, commit, tools } = facts;
  if (run.path !== `.github/workflows/${tools.packageWorkflow}`) return `run ${run.id} is of ${run.path}`;
  if (run.event !== 'push' || run.conclusion !== 'success') {
    return `run ${run.id} is no successful run of a push (${run.event}, ${run.conclusion ?? run.status})`;
  }
  if (run.headSha !== commit) return `run ${run.id} packaged ${run.headSha}, the tag is on ${commit}`;
  if (run.headRepository?.toLowerCase() !== tools.repository.toLowerCase()) {
    return `run ${run.id} is of ${run.headRepository ?? 'a deleted repository'}`;
  }
  if (artifact.expired) return `artifact ${artifact.id} has expired`;
  if (artifact.runId !== undefined && artifact.runId !== origin.runId) {
    return `artifact ${artifact.id} is of run ${artifact.runId}, the tag names run ${origin.runId}`;
  }
  if (artifact.digest !== undefined && artifact.digest !== `sha256:${origin.artifactSha256}`) {
    return `artifact ${artifact.id} has ${artifact.digest}, the tag names sha256:${origin.artifactSha256}`;
  }
  return undefined;
}
