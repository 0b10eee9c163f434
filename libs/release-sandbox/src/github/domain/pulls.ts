import type { PullRequest } from '../model/pull-request.ts';
import type { Actor } from '../model/token.ts';
import { updateHeadRef, updateTestMerge } from './pull-refs.ts';
import { raisePullRequest } from '../events/pull-request.ts';
import { Refusal, invalid } from '../model/refusal.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** A pull request to open. */
export interface NewPullRequest {
  /** Title: one line that is not blank. */
  readonly title: string;
  /** Head branch; `owner:branch` for a branch of a fork. */
  readonly head: string;
  /** Name of the branch to merge into. */
  readonly base: string;
  /** Description of up to 65,536 characters. Default: none. */
  readonly body?: string | null | undefined;
  /** Default `false`. */
  readonly draft?: boolean | undefined;
  /** Default `false`. */
  readonly maintainerCanModify?: boolean | undefined;
}

/** GitHub's limit on the description of a pull request. */
const maxBodyLength = 65_536;

/** Opens a pull request. Throws the {@link Refusal} that GitHub would send. */
export function openPullRequest(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  wanted: NewPullRequest,
): PullRequest {
  if (by.cause === 'job-token' && !repository.settings.actionsMayCreatePullRequests)
    throw new Refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  const head = headOf(state, repository, wanted.head);
  const base = repository.branch(wanted.base);
  if (head === undefined) throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  if (base === undefined) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  checkText(wanted.title, wanted.body ?? null);
  if (wanted.draft === true && !repository.settings.draftPullRequests)
    throw new Refusal(422, 'Draft pull requests are not supported in this repository.');
  const number = repository.pulls.length + 1;
  const label = `${head.repository.owner.login}:${head.branch}`;
  const duplicate = repository.pulls.find(
    (pull) =>
      pull.state === 'open' &&
      pull.headRef === head.branch &&
      pull.headRepository === head.repository.fullName &&
      pull.baseRef === wanted.base,
  );
  if (duplicate !== undefined) throw custom({ message: `A pull request already exists for ${label}.` });
  updateHeadRef(repository, number, head.repository, head.branch);
  if (repository.git.commits(head.sha, `^${base.sha}`).length === 0)
    throw custom({ message: `No commits between ${wanted.base} and ${wanted.head}` });
  const now = state.nowMs;
  const pull: PullRequest = {
    id: state.newId(),
    number,
    author: by.account,
    title: wanted.title,
    body: wanted.body ?? null,
    state: 'open',
    draft: wanted.draft ?? false,
    headRef: head.branch,
    headSha: head.sha,
    headRepository: head.repository.fullName,
    baseRef: wanted.base,
    baseSha: base.sha,
    maintainerCanModify: wanted.maintainerCanModify ?? false,
    createdAtMs: now,
    updatedAtMs: now,
    closedAtMs: null,
    mergedAtMs: null,
    mergedBy: null,
    mergeCommitSha: null,
    introduced: new Set(),
  };
  repository.pulls.push(pull);
  updateTestMerge(state, repository, pull);
  raisePullRequest(state, repository, by, pull, 'opened');
  return pull;
}

function custom(error: { readonly message: string; readonly field?: string }): Refusal {
  return invalid({ resource: 'PullRequest', code: 'custom', ...error });
}

/** Refuses a blank title and a body over the limit. */
export function checkText(title: string, body: string | null): void {
  if (title.trim() === '') throw invalid({ resource: 'PullRequest', field: 'title', code: 'missing_field' });
  if ((body ?? '').length > maxBodyLength)
    throw custom({ field: 'body', message: `body is too long (maximum is ${maxBodyLength} characters)` });
}

function headOf(state: GitHubState, repository: Repository, head: string) {
  const [, owner = repository.owner.login, branch = ''] = /^(?:([^:]+):)?(.*)$/.exec(head) ?? [];
  const isOwn = owner.toLowerCase() === repository.owner.login.toLowerCase();
  const source = isOwn
    ? repository
    : [...state.repositories.values()].find(
        (each) =>
          each.owner.login.toLowerCase() === owner.toLowerCase() && each.forkOf === repository.fullName,
      );
  const sha = source?.branch(branch)?.sha;
  return source === undefined || sha === undefined ? undefined : { repository: source, branch, sha };
}

/** Closes a pull request without merging it. Does nothing if it is closed. */
export function closePullRequest(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  pull: PullRequest,
): void {
  if (pull.state === 'closed') return;
  pull.state = 'closed';
  pull.closedAtMs = state.nowMs;
  pull.updatedAtMs = state.nowMs;
  raisePullRequest(state, repository, by, pull, 'closed');
}

/** Reopens a closed pull request. Refuses if it was merged or its branch is gone. */
export function reopenPullRequest(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  pull: PullRequest,
): void {
  if (pull.state === 'open') return;
  if (pull.mergedAtMs !== null || repository.branch(pull.headRef) === undefined)
    throw custom({
      field: 'state',
      message: 'state cannot be changed. The pull request cannot be reopened.',
    });
  pull.state = 'open';
  pull.closedAtMs = null;
  pull.updatedAtMs = state.nowMs;
  updateTestMerge(state, repository, pull);
  raisePullRequest(state, repository, by, pull, 'reopened');
}

/** Marks a pull request as draft or ready. The website and GraphQL offer this, REST does not. */
export function setDraft(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  pull: PullRequest,
  draft: boolean,
): void {
  if (pull.draft === draft) return;
  pull.draft = draft;
  pull.updatedAtMs = state.nowMs;
  raisePullRequest(state, repository, by, pull, draft ? 'converted_to_draft' : 'ready_for_review');
}
