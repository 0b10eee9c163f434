import { fullPullJson } from '../json/pull.ts';
import type { PullRequest } from '../model/pull-request.ts';
import type { Actor } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { eventBase } from './event-base.ts';
import type { Payload } from './event-base.ts';

/** Actions that create a run which waits for approval, if a job token causes them. */
const actionsAwaitingApproval = new Set(['opened', 'reopened', 'synchronize']);

/** Raises a pull request event. GitHub starts no runs for a pull request that conflicts with its base. */
export function raisePullRequest(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  pull: PullRequest,
  action:
    'opened' | 'closed' | 'reopened' | 'synchronize' | 'ready_for_review' | 'converted_to_draft' | 'edited',
  more: Payload = {},
): void {
  const base = eventBase(state, repository, by);
  const conflicts = pull.state === 'open' && pull.mergeCommitSha === null;
  state.emit({
    ...base,
    name: 'pull_request',
    action,
    payload: {
      action,
      number: pull.number,
      pull_request: fullPullJson(state, repository, pull),
      ...more,
      ...base.payload,
    },
    ref: `refs/pull/${pull.number}/merge`,
    sha: pull.mergeCommitSha ?? pull.headSha,
    startsRuns: by.cause === 'user' && !conflicts,
    awaitsApproval: by.cause === 'job-token' && !conflicts && actionsAwaitingApproval.has(action),
  });
}
