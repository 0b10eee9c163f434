import { zeroSha } from '../git/environment.ts';
import type { Actor } from '../model/token.ts';
import { updateHeadRef, updateTestMerge } from './pull-refs.ts';
import { closePullRequest } from './pulls.ts';
import { raisePullRequest } from '../events/pull-request.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** Synchronizes the open pull requests from a branch that moved, and closes those from a deleted branch. */
export function onHeadMoved(
  state: GitHubState,
  source: Repository,
  by: Actor,
  branch: string,
  change: { readonly before: string; readonly after: string },
): void {
  for (const repository of state.repositories.values()) {
    for (const pull of repository.pulls) {
      if (pull.state !== 'open' || pull.headRef !== branch || pull.headRepository !== source.fullName)
        continue;
      if (change.after === zeroSha) {
        closePullRequest(state, repository, by, pull);
        continue;
      }
      updateHeadRef(repository, pull.number, source, branch);
      pull.headSha = change.after;
      pull.baseSha = repository.branch(pull.baseRef)?.sha ?? pull.baseSha;
      pull.updatedAtMs = state.nowMs;
      updateTestMerge(state, repository, pull);
      raisePullRequest(state, repository, by, pull, 'synchronize', change);
    }
  }
}

/** Repeats the test merges of the open pull requests into a branch that moved. Raises no events. */
export function onBaseMoved(state: GitHubState, repository: Repository, branch: string): void {
  for (const pull of repository.pulls)
    if (pull.state === 'open' && pull.baseRef === branch) updateTestMerge(state, repository, pull);
}
