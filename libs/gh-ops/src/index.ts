export { GitHubRepository } from './github-repository.ts';
export type { GitHubRepositoryOptions } from './connection/options.ts';
export { endpointsFromEnv, type GitHubEndpoints } from './endpoints.ts';
export { GITHUB_ERROR_CODES, GitHubError, type GitHubErrorCode, type GitHubErrorDetails } from './errors.ts';
export { parseRepositorySlug, type RepositorySlug } from './connection/repository-slug.ts';
export type { FileIds, FileTexts } from './connection/file-texts.ts';
export type { Download, DownloadOptions } from './connection/download.ts';
export type { PullRequest } from './pulls/pull-request.ts';
export type {
  EnsuredPullRequest,
  NewPullRequest,
  PullRequestChanges,
  PullRequests,
} from './pulls/pull-requests.ts';
export type { MergedPullRequest, ReleaseMerge, ReleaseMergeRequest } from './pulls/release-merge.ts';
export type { ReleaseSummary } from './pulls/release-summary.ts';
export type { GitHubTag } from './tags/tag.ts';
export type { EnsuredTag, NewTag, Tags } from './tags/tags.ts';
export type { TagWithFiles } from './tags/tag-with-files.ts';
export type { GitHubRelease, ReleaseAsset } from './releases/release.ts';
export type { MakeLatest, NewRelease, ReleaseChanges, Releases } from './releases/releases.ts';
export type { ReleasesInFlight, ReleasesInFlightFilter } from './releases/releases-in-flight.ts';
export type { NewAsset } from './releases/asset-upload.ts';
export type { Artifact, WorkflowRun } from './runs/workflow-run.ts';
export type { RunFilter, WorkflowRuns } from './runs/workflow-runs.ts';
export type { Dispatch, Dispatched } from './runs/dispatch.ts';
