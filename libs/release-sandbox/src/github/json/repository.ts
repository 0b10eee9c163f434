import { isoSeconds } from '../../service/clock.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { accountJson } from './account.ts';
import { nodeId } from './node-id.ts';

/** URL properties of a repository and their paths below its API URL. */
const links: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** The `repository` of the REST API; also a valid `minimal-repository`. */
export function repositoryJson(state: GitHubState, repository: Repository) {
  const api = state.api(`/repos/${repository.fullName}`);
  const html = state.web(`/${repository.fullName}`);
  const createdAt = isoSeconds(repository.createdAtMs);
  const openPulls = repository.pulls.filter((pull) => pull.state === 'open').length;
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.settings.private,
    visibility: repository.settings.private ? 'private' : 'public',
    owner: accountJson(state, repository.owner),
    html_url: html,
    description: null,
    fork: repository.forkOf !== undefined,
    url: api,
    ...Object.fromEntries(Object.entries(links).map(([name, path]) => [name, `${api}${path}`])),
    git_url: `git://${new URL(html).host}/${repository.fullName}.git`,
    ssh_url: `git@${new URL(html).hostname}:${repository.fullName}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: repository.defaultBranch,
    master_branch: repository.defaultBranch,
    archived: false,
    disabled: false,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    forks: 0,
    forks_count: 0,
    open_issues: openPulls,
    open_issues_count: openPulls,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 1,
    created_at: createdAt,
    pushed_at: createdAt,
    updated_at: createdAt,
  };
}
