import { isoSeconds } from '../../service/clock.ts';
import type { PullRequest } from '../model/pull-request.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { accountJson } from './account.ts';
import { nodeId } from './node-id.ts';
import { repositoryJson } from './repository.ts';

const time = (ms: number | null) => (ms === null ? null : isoSeconds(ms));

/** The `pull-request-simple` of the REST API, as in lists. It has no `merged`. */
export function pullJson(state: GitHubState, repository: Repository, pull: PullRequest) {
  const api = state.api(`/repos/${repository.fullName}`);
  const self = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const html = state.web(`/${repository.fullName}/pull/${pull.number}`);
  const head = pull.headRepository === null ? undefined : state.repository(pull.headRepository);
  const headOwner = head?.owner ?? repository.owner;
  const urls = {
    comments: `${issue}/comments`,
    commits: `${self}/commits`,
    statuses: `${api}/statuses/${pull.headSha}`,
    html,
    issue,
    review_comments: `${self}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    self,
  };
  return {
    url: self,
    id: pull.id,
    node_id: nodeId('PR', repository.id, pull.number),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: urls.commits,
    review_comments_url: urls.review_comments,
    review_comment_url: urls.review_comment,
    comments_url: urls.comments,
    statuses_url: urls.statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: accountJson(state, pull.author),
    body: pull.body,
    labels: [],
    milestone: null,
    created_at: isoSeconds(pull.createdAtMs),
    updated_at: isoSeconds(pull.updatedAtMs),
    closed_at: time(pull.closedAtMs),
    merged_at: time(pull.mergedAtMs),
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    draft: pull.draft,
    head: {
      label: `${headOwner.login}:${pull.headRef}`,
      ref: pull.headRef,
      sha: pull.headSha,
      user: accountJson(state, headOwner),
      repo: head === undefined ? null : repositoryJson(state, head),
    },
    base: {
      label: `${repository.owner.login}:${pull.baseRef}`,
      ref: pull.baseRef,
      sha: pull.baseSha,
      user: accountJson(state, repository.owner),
      repo: repositoryJson(state, repository),
    },
    _links: Object.fromEntries(Object.entries(urls).map(([name, href]) => [name, { href }])),
    author_association: pull.author.type === 'Bot' ? 'NONE' : 'MEMBER',
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** The `pull-request` of the REST API, also used in event payloads. */
export function fullPullJson(state: GitHubState, repository: Repository, pull: PullRequest) {
  const merged = pull.mergedAtMs !== null;
  const range = [pull.headSha, `^${pull.baseSha}`];
  const stat = diffStat(repository, pull);
  return {
    ...pullJson(state, repository, pull),
    merged,
    mergeable: pull.state === 'open' ? pull.mergeCommitSha !== null : null,
    mergeable_state: pull.state !== 'open' ? 'unknown' : pull.mergeCommitSha === null ? 'dirty' : 'clean',
    rebaseable: null,
    merged_by: pull.mergedBy === null ? null : accountJson(state, pull.mergedBy),
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: repository.git.commits(...range).length,
    ...stat,
  };
}

function diffStat(repository: Repository, pull: PullRequest) {
  const text = repository.git.shortstat(pull.baseSha, pull.headSha);
  const count = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
  return {
    changed_files: count(/(\d+) file/),
    additions: count(/(\d+) insertion/),
    deletions: count(/(\d+) deletion/),
  };
}
