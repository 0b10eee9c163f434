import { createHash } from 'node:crypto';
import type { Artifact, Run, RunConclusion, RunStatus, WorkflowFile } from '../model/run.ts';
import { raiseWorkflowRun } from '../events/workflow-run.ts';
import { Refusal } from '../model/refusal.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** A run to create. */
export interface NewRun {
  /** `owner/name`. */
  readonly repository: string;
  /** Path and `name:` of the workflow file. */
  readonly workflow: WorkflowFile;
  /** Name of the event that started it. */
  readonly event: string;
  /** Commit that it runs on. */
  readonly headSha: string;
  /** Branch or tag without `refs/heads/` or `refs/tags/`, if any. */
  readonly headBranch: string | null;
  /** Login of the account that started it. */
  readonly actor: string;
  /** Default 1. */
  readonly attempt?: number | undefined;
  /** The `run-name`. Default: the subject of the head commit. */
  readonly displayTitle?: string | undefined;
  /** `owner/name` of the repository that has the head commit, such as a fork. Default: the repository. */
  readonly headRepository?: string | undefined;
  /** Default: the id that a dispatch reserved for this workflow, otherwise a new one. */
  readonly id?: number | undefined;
}

/** Creates a queued run and raises `workflow_run: requested`. */
export function createRun(state: GitHubState, repository: Repository, wanted: NewRun): Run {
  const { path } = wanted.workflow;
  const run: Run = {
    id: wanted.id ?? reservedId(repository, wanted) ?? state.newId(),
    repository: repository.fullName,
    workflow: { id: repository.workflowId(path), ...wanted.workflow },
    number: repository.runs.filter((each) => each.workflow.path === path).length + 1,
    event: wanted.event,
    headSha: wanted.headSha,
    headBranch: wanted.headBranch,
    headRepository: wanted.headRepository ?? repository.fullName,
    actor: state.accounts.get(wanted.actor),
    displayTitle: wanted.displayTitle ?? subjectOf(repository, wanted.headSha) ?? wanted.workflow.name,
    createdAtMs: state.nowMs,
    attempt: wanted.attempt ?? 1,
    status: 'queued',
    conclusion: null,
    updatedAtMs: state.nowMs,
  };
  repository.reservedRuns.delete(run.id);
  repository.runs.push(run);
  state.runs.set(run.id, run);
  raiseWorkflowRun(state, repository, run, 'requested');
  return run;
}

function reservedId(repository: Repository, wanted: NewRun): number | undefined {
  if (wanted.event !== 'workflow_dispatch') return undefined;
  return [...repository.reservedRuns].find(([, path]) => path === wanted.workflow.path)?.[0];
}

function subjectOf(repository: Repository, sha: string): string | undefined {
  const known = repository.git.resolve(sha);
  return known === undefined ? undefined : repository.git.commit(known).message.split('\n')[0];
}

/** A change of a run. */
export interface RunChange {
  /** The new status. */
  readonly status: RunStatus;
  /** Required for `completed`, ignored otherwise. */
  readonly conclusion?: RunConclusion | null | undefined;
  /** A re-run raises it. Default: unchanged. */
  readonly attempt?: number | undefined;
}

/** Changes a run and raises the `workflow_run` event for the change. */
export function updateRun(state: GitHubState, repository: Repository, run: Run, change: RunChange): void {
  if (change.status === 'completed' && (change.conclusion ?? null) === null)
    throw new Error(`run ${run.id}: a completed run needs a conclusion`);
  const before = run.status;
  run.status = change.status;
  run.conclusion = change.status === 'completed' ? (change.conclusion ?? null) : null;
  run.attempt = change.attempt ?? run.attempt;
  run.updatedAtMs = state.nowMs;
  if (before === change.status) return;
  if (change.status === 'completed') raiseWorkflowRun(state, repository, run, 'completed');
  if (change.status === 'in_progress') raiseWorkflowRun(state, repository, run, 'in_progress');
}

/** An artifact to store. */
export interface NewArtifact {
  /** The run it belongs to. */
  readonly runId: number;
  /** Must not contain `" : < > | * ? \\ /` or line breaks. */
  readonly name: string;
  /** Content: a zip file, stored as it is. */
  readonly zip: Uint8Array;
  /** Default 90, as in a repository without this setting. */
  readonly retentionDays?: number | undefined;
  /** Replaces an artifact of the same name in this attempt. Default `false`: refuse with 409. */
  readonly overwrite?: boolean | undefined;
  /** Default: a new id. Pass one to restore an earlier state. */
  readonly id?: number | undefined;
}

/** Stores an artifact. Refuses a second one with the same name in one attempt unless `overwrite` is set. */
export function storeArtifact(state: GitHubState, run: Run, wanted: NewArtifact): Artifact {
  if (wanted.name === '' || /[":<>|*?\r\n\\/]/.test(wanted.name))
    throw new Refusal(400, `The artifact name is not valid: ${wanted.name}`);
  const duplicate = [...state.artifacts.values()].find(
    (each) => each.runId === run.id && each.name === wanted.name && each.attempt === run.attempt,
  );
  if (duplicate !== undefined) {
    if (wanted.overwrite !== true)
      throw new Refusal(409, 'an artifact with this name already exists on the workflow run');
    state.artifacts.delete(duplicate.id);
    state.artifactZips.delete(duplicate.id);
  }
  const artifact: Artifact = {
    id: wanted.id ?? state.newId(),
    name: wanted.name,
    size_in_bytes: wanted.zip.byteLength,
    digest: `sha256:${createHash('sha256').update(wanted.zip).digest('hex')}`,
    runId: run.id,
    attempt: run.attempt,
    createdAtMs: state.nowMs,
    expiresAtMs: state.nowMs + (wanted.retentionDays ?? 90) * 86_400_000,
    expired: false,
  };
  state.artifacts.set(artifact.id, artifact);
  state.artifactZips.set(artifact.id, wanted.zip);
  return artifact;
}
