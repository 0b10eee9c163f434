/** Payloads written after those of GitHub, with some of the many keys that are never read. */
export const ZEROS = '0'.repeat(40);
export const BEFORE = '1'.repeat(40);
export const MERGE = 'a'.repeat(40);
export const HEAD = 'b'.repeat(40);
export const TAG_OBJECT = 'c'.repeat(40);

const repository = {
  id: 123456789,
  node_id: 'R_kgDOHB1234',
  name: 'heroku-applink-python',
  full_name: 'heroku/heroku-applink-python',
  private: false,
  fork: false,
  default_branch: 'main',
  owner: { login: 'heroku', id: 23211, type: 'Organization' },
};
const sender = { login: 'releaser', id: 42, type: 'User' };
const fork = { id: 987, full_name: 'stranger/heroku-applink-python', fork: true };

export function push(message: string, overlay: object = {}) {
  return {
    ref: 'refs/heads/main',
    before: BEFORE,
    after: MERGE,
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: 'https://github.example/heroku/heroku-applink-python/compare/1...a',
    commits: [],
    head_commit: {
      id: MERGE,
      tree_id: 'd'.repeat(40),
      message,
      timestamp: '2026-01-02T03:04:05Z',
      author: { name: 'A', email: 'a@example.com' },
    },
    repository,
    pusher: { name: 'releaser' },
    sender,
    ...overlay,
  };
}

export const annotatedTagPush = push('Merge pull request #7 from heroku/release-v1.2.3', {
  ref: 'refs/tags/v1.2.3',
  before: ZEROS,
  after: TAG_OBJECT,
  created: true,
});

export const branchDeletion = push('', {
  ref: 'refs/heads/release-v1.2.3',
  after: ZEROS,
  deleted: true,
  head_commit: null,
});

export function workflowRun(overlay: object = {}) {
  return {
    action: 'completed',
    workflow: { id: 55, name: 'Package Library', path: '.github/workflows/package.yml', state: 'active' },
    workflow_run: {
      id: 1001,
      name: 'Package Library',
      run_number: 77,
      run_attempt: 1,
      event: 'push',
      status: 'completed',
      conclusion: 'success',
      head_sha: MERGE,
      head_branch: 'main',
      path: '.github/workflows/package.yml',
      workflow_id: 55,
      pull_requests: [],
      html_url: 'https://github.example/heroku/heroku-applink-python/actions/runs/1001',
      head_repository: { id: 123456789, full_name: 'heroku/heroku-applink-python', fork: false },
      repository: { id: 123456789, full_name: 'heroku/heroku-applink-python', fork: false },
      actor: sender,
      ...overlay,
    },
    repository,
    sender,
  };
}

export function forkRun(headBranch: string) {
  return workflowRun({ event: 'pull_request', head_branch: headBranch, head_repository: fork, actor: null });
}

export function pullRequest(overlay: object = {}, action = 'closed') {
  return {
    action,
    number: 7,
    pull_request: {
      id: 5,
      node_id: 'PR_kwDOHB1234',
      number: 7,
      state: 'closed',
      title: 'Release v1.2.3',
      draft: false,
      merged: true,
      merged_at: '2026-01-02T03:04:05Z',
      merge_commit_sha: MERGE,
      head: { label: 'heroku:release-v1.2.3', ref: 'release-v1.2.3', sha: HEAD, repo: repository },
      base: { label: 'heroku:main', ref: 'main', sha: BEFORE, repo: repository },
      ...overlay,
    },
    repository,
    sender,
  };
}

export const forkPullRequest = pullRequest(
  {
    merged: false,
    merged_at: null,
    head: { label: 'stranger:main', ref: 'main', sha: HEAD, repo: fork },
  },
  'opened',
);

export function dispatch(overlay: object = {}) {
  return {
    ref: 'refs/tags/v1.2.3',
    workflow: '.github/workflows/publish.yml',
    inputs: { tag: 'v1.2.3', dry_run: 'false' },
    repository,
    sender,
    ...overlay,
  };
}
