import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { checkedId, checkedRefName, checkedSha, checkedWorkflowFile } from '../connection/arguments.ts';
import { type Artifact, restArtifact, restRun, type WorkflowRun } from './workflow-run.ts';

/** Which runs of a workflow are wanted. */
export interface RunFilter {
  readonly branch?: string;
  /** A full commit id. */
  readonly headSha?: string;
  /** Such as `push`. */
  readonly event?: string;
}

/** One GET, strongly consistent. */
export async function getRun(github: GitHubConnection, id: number): Promise<WorkflowRun> {
  const run_id = checkedId(id);
  return await github.read({
    what: `read the run ${id}`,
    expect: [200],
    answers: restRun,
    send: (octokit, at) => octokit.rest.actions.getWorkflowRun({ ...at, run_id }),
  });
}

/** One GET: the newest twenty. The filters are served from an index that lags, so that absence proves nothing. */
export async function listRuns(
  github: GitHubConnection,
  workflowFile: string,
  filter: RunFilter = {},
): Promise<WorkflowRun[]> {
  const workflow_id = checkedWorkflowFile(workflowFile);
  const wanted = {
    ...(filter.branch === undefined ? {} : { branch: checkedRefName(filter.branch) }),
    ...(filter.headSha === undefined ? {} : { head_sha: checkedSha(filter.headSha) }),
    ...(filter.event === undefined ? {} : { event: filter.event }),
  };
  const { workflow_runs } = await github.read({
    what: `list the runs of ${workflowFile}`,
    expect: [200],
    answers: z.object({ workflow_runs: z.array(restRun) }),
    send: (octokit, at) =>
      octokit.rest.actions.listWorkflowRuns({ ...at, workflow_id, ...wanted, per_page: 20 }),
  });
  return workflow_runs;
}

const page = z.object({ total_count: z.number(), artifacts: z.array(restArtifact) });

/** One GET for each hundred artifacts. */
export async function listArtifacts(github: GitHubConnection, runId: number): Promise<Artifact[]> {
  const run_id = checkedId(runId);
  const all: Artifact[] = [];
  for (let number = 1; ; number += 1) {
    const { total_count, artifacts } = await github.read({
      what: `list the artifacts of the run ${runId}`,
      expect: [200],
      answers: page,
      send: (octokit, at) =>
        octokit.rest.actions.listWorkflowRunArtifacts({
          ...at,
          run_id,
          per_page: 100,
          ...(number === 1 ? {} : { page: number }),
        }),
    });
    all.push(...artifacts);
    if (artifacts.length === 0 || all.length >= total_count) return all;
  }
}

/** One GET. */
export async function getArtifact(github: GitHubConnection, id: number): Promise<Artifact> {
  const artifact_id = checkedId(id);
  return await github.read({
    what: `read the artifact ${id}`,
    expect: [200],
    answers: restArtifact,
    send: (octokit, at) => octokit.rest.actions.getArtifact({ ...at, artifact_id }),
  });
}
