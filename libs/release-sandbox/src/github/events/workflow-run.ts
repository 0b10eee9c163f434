import { isoSeconds } from '../../service/clock.ts';
import { runJson } from '../json/run.ts';
import type { Run } from '../model/run.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { eventBase } from './event-base.ts';

/** Raises the event for a change of a run. It starts runs even if a job token caused the run. */
export function raiseWorkflowRun(
  state: GitHubState,
  repository: Repository,
  run: Run,
  action: 'requested' | 'in_progress' | 'completed',
): void {
  const base = eventBase(state, repository, { account: run.actor, cause: 'user' });
  const ref = `refs/heads/${repository.defaultBranch}`;
  state.emit({
    ...base,
    name: 'workflow_run',
    action,
    payload: {
      action,
      workflow: workflowJson(state, repository, run),
      workflow_run: runJson(state, repository, run),
      ...base.payload,
    },
    ref,
    sha: repository.git.resolve(ref) ?? run.headSha,
    startsRuns: true,
  });
}

function workflowJson(state: GitHubState, repository: Repository, run: Run) {
  const createdAt = isoSeconds(repository.createdAtMs);
  return {
    id: run.workflow.id,
    name: run.workflow.name,
    path: run.workflow.path,
    state: 'active',
    created_at: createdAt,
    updated_at: createdAt,
    url: state.api(`/repos/${repository.fullName}/actions/workflows/${run.workflow.id}`),
    html_url: state.web(`/${repository.fullName}/blob/${repository.defaultBranch}/${run.workflow.path}`),
    badge_url: state.web(
      `/${repository.fullName}/workflows/${encodeURIComponent(run.workflow.name)}/badge.svg`,
    ),
  };
}
