export { GitHubRepository } from './github-repository.ts';
export type { GitHubRepositoryOptions } from './connection.ts';
export { DEFAULT_GITHUB_ENDPOINTS, endpointsFromEnv, type GitHubEndpoints } from './endpoints.ts';
export { GITHUB_ERROR_CODES, GitHubError, type GitHubErrorCode, type GitHubErrorDetails } from './errors.ts';
export { parseRepositorySlug, type RepositorySlug } from './repository-slug.ts';
export type { PullRequest } from './pull-request.ts';
export type {
  EnsuredPullRequest,
  NewPullRequest,
  PullRequestChanges,
  PullRequestFilter,
} from './pull-requests.ts';
export type { ReleasesInFlight } from './releases-in-flight.ts';
export type { ReleaseSummary } from './release-summary.ts';
export type { MergedPullRequest, ReleaseMerge, ReleaseMergeQuestion, ReleaseOfTag } from './release-merge.ts';
export type { FileTexts } from './tree-files.ts';
export type { GitHubTag } from './tag.ts';
export type { EnsuredTag, NewTag } from './tags.ts';
export type { TaggedCommit } from './tagged-commit.ts';
export type { GitHubRelease, ReleaseAsset } from './release.ts';
export type { MakeLatest, NewRelease, ReleaseChanges } from './releases.ts';
export type { NewAsset } from './assets.ts';
export type { Download, DownloadOptions } from './downloads.ts';
export type { Artifact, WorkflowRun } from './workflow-run.ts';
export type { RunFilter } from './workflow-runs.ts';
export type { Dispatch, Dispatched } from './dispatch.ts';
