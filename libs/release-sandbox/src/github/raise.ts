import { isoSeconds } from '../core/clock.ts';
import { noreplyAddress } from './accounts.ts';
import type { SandboxEvent } from './events.ts';
import { zeroSha } from './git/environment.ts';
import { accountJson } from './json/account.ts';
import { fullPullJson } from './json/pull.ts';
import { releaseJson } from './json/release.ts';
import { repositoryJson } from './json/repository.ts';
import { runJson } from './json/run.ts';
import type { Actor, PullRequest, Release, Run } from './model.ts';
import type { Repository } from './repository.ts';
import type { GitHubState } from './state.ts';

type Payload = Readonly<Record<string, unknown>>;

function common(
  state: GitHubState,
  repository: Repository,
  by: Actor,
): Pick<SandboxEvent, 'repository' | 'actor' | 'cause' | 'awaitsApproval'> & { readonly payload: Payload } {
  return {
    repository: repository.fullName,
    actor: by.account.login,
    cause: by.cause,
    awaitsApproval: false,
    payload: {
      repository: repositoryJson(state, repository),
      sender: accountJson(state, by.account),
    },
  };
}

/** A branch or tag was made, moved or deleted. `before` and `after` are what the ref holds: for an annotated tag, the tag object. */
export function raisePush(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  change: { readonly ref: string; readonly before: string; readonly after: string },
): void {
  const { ref, before, after } = change;
  const created = before === zeroSha;
  const deleted = after === zeroSha;
  const commit = deleted ? undefined : repository.git.resolve(after);
  const base = common(state, repository, by);
  const payload = {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !created && !deleted && !repository.git.isAncestor(before, after),
    base_ref: null,
    compare: state.web(`/${repository.fullName}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`),
    commits: [],
    head_commit: commit === undefined ? null : headCommit(state, repository, commit),
    pusher: { name: by.account.login, email: noreplyAddress(by.account) },
    ...base.payload,
  };
  const sha = commit ?? before;
  state.emit({
    ...base,
    name: 'push',
    payload,
    ref,
    sha,
    startsRuns: by.cause === 'user' && !deleted && commit !== undefined,
  });
  if (!created || commit === undefined) return;
  const isTag = ref.startsWith('refs/tags/');
  state.emit({
    ...base,
    name: 'create',
    payload: {
      ref: ref.replace(/^refs\/(heads|tags)\//, ''),
      ref_type: isTag ? 'tag' : 'branch',
      full_ref: ref,
      master_branch: repository.defaultBranch,
      description: null,
      pusher_type: 'user',
      ...base.payload,
    },
    ref,
    sha,
    startsRuns: by.cause === 'user',
  });
}

function headCommit(state: GitHubState, repository: Repository, sha: string) {
  const commit = repository.git.commit(sha);
  const person = (who: typeof commit.author) => ({ name: who.name, email: who.email, username: null });
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.trimEnd(),
    timestamp: isoSeconds(commit.committer.atMs),
    url: state.web(`/${repository.fullName}/commit/${sha}`),
    author: person(commit.author),
    committer: person(commit.committer),
    added: [],
    removed: [],
    modified: [],
  };
}

/** Acts of a job token that make a run which then waits for a person. */
const awaiting = new Set(['opened', 'reopened', 'synchronize']);

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
    startsRuns: by.cause === 'user',
    awaitsApproval: by.cause === 'job-token' && awaiting.has(action),
  });
}

/** A release went from draft to published. Drafts themselves raise nothing. */
export function raiseReleasePublished(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  release: Release,
): void {
  const base = common(state, repository, by);
  const ref = `refs/tags/${release.tagName}`;
  state.emit({
    ...base,
    name: 'release',
    action: 'published',
    payload: {
      action: 'published',
      release: releaseJson(state, repository, release),
      ...base.payload,
    },
    ref,
    sha: repository.git.resolve(ref) ?? zeroSha,
    startsRuns: by.cause === 'user',
  });
}

/** A run changed its state. Whoever started it, this starts runs of its own. */
export function raiseWorkflowRun(
  state: GitHubState,
  repository: Repository,
  run: Run,
  action: 'requested' | 'in_progress' | 'completed',
): void {
  const base = common(state, repository, { account: run.actor, cause: 'user' });
  const ref = `refs/heads/${repository.defaultBranch}`;
  state.emit({
    ...base,
    name: 'workflow_run',
    action,
    payload: {
      action,
      workflow: workflowJson(state, repository, run),
      workflow_run: runJson(state, repository, run),
      ...base.payload,
    },
    ref,
    sha: repository.git.resolve(ref) ?? run.headSha,
    startsRuns: true,
  });
}

function workflowJson(state: GitHubState, repository: Repository, run: Run) {
  const made = isoSeconds(repository.createdAtMs);
  return {
    id: run.workflow.id,
    name: run.workflow.name,
    path: run.workflow.path,
    state: 'active',
    created_at: made,
    updated_at: made,
    url: state.api(`/repos/${repository.fullName}/actions/workflows/${run.workflow.id}`),
    html_url: state.web(`/${repository.fullName}/blob/${repository.defaultBranch}/${run.workflow.path}`),
    badge_url: state.web(
      `/${repository.fullName}/workflows/${encodeURIComponent(run.workflow.name)}/badge.svg`,
    ),
  };
}

/** Somebody asked for a run. This starts one whoever asked, a job token included. */
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
  const base = common(state, repository, by);
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
