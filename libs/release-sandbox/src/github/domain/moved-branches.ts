import { zeroSha } from '../git/environment.ts';
import type { Actor } from '../model/token.ts';
import { keepHead, testMerge } from './pull-refs.ts';
import { closePullRequest } from './pulls.ts';
import { raisePullRequest } from '../events/pull-request.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** Follows a branch that moved or went: open pull requests from it are synchronized or closed. */
export function noteHeadMoved(
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
      keepHead(repository, pull.number, source, branch);
      pull.headSha = change.after;
      pull.baseSha = repository.branch(pull.baseRef)?.sha ?? pull.baseSha;
      pull.updatedAtMs = state.nowMs;
      testMerge(state, repository, pull);
      raisePullRequest(state, repository, by, pull, 'synchronize', change);
    }
  }
}

/** Follows a base branch that moved: the test merges of its open pull requests are made anew. This raises nothing. */
export function noteBaseMoved(state: GitHubState, repository: Repository, branch: string): void {
  for (const pull of repository.pulls)
    if (pull.state === 'open' && pull.baseRef === branch) testMerge(state, repository, pull);
}
