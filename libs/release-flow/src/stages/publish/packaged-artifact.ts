import type { Artifact, WorkflowRun } from '@heroku-release/gh-ops';
import { ARTIFACT_NAME } from '../../world/workflows.ts';
import type { ReleaseTag } from './find-tag.ts';
import { foreignRun } from './found-artifact.ts';
import type { FoundArtifact } from './found-artifact.ts';
import type { PublishInput } from './publish-input.ts';

type Facts = PublishInput & { readonly tag: ReleaseTag };

/**
 * Finds the artifact of a tag that names none, because a person made it: the newest one of the newest successful run that packaged the
 * commit on a base branch. Two requests; three when GitHub's index of runs does not show the run yet.
 */
export async function findPackagedArtifact(facts: Facts): Promise<FoundArtifact> {
  const { services, tag, tagName } = facts;
  const runs = await runsOfCommit(facts);
  const packaged = runs.filter(({ conclusion }) => conclusion === 'success');
  let expired: Artifact | undefined;
  for (const run of packaged) {
    const artifacts = (await services.github.runs.listArtifacts(run.id))
      .filter(({ name, headSha }) => name === ARTIFACT_NAME && (headSha ?? run.headSha) === run.headSha)
      .sort((a, b) => b.id - a.id);
    const artifact = artifacts.find((each) => !each.expired);
    expired ??= artifacts[0];
    if (artifact === undefined) continue;
    return {
      kind: 'found',
      artifact,
      sha256: artifact.digest?.replace(/^sha256:/, ''),
      from: `artifact ${artifact.id} of run ${run.id}`,
      notes: [
        `${tagName} was made by hand and names no artifact; run ${run.id} packaged its commit`,
        ...(artifact.digest === undefined ? ['GitHub states no digest of the artifact'] : []),
      ],
    };
  }
  if (expired !== undefined) return { kind: 'gone', because: `artifact ${expired.id} has expired` };
  const [other] = runs.filter((run) => !packaged.includes(run));
  const where = `${tagName} names no artifact, and`;
  const short = tag.commitSha.slice(0, 7);
  if (other !== undefined) {
    const state = other.conclusion ?? other.status;
    const running = other.conclusion === undefined;
    return {
      kind: 'unpackaged',
      because: `${where} run ${other.id} of ${short} is ${state}`,
      runId: other.id,
      running,
    };
  }
  const because =
    packaged.length > 0
      ? `${where} ${short} is not the merge of a release pull request`
      : `${where} no run of ${services.packageWorkflow} on a base branch packaged ${short}`;
  return { kind: 'unpackaged', because, runId: undefined, running: false };
}

/** The runs that packaged the commit, newest first. The filtered list lags behind; the unfiltered one shows new runs sooner. */
async function runsOfCommit({ services, tag }: Facts): Promise<WorkflowRun[]> {
  const { github, packageWorkflow } = services;
  const bases = tag.settings['base-branches'];
  const ours = (runs: readonly WorkflowRun[]) =>
    runs
      .filter((run) => foreignRun(run, tag.commitSha, services) === undefined)
      .filter(({ headBranch }) => headBranch !== undefined && bases.includes(headBranch))
      .sort((a, b) => b.id - a.id);
  const filtered = ours(await github.runs.list(packageWorkflow, { headSha: tag.commitSha, event: 'push' }));
  return filtered.length > 0 ? filtered : ours(await github.runs.list(packageWorkflow));
}
