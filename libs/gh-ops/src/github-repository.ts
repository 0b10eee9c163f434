import * as assets from './releases/asset-upload.ts';
import { GitHubConnection, type GitHubRepositoryOptions } from './connection/connection.ts';
import * as dispatches from './runs/dispatch.ts';
import * as downloads from './connection/download.ts';
import { filesAt } from './connection/files-at.ts';
import { checkedRefName } from './connection/arguments.ts';
import type { PullRequest } from './pulls/pull-request.ts';
import * as pulls from './pulls/pull-requests.ts';
import type { GitHubRelease, ReleaseAsset } from './releases/release.ts';
import * as merges from './pulls/release-merge.ts';
import * as releases from './releases/releases.ts';
import { findReleasesInFlight, type ReleasesInFlight } from './releases/releases-in-flight.ts';
import type { GitHubTag } from './tags/tag.ts';
import { findTaggedCommit, type TaggedCommit } from './tags/tag-with-files.ts';
import * as tags from './tags/tags.ts';
import type { FileTexts } from './connection/file-texts.ts';
import type { Artifact, WorkflowRun } from './runs/workflow-run.ts';
import * as runs from './runs/workflow-runs.ts';

/**
 * One repository on GitHub, as a release needs it. Each method says how many requests it costs.
 *
 * Reads are repeated up to four times while GitHub is unavailable or limits the rate, waiting as it asks, two minutes in all. A
 * write is sent once; when its outcome is doubtful the error's effect is `unknown`, and whoever wrote looks before writing again.
 *
 * Errors of every method, all {@link GitHubError}: `GITHUB_BAD_ARGUMENT` (nothing was sent), `GITHUB_BAD_CREDENTIALS`, `GITHUB_FORBIDDEN`,
 * `GITHUB_WORKFLOW_SCOPE`, `GITHUB_NOT_FOUND`, `GITHUB_MOVED`, `GITHUB_CONFLICT`, `GITHUB_GONE`, `GITHUB_INVALID`, `GITHUB_ALREADY_EXISTS`,
 * `GITHUB_IMMUTABLE`, `GITHUB_RATE_LIMITED`, `GITHUB_UNAVAILABLE`, `GITHUB_QUERY_FAILED`, `GITHUB_UNEXPECTED_ANSWER`.
 */
export class GitHubRepository {
  readonly #github: GitHubConnection;
  /** When this object made which tag: for a short while others of GitHub's services may not see it. */
  readonly #made = new Map<string, number>();

  constructor(options: GitHubRepositoryOptions) {
    this.#github = new GitHubConnection(options);
  }

  /** A user or an organisation. */
  get owner(): string {
    return this.#github.at.owner;
  }

  /** The name below the owner. */
  get repo(): string {
    return this.#github.at.repo;
  }

  /** `owner/name`. */
  get fullName(): string {
    return this.#github.fullName;
  }

  /**
   * Open and merged pull requests and releases, to tell whether a release is under way. One query (one more for each further
   * hundred open pull requests).
   *
   * @param wanted `baseBranch` where merged ones went; `branchPrefix`, such as `release-v`, keeps only branches that begin so
   */
  async findReleasesInFlight(wanted: {
    readonly baseBranch: string;
    readonly branchPrefix?: string;
  }): Promise<ReleasesInFlight> {
    return await findReleasesInFlight(this.#github, wanted);
  }

  /** One POST. When an open pull request from the branch is there already, it is left as it is and `created` is `false`. */
  async createPullRequest(pull: pulls.NewPullRequest): Promise<pulls.EnsuredPullRequest> {
    return await pulls.createPullRequest(this.#github, pull);
  }

  /** One GET: pull requests from a branch of this repository, newest first; `state` is `open` by default. */
  async pullRequestsFrom(wanted: pulls.PullRequestFilter): Promise<PullRequest[]> {
    return await pulls.pullRequestsFrom(this.#github, wanted);
  }

  /** One PATCH; a second call changes nothing. */
  async updatePullRequest(number: number, changes: pulls.PullRequestChanges): Promise<PullRequest> {
    return await pulls.updatePullRequest(this.#github, number, changes);
  }

  /**
   * One GET: for a commit of the default branch the merged pull request that brought it, for others all that hold it. Right after
   * a merge it may be empty.
   */
  async pullRequestsOf(sha: string): Promise<PullRequest[]> {
    return await pulls.pullRequestsOf(this.#github, sha);
  }

  /** One query: the commit with its pull requests, texts of files there and at the pull requests' heads, the tag, the release. */
  async releaseMerge(question: merges.ReleaseMergeQuestion): Promise<merges.ReleaseMerge> {
    return await merges.releaseMerge(this.#github, question);
  }

  /** One query: texts of files at a commit, `undefined` for those that do not exist there. */
  async filesAt(sha: string, paths: readonly string[]): Promise<FileTexts> {
    return await filesAt(this.#github, sha, paths);
  }

  /** One query: the tag, peeled, with its message. */
  async findTag(tag: string): Promise<GitHubTag | undefined> {
    return await tags.findTag(this.#github, tag);
  }

  /** One query: the tag, and texts of files at its commit. */
  async findTaggedCommit(tag: string, files: readonly string[]): Promise<TaggedCommit | undefined> {
    return await findTaggedCommit(this.#github, tag, files);
  }

  /**
   * An annotated tag, unsigned. Two POSTs; when the tag exists one query more: on the same commit it is adopted (`created` is
   * `false`).
   *
   * @throws GitHubError `GITHUB_TAG_ELSEWHERE` when it is on another commit; a tag is never moved
   */
  async createTag(tag: tags.NewTag): Promise<tags.EnsuredTag> {
    const made = await tags.createTag(this.#github, tag);
    if (made.created) this.#made.set(made.name, this.#github.options.clock.now());
    return made;
  }

  /** One GET: the newest hundred releases with their assets, drafts included when the token may write. */
  async releases(): Promise<GitHubRelease[]> {
    return await releases.listReleases(this.#github);
  }

  /** One GET: the published release of a tag. Drafts are never found so. */
  async findReleaseByTag(tag: string): Promise<GitHubRelease | undefined> {
    return await releases.findReleaseByTag(this.#github, tag);
  }

  /** One GET. */
  async release(id: number): Promise<GitHubRelease> {
    return await releases.getRelease(this.#github, id);
  }

  /**
   * A draft release; one POST. A second call makes a second draft: look first. The tag must exist.
   *
   * @throws GitHubError `GITHUB_ALREADY_EXISTS` when a published release has the tag, `GITHUB_IMMUTABLE` when the tag is burnt
   */
  async createRelease(release: releases.NewRelease): Promise<GitHubRelease> {
    return await releases.createRelease(this.#github, release);
  }

  /** One PATCH; a second call changes nothing. `draft: false` publishes. */
  async updateRelease(id: number, changes: releases.ReleaseChanges): Promise<GitHubRelease> {
    return await releases.updateRelease(this.#github, id, changes);
  }

  /** One DELETE, of a draft alone: a published release is refused with `GITHUB_BAD_ARGUMENT`. */
  async deleteDraftRelease(release: Pick<GitHubRelease, 'id' | 'tag' | 'draft'>): Promise<void> {
    await releases.deleteDraftRelease(this.#github, release);
  }

  /**
   * One POST to where the release says, streamed in constant memory. Name, size, state and digest of the answer are compared
   * with what was sent.
   *
   * @throws GitHubError `GITHUB_UPLOAD_DIFFERS` when they are not equal, `GITHUB_ALREADY_EXISTS` when the name is taken,
   *   `GITHUB_IMMUTABLE` when the release is frozen
   */
  async uploadAsset(
    release: Pick<GitHubRelease, 'uploadUrl'>,
    asset: assets.NewAsset,
  ): Promise<ReleaseAsset> {
    return await assets.uploadAsset(this.#github, release, asset);
  }

  /** One DELETE. */
  async deleteAsset(id: number): Promise<void> {
    await assets.deleteAsset(this.#github, id);
  }

  /** The bytes of an asset: one GET, and one to the storage when GitHub sends there. */
  async downloadAsset(id: number, options?: downloads.DownloadOptions): Promise<downloads.Download> {
    return await downloads.downloadAsset(this.#github, id, options);
  }

  /** One GET. */
  async run(id: number): Promise<WorkflowRun> {
    return await runs.getRun(this.#github, id);
  }

  /** One GET: the newest twenty runs of a workflow file such as `package.yml`. The index behind the filters lags. */
  async runsOf(workflowFile: string, filter?: runs.RunFilter): Promise<WorkflowRun[]> {
    return await runs.listRuns(this.#github, workflowFile, filter);
  }

  /** One GET for each hundred. Several of one name are possible across attempts: the largest id is the newest. */
  async artifacts(runId: number): Promise<Artifact[]> {
    return await runs.listArtifacts(this.#github, runId);
  }

  /** One GET. */
  async artifact(id: number): Promise<Artifact> {
    return await runs.getArtifact(this.#github, id);
  }

  /**
   * The stored bytes of an artifact, normally a zip, as they arrive: one GET for the link and one, without credentials, to the
   * storage (side `artifact-storage`). The link is never shown.
   *
   * @throws GitHubError `GITHUB_GONE` when it expired; a stream that breaks later throws KitError
   */
  async downloadArtifact(id: number, options?: downloads.DownloadOptions): Promise<downloads.Download> {
    return await downloads.downloadArtifact(this.#github, id, options);
  }

  /**
   * Starts a run of a workflow by hand; one POST. A second call starts a second run. A ref that GitHub does not see yet is waited
   * for until 30 seconds after its creation, known for tags that this object made and from `refCreatedAt`.
   */
  async dispatch(workflowFile: string, wanted: dispatches.Dispatch): Promise<dispatches.Dispatched> {
    const refCreatedAt = wanted.refCreatedAt ?? this.#made.get(checkedRefName(wanted.ref));
    return await dispatches.dispatch(this.#github, workflowFile, { ...wanted, refCreatedAt });
  }
}
