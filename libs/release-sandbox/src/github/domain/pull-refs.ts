import { noreplyAddress } from '../model/accounts.ts';
import type { PullRequest } from '../model/pull-request.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** Points `refs/pull/<number>/head` at the head branch. GitHub keeps this ref even when the branch is deleted. */
export function updateHeadRef(
  repository: Repository,
  number: number,
  source: Repository,
  branch: string,
): void {
  const own = source === repository ? repository.branch(branch) : undefined;
  if (own !== undefined) {
    repository.git.updateRef(`refs/pull/${number}/head`, own.sha);
    return;
  }
  repository.git.git([
    'fetch',
    '--quiet',
    source.git.directory,
    `+refs/heads/${branch}:refs/pull/${number}/head`,
  ]);
}

/** Updates `refs/pull/<number>/merge`, the test merge that `pull_request` runs check out. */
export function updateTestMerge(state: GitHubState, repository: Repository, pull: PullRequest): void {
  const base = repository.branch(pull.baseRef);
  const tree = base === undefined ? undefined : repository.git.mergeTree(base.sha, pull.headSha);
  if (base === undefined || tree === undefined) {
    pull.mergeCommitSha = null;
    return;
  }
  const signature = { name: pull.author.login, email: noreplyAddress(pull.author), atMs: state.nowMs };
  pull.mergeCommitSha = repository.git.writeCommit({
    tree,
    parents: [base.sha, pull.headSha],
    message: `Merge ${pull.headSha} into ${base.sha}`,
    author: signature,
    committer: { ...signature, name: 'GitHub', email: 'noreply@github.com' },
  });
  repository.git.updateRef(`refs/pull/${pull.number}/merge`, pull.mergeCommitSha);
}
