import { z } from 'zod';
import { checkedId, checkedRefName, checkedSha, checkedWorkflowFile } from '../connection/arguments.ts';
import type { GitHubConnection } from '../connection/connection.ts';
import { definedValues } from '../connection/defined-values.ts';
import { download, type Download, type DownloadOptions } from '../connection/download.ts';
import { type Dispatch, type Dispatched, postDispatch, rejectsDetails, rejectsRef } from './dispatch.ts';
import { type Artifact, restArtifact, restRun, type WorkflowRun } from './workflow-run.ts';

/** Which runs of a workflow to list. */
export interface RunFilter {
  readonly branch?: string | undefined;
  /** A full commit id. */
  readonly headSha?: string | undefined;
  /** Such as `push`. */
  readonly event?: string | undefined;
}

/** How long after its creation GitHub may not find a ref. */
const REF_SETTLES_MS = 30_000;

const runPage = z.object({ workflow_runs: z.array(restRun) });
const artifactPage = z.object({ total_count: z.number(), artifacts: z.array(restArtifact) });

/** The workflow runs of a repository and their artifacts. */
export class WorkflowRuns {
  readonly #github: GitHubConnection;

  constructor(github: GitHubConnection) {
    this.#github = github;
  }

  /** Gets a run; one GET. Unlike a list, it is always up to date. */
  async get(id: number): Promise<WorkflowRun> {
    const run_id = checkedId(id);
    return await this.#github.read({
      action: `read the run ${id}`,
      expect: [200],
      schema: restRun,
      send: (octokit, at) => octokit.rest.actions.getWorkflowRun({ ...at, run_id }),
    });
  }

  /**
   * Lists the newest twenty runs of a workflow file such as `package.yml`; one GET. GitHub serves the filters from an index that
   * lags behind, so a missing run proves nothing.
   */
  async list(workflowFile: string, filter: RunFilter = {}): Promise<WorkflowRun[]> {
    const workflow_id = checkedWorkflowFile(workflowFile);
    const { branch, headSha, event } = filter;
    const conditions = definedValues({
      branch: branch === undefined ? undefined : checkedRefName(branch),
      head_sha: headSha === undefined ? undefined : checkedSha(headSha),
      event,
    });
    const { workflow_runs } = await this.#github.read({
      action: `list the runs of ${workflowFile}`,
      expect: [200],
      schema: runPage,
      send: (octokit, at) =>
        octokit.rest.actions.listWorkflowRuns({ ...at, workflow_id, ...conditions, per_page: 20 }),
    });
    return workflow_runs;
  }

  /**
   * Lists the artifacts of a run; one GET for each hundred. Several attempts may have uploaded artifacts of the same name: the
   * largest id is the newest.
   */
  async listArtifacts(runId: number): Promise<Artifact[]> {
    const run_id = checkedId(runId);
    const all: Artifact[] = [];
    for (let number = 1; ; number += 1) {
      const page = definedValues({ page: number === 1 ? undefined : number });
      const { total_count, artifacts } = await this.#github.read({
        action: `list the artifacts of the run ${runId}`,
        expect: [200],
        schema: artifactPage,
        send: (octokit, at) =>
          octokit.rest.actions.listWorkflowRunArtifacts({ ...at, run_id, per_page: 100, ...page }),
      });
      all.push(...artifacts);
      if (artifacts.length === 0 || all.length >= total_count) return all;
    }
  }

  /** Gets an artifact; one GET. */
  async getArtifact(id: number): Promise<Artifact> {
    const artifact_id = checkedId(id);
    return await this.#github.read({
      action: `read the artifact ${id}`,
      expect: [200],
      schema: restArtifact,
      send: (octokit, at) => octokit.rest.actions.getArtifact({ ...at, artifact_id }),
    });
  }

  /**
   * Downloads the stored bytes of an artifact, normally a zip, as a stream. One GET for the link and one, without credentials, to the
   * storage (service `artifact-storage`). The link is never shown.
   *
   * @throws GitHubError `GITHUB_GONE` when the artifact expired; a stream that breaks later throws KitError
   */
  async downloadArtifact(id: number, options?: DownloadOptions): Promise<Download> {
    const artifact_id = checkedId(id);
    return await download(
      this.#github,
      `download the artifact ${id}`,
      (octokit, at) =>
        octokit.rest.actions.downloadArtifact({
          ...at,
          artifact_id,
          archive_format: 'zip',
          request: { redirect: 'manual' },
        }),
      options,
    );
  }

  /**
   * Starts a run of a workflow by hand; one POST, and more only after an answer that shows that nothing was started. A second call
   * starts a second run.
   */
  async dispatch(workflowFile: string, request: Dispatch): Promise<Dispatched> {
    const workflow_id = checkedWorkflowFile(workflowFile);
    const ref = checkedRefName(request.ref);
    const { inputs = {}, refCreatedAt = Number.NEGATIVE_INFINITY } = request;
    const { clock, signal } = this.#github.options;
    const settledAt = refCreatedAt + REF_SETTLES_MS;
    let withDetails = true;
    for (let wait = 1000; ; wait *= 2) {
      try {
        return await postDispatch(this.#github, { workflow_id, ref, inputs }, withDetails);
      } catch (error) {
        if (withDetails && rejectsDetails(error)) withDetails = false;
        else if (rejectsRef(error, ref) && clock.now() < settledAt) {
          await clock.sleep(Math.min(wait, Math.max(1000, settledAt - clock.now())), signal);
        } else throw error;
      }
    }
  }
}
