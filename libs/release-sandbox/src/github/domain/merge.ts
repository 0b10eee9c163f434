import type { Account } from '../model/accounts.ts';
import { noreplyAddress } from '../model/accounts.ts';
import type { GitPerson } from '../git/objects.ts';
import type { PullRequest } from '../model/pull-request.ts';
import type { Actor } from '../model/token.ts';
import { raisePullRequest } from '../events/pull-request.ts';
import { Refusal } from '../model/refusal.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { syncRefs } from './sync-refs.ts';

/** How to merge: the three buttons on the website. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** Text of the commit instead of GitHub's own. */
export interface MergeText {
  /** First line of the message. Default: GitHub's. */
  readonly title?: string | undefined;
  /** The rest of the message. Default: GitHub's. */
  readonly message?: string | undefined;
}

/** Merges an open pull request: moves the base branch, then raises `push` and `pull_request: closed`. Returns the new tip. */
export function mergePullRequest(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  pull: PullRequest,
  method: MergeMethod,
  text: MergeText = {},
): string {
  const result = moveBase(state, repository, by, pull, method, text);
  syncRefs(state, repository, by);
  raisePullRequest(state, repository, by, pull, 'closed');
  return result;
}

/**
 * Merges several pull requests as a merge queue does with a group: one after the other, and the base branch moves once, so there is one
 * `push`. Returns the new tip.
 */
export function mergeGroup(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  pulls: readonly PullRequest[],
  method: MergeMethod,
): string {
  const results = pulls.map((pull) => moveBase(state, repository, by, pull, method, {}));
  syncRefs(state, repository, by);
  for (const pull of pulls) raisePullRequest(state, repository, by, pull, 'closed');
  return results.at(-1) ?? '';
}

function moveBase(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  pull: PullRequest,
  method: MergeMethod,
  text: MergeText,
): string {
  if (pull.state !== 'open') throw new Refusal(405, 'Pull Request is not mergeable');
  if (pull.draft) throw new Refusal(405, 'Pull Request is still a draft');
  const ref = `refs/heads/${pull.baseRef}`;
  const base = repository.git.ref(ref);
  if (base === undefined) throw new Refusal(405, 'Base branch does not exist');
  const onto = base.sha;
  const result = createMerge({ state, repository, by: by.account, pull, onto, text }, method);
  if (result === undefined) throw new Refusal(405, 'Pull Request is not mergeable');
  if (!repository.git.updateRef(ref, result, onto))
    throw new Refusal(409, 'Base branch was modified. Review and try the merge again.');
  const now = state.nowMs;
  pull.state = 'closed';
  pull.closedAtMs = now;
  pull.mergedAtMs = now;
  pull.updatedAtMs = now;
  pull.mergedBy = by.account;
  pull.baseSha = onto;
  pull.mergeCommitSha = result;
  pull.introduced = new Set(repository.git.commits(result, `^${onto}`));
  return result;
}

interface Merge {
  readonly state: GitHubState;
  readonly repository: Repository;
  readonly by: Account;
  readonly pull: PullRequest;
  readonly onto: string;
  readonly text: MergeText;
}

function createMerge(merge: Merge, method: MergeMethod): string | undefined {
  if (method === 'rebase') return rebase(merge);
  const { repository, pull, onto } = merge;
  const tree = repository.git.mergeTree(onto, pull.headSha);
  if (tree === undefined) return undefined;
  const { title, body } = method === 'merge' ? mergeMessage(merge) : squashMessage(merge);
  const author = method === 'merge' ? signature(merge, merge.by) : signature(merge, pull.author);
  return repository.git.writeCommit({
    tree,
    parents: method === 'merge' ? [onto, pull.headSha] : [onto],
    message: message(merge.text.title ?? title, merge.text.message ?? body),
    author,
    committer: githubSignature(merge),
  });
}

function mergeMessage({ pull, repository }: Merge) {
  const owner = pull.headRepository?.split('/')[0] ?? repository.owner.login;
  return {
    title: `Merge pull request #${pull.number} from ${owner}/${pull.headRef}`,
    body: pull.title,
  };
}

/** A single commit keeps its message; several are listed under the title of the pull request. */
function squashMessage({ pull, repository, onto }: Merge) {
  const commits = repository.git
    .commits('--reverse', '--no-merges', pull.headSha, `^${onto}`)
    .map((sha) => repository.git.commit(sha).message.trimEnd());
  const only = commits.length === 1 ? commits[0] : undefined;
  if (only === undefined)
    return {
      title: `${pull.title} (#${pull.number})`,
      body: commits.map((text) => `* ${text}`).join('\n\n'),
    };
  const [subject = '', ...rest] = only.split('\n');
  return { title: `${subject} (#${pull.number})`, body: rest.join('\n').trim() };
}

/** Replays the commits of the branch one by one. Like GitHub, it skips merge commits. */
function rebase({ state, repository, by, pull, onto }: Merge): string | undefined {
  const { git } = repository;
  let tip = onto;
  for (const sha of git.commits('--reverse', '--no-merges', pull.headSha, `^${onto}`)) {
    const commit = git.commit(sha);
    const tree = replay(repository, commit.parents[0], commit.tree, tip);
    if (tree === undefined) return undefined;
    tip = git.writeCommit({
      tree,
      parents: [tip],
      message: commit.message,
      author: commit.author,
      committer: { name: by.login, email: noreplyAddress(by), atMs: state.nowMs },
    });
  }
  return tip;
}

/** Cherry-picks with `merge-tree`. Three commits without history make the parent's tree the merge base. */
function replay(repository: Repository, parent: string | undefined, tree: string, onto: string) {
  const { git } = repository;
  const nobody: GitPerson = { name: 'sandbox', email: 'sandbox@localhost', atMs: 0 };
  const write = (of: string, parents: readonly string[]) =>
    git.writeCommit({ tree: of, parents, message: 'x', author: nobody, committer: nobody });
  const before = parent === undefined ? git.git(['mktree'], { input: '' }).trim() : git.commit(parent).tree;
  const base = write(before, []);
  return git.mergeTree(write(git.commit(onto).tree, [base]), write(tree, [base]));
}

const message = (title: string, body: string) => (body === '' ? `${title}\n` : `${title}\n\n${body}\n`);

function signature({ state }: Merge, account: Account): GitPerson {
  return { name: account.login, email: noreplyAddress(account), atMs: state.nowMs };
}

/** GitHub itself is the committer of merges made on the website. */
function githubSignature({ state }: Merge): GitPerson {
  return { name: 'GitHub', email: 'noreply@github.com', atMs: state.nowMs };
}
