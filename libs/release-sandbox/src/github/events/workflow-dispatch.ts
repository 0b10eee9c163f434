import type { Actor } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { eventBase } from './event-base.ts';

/** Raises the event for a dispatch. It starts a run even if a job token caused it. */
export function raiseWorkflowDispatch(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  dispatch: {
    readonly ref: string;
    readonly sha: string;
    readonly workflow: string;
    readonly inputs: Readonly<Record<string, string>> | null;
    readonly runId: number;
  },
): void {
  const base = eventBase(state, repository, by);
  state.emit({
    ...base,
    name: 'workflow_dispatch',
    payload: { ref: dispatch.ref, workflow: dispatch.workflow, inputs: dispatch.inputs, ...base.payload },
    ref: dispatch.ref,
    sha: dispatch.sha,
    startsRuns: true,
    workflow: dispatch.workflow,
    runId: dispatch.runId,
  });
}
