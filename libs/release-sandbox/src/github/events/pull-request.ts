import { fullPullJson } from '../json/pull.ts';
import type { PullRequest } from '../model/pull-request.ts';
import type { Actor } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { common } from './event-base.ts';
import type { Payload } from './event-base.ts';

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
