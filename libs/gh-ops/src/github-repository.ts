import { GitHubConnection } from './connection/connection.ts';
import type { GitHubRepositoryOptions } from './connection/options.ts';
import { PullRequests } from './pulls/pull-requests.ts';
import { Releases } from './releases/releases.ts';
import { WorkflowRuns } from './runs/workflow-runs.ts';
import { Tags } from './tags/tags.ts';

/**
 * One repository on GitHub. Each method of its resources states how many requests it makes.
 *
 * A read is retried up to three times while GitHub is unavailable or limits the rate. The waits are as long as GitHub asks, two
 * minutes at most in total. A write is sent once; when its outcome is uncertain the error has the effect `unknown`, and the caller
 * checks the current state before writing again.
 *
 * Every method may throw a {@link GitHubError} with one of these codes: `GITHUB_BAD_ARGUMENT` (nothing was sent),
 * `GITHUB_BAD_CREDENTIALS`, `GITHUB_FORBIDDEN`, `GITHUB_WORKFLOW_SCOPE`, `GITHUB_NOT_FOUND`, `GITHUB_MOVED`, `GITHUB_CONFLICT`,
 * `GITHUB_GONE`, `GITHUB_INVALID`, `GITHUB_ALREADY_EXISTS`, `GITHUB_IMMUTABLE`, `GITHUB_RATE_LIMITED`, `GITHUB_UNAVAILABLE`,
 * `GITHUB_QUERY_FAILED`, `GITHUB_UNEXPECTED_ANSWER`.
 */
export class GitHubRepository {
  /** `owner/name`. */
  readonly fullName: string;
  readonly pulls: PullRequests;
  readonly tags: Tags;
  /** Releases and their assets. */
  readonly releases: Releases;
  /** Workflow runs and their artifacts. */
  readonly runs: WorkflowRuns;

  constructor(options: GitHubRepositoryOptions) {
    const github = new GitHubConnection(options);
    this.fullName = github.fullName;
    this.pulls = new PullRequests(github);
    this.tags = new Tags(github);
    this.releases = new Releases(github);
    this.runs = new WorkflowRuns(github);
  }
}
