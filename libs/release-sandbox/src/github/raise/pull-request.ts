import { fullPullJson } from '../json/pull.ts';
import type { Actor, PullRequest } from '../model.ts';
import type { Repository } from '../repository.ts';
import type { GitHubState } from '../state.ts';
import { common } from './common.ts';
import type { Payload } from './common.ts';

/** Acts of a job token that make a run which then waits for a person. */
const awaiting = new Set(['opened', 'reopened', 'synchronize']);

/** Something happened to a pull request. While it conflicts with its base, GitHub starts no run for it. */
export function raisePullRequest(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  pull: PullRequest,
  action:
    'opened' | 'closed' | 'reopened' | 'synchronize' | 'ready_for_review' | 'converted_to_draft' | 'edited',
  more: Payload = {},
): void {
  const base = common(state, repository, by);
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
    awaitsApproval: by.cause === 'job-token' && !conflicts && awaiting.has(action),
  });
}
