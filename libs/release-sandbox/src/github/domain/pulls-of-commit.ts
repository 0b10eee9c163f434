import type { PullRequest } from '../model/pull-request.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** The pull requests that GitHub associates with a commit. */
export function pullsOfCommit(state: GitHubState, repository: Repository, sha: string): PullRequest[] {
  const fresh = repository.pulls.filter(
    (pull) => pull.mergedAtMs === null || state.nowMs - pull.mergedAtMs >= state.staleness.associationMs,
  );
  const introducing = fresh.filter((pull) => pull.mergedAtMs !== null && pull.introduced.has(sha));
  const main = repository.branch(repository.defaultBranch);
  if (main !== undefined && repository.git.isAncestor(sha, main.sha)) return introducing;
  const containing = fresh.filter(
    (pull) =>
      (pull.state === 'open' || pull.mergedAtMs !== null) &&
      repository.git.commits(pull.headSha, `^${pull.baseSha}`).includes(sha),
  );
  return [...new Set([...introducing, ...containing])];
}
