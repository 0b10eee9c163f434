/** Responses of GitHub, reduced to the fields we read and one we do not. */

export const COMMIT = 'c'.repeat(40);
export const HEAD = 'd'.repeat(40);
export const TAG_OBJECT = 'a'.repeat(40);
export const OTHER = 'b'.repeat(40);

export const restPull = (changes: Record<string, unknown> = {}) => ({
  number: 7,
  node_id: 'PR_x',
  html_url: 'https://example.test/heroku/demo/pull/7',
  draft: true,
  title: 'Release v1.2.0',
  body: 'notes',
  state: 'open',
  merged_at: null,
  merge_commit_sha: OTHER,
  head: { ref: 'release-v1.2.0', sha: HEAD, repo: { full_name: 'heroku/demo' } },
  base: { ref: 'main', repo: { full_name: 'heroku/demo' } },
  ...changes,
});

export const queriedPull = (changes: Record<string, unknown> = {}) => ({
  number: 7,
  url: 'https://example.test/heroku/demo/pull/7',
  isDraft: false,
  title: 'Release v1.2.0',
  state: 'MERGED',
  merged: true,
  mergedAt: '2026-01-02T00:00:00Z',
  mergeCommit: { oid: COMMIT },
  headRefName: 'release-v1.2.0',
  headRefOid: HEAD,
  headRepository: { nameWithOwner: 'heroku/demo' },
  isCrossRepository: false,
  baseRefName: 'main',
  body: 'text',
  ...changes,
});

export const restRelease = (changes: Record<string, unknown> = {}) => ({
  id: 11,
  tag_name: 'v1.2.0',
  draft: true,
  prerelease: false,
  name: 'v1.2.0',
  body: 'notes',
  html_url: 'https://example.test/heroku/demo/releases/v1.2.0',
  upload_url: 'http://127.0.0.1:1/uploads/releases/11/assets{?name,label}',
  published_at: null,
  author: { login: 'somebody' },
  assets: [],
  ...changes,
});

export const restAsset = (changes: Record<string, unknown> = {}) => ({
  id: 21,
  name: 'demo-1.2.0-py3-none-any.whl',
  size: 5,
  digest: 'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
  state: 'uploaded',
  ...changes,
});

export const restRun = (changes: Record<string, unknown> = {}) => ({
  id: 31,
  display_title: 'Package',
  name: 'Package Library',
  path: '.github/workflows/package.yml@refs/heads/main',
  event: 'push',
  head_sha: COMMIT,
  head_branch: 'main',
  head_repository: { full_name: 'heroku/demo' },
  status: 'completed',
  conclusion: 'success',
  run_attempt: 2,
  created_at: '2026-01-02T00:00:00Z',
  html_url: 'https://example.test/heroku/demo/actions/runs/31',
  ...changes,
});

export const restArtifact = (changes: Record<string, unknown> = {}) => ({
  id: 41,
  name: 'release-dist',
  size_in_bytes: 5,
  digest: 'sha256:00',
  expired: false,
  expires_at: '2026-04-02T00:00:00Z',
  workflow_run: { id: 31, head_sha: COMMIT },
  ...changes,
});

export const validationFailed = (...errors: Record<string, unknown>[]) => ({
  status: 422,
  json: { message: 'Validation Failed', errors, documentation_url: 'https://example.test', status: '422' },
});

export const refused = (status: number, message: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  json: { message, documentation_url: 'https://example.test', status: String(status) },
});
