import { Service } from '../service/service.ts';
import type { SandboxContext } from '../service/service.ts';
import { DOCUMENTATION_URL } from './model/endpoints.ts';
import type { SandboxEventListener } from './model/event.ts';
import { declareGit } from './git-http/endpoint.ts';
import { declareGraphql } from './graphql/endpoint.ts';
import { mergeGroup, mergePullRequest } from './domain/merge.ts';
import type { MergeMethod, MergeText } from './domain/merge.ts';
import type { PullRequest } from './model/pull-request.ts';
import type { Release, ReleaseAsset } from './model/release.ts';
import type { Artifact, Run } from './model/run.ts';
import type { Actor } from './model/token.ts';
import { closePullRequest, openPullRequest, setDraft } from './domain/pulls.ts';
import type { NewPullRequest } from './domain/pulls.ts';
import { Repository } from './model/repository.ts';
import type { RepositorySeed, RepositorySettings } from './model/repository.ts';
import { actionsOperations } from './rest/actions.ts';
import { assetOperations, starterAsset } from './rest/assets.ts';
import { declareOperations } from './rest/gateway.ts';
import { gitOperations } from './rest/git.ts';
import { pullOperations } from './rest/pulls.ts';
import { releaseOperations } from './rest/releases.ts';
import { createRun, storeArtifact, updateRun } from './domain/runs.ts';
import type { NewArtifact, NewRun, RunChange } from './domain/runs.ts';
import { GitHubState } from './model/state.ts';
import type { Staleness } from './model/state.ts';
import { declareStorage } from './storage.ts';
import { syncRefs } from './domain/sync-refs.ts';
import { actorOf, findToken, createToken } from './domain/tokens.ts';
import type { TokenRequest } from './domain/tokens.ts';

/** Options of {@link GitHubSandbox}. */
export interface GitHubSeed {
  /** Repositories. Default: none. */
  readonly repositories?: readonly RepositorySeed[] | undefined;
  /** How long lists lag behind writes. Default: not at all. */
  readonly staleness?: Partial<Staleness> | undefined;
}

/** URLs in the environment of a job. */
export interface GitHubEndpoints {
  /** Base URL of the website and of git: `<server>/<owner>/<repo>.git`. */
  readonly GITHUB_SERVER_URL: string;
  /** Base URL of the REST API, without a trailing slash. */
  readonly GITHUB_API_URL: string;
  /** URL of the GraphQL API. */
  readonly GITHUB_GRAPHQL_URL: string;
}

/**
 * A strict, stateful fake of GitHub: repositories backed by real bare git directories, pull requests, refs, releases, runs and artifacts,
 * served over REST, GraphQL and git's smart HTTP.
 *
 * Everything is on one origin, with the paths of an Enterprise Server: `/api/v3` for REST, `/api/graphql`, `/api/uploads` for release
 * files, `/_storage` for signed downloads and `/<owner>/<repo>.git` for git. Serve {@link service} on a loopback port and let `origin`
 * return its URL; {@link endpoints} has the variables for the environment.
 *
 * The methods play what people do on the website and what the runner reports. They are synchronous and throw an `Error` if GitHub would
 * refuse.
 */
export class GitHubSandbox {
  /** The HTTP interface. Serve it at the origin given to the constructor. */
  readonly service: Service;
  readonly #state: GitHubState;

  /**
   * @param origin returns the origin of {@link service}, such as `http://127.0.0.1:40001`; called when a request or method needs it
   */
  constructor(sandbox: SandboxContext, origin: () => string, seed: GitHubSeed = {}) {
    this.#state = new GitHubState(sandbox, origin);
    this.service = new Service('github', sandbox, () =>
      Response.json(
        { message: 'Not Found', documentation_url: DOCUMENTATION_URL, status: '404' },
        { status: 404 },
      ),
    );
    Object.assign(this.#state.staleness, seed.staleness);
    const operations = [pullOperations, gitOperations, releaseOperations, assetOperations, actionsOperations];
    for (const make of operations) declareOperations(this.service, this.#state, make(this.#state));
    declareGraphql(this.service, this.#state);
    declareStorage(this.service, this.#state);
    declareGit(this.service, this.#state);
    for (const repository of seed.repositories ?? []) this.addRepository(repository);
  }

  /** URLs at the current origin. */
  get endpoints(): GitHubEndpoints {
    return {
      GITHUB_SERVER_URL: this.#state.web(),
      GITHUB_API_URL: this.#state.api(),
      GITHUB_GRAPHQL_URL: this.#state.web('/api/graphql'),
    };
  }

  /** How long lists lag behind writes. May be changed at any time. */
  get staleness(): Staleness {
    return this.#state.staleness;
  }

  /** Adds an existing bare repository. Its branches and tags raise no events. */
  addRepository(seed: RepositorySeed): Repository {
    const [ownerLogin = '', name = ''] = seed.fullName.split('/');
    if (ownerLogin === '' || name === '') throw new Error(`${seed.fullName} is not of the form owner/name`);
    if (this.#state.repository(seed.fullName) !== undefined)
      throw new Error(`the repository ${seed.fullName} already exists`);
    const owner = this.#state.accounts.get(ownerLogin, {
      type: 'Organization',
      id: seed.ownerId,
    });
    const repository = new Repository(seed, owner, seed.id ?? this.#state.newId(), this.#state.nowMs);
    this.#state.repositories.set(seed.fullName.toLowerCase(), repository);
    repository.knownRefs = repository.branchesAndTags();
    // A clone checks out HEAD, which is the default branch at GitHub.
    repository.git.git(['symbolic-ref', 'HEAD', `refs/heads/${repository.defaultBranch}`]);
    return repository;
  }

  /** The repository `owner/name`; throws if it does not exist. */
  repository(fullName: string): Repository {
    const repository = this.#state.repository(fullName);
    if (repository === undefined) throw new Error(`the repository ${fullName} does not exist`);
    return repository;
  }

  /** Changes settings of a repository; the others stay. */
  configure(fullName: string, settings: Partial<RepositorySettings>): void {
    const repository = this.repository(fullName);
    repository.settings = { ...repository.settings, ...settings };
  }

  /** Issues a token and returns its value. */
  issueToken(request: TokenRequest): string {
    this.repository(request.repository);
    return createToken(this.#state, request).value;
  }

  /** Revokes a token, as GitHub does when a job ends. A second call does nothing. */
  revokeToken(value: string): void {
    const token = this.#state.tokens.get(value);
    if (token !== undefined) token.revoked = true;
  }

  /** Calls `listener` for every event, in order, as it happens. Returns a function that removes the listener. */
  onEvent(listener: SandboxEventListener): () => void {
    this.#state.listeners.add(listener);
    return () => this.#state.listeners.delete(listener);
  }

  /**
   * Raises push and create events for branches and tags that changed on disk since the last call. The sandbox calls this itself after
   * pushes over HTTP; call it after pushes to the directory.
   * @param by the value of a token, or the login of a person
   */
  syncRefs(fullName: string, by: string): void {
    syncRefs(this.#state, this.repository(fullName), this.#actor(by));
  }

  /** Opens a pull request. */
  openPullRequest(fullName: string, wanted: NewPullRequest & { readonly by: string }): PullRequest {
    const { by, ...rest } = wanted;
    return openPullRequest(this.#state, this.repository(fullName), this.#actor(by), rest);
  }

  /** The pull request with this number; throws if it does not exist. */
  pullRequest(fullName: string, number: number): PullRequest {
    const pull = this.repository(fullName).pull(number);
    if (pull === undefined) throw new Error(`${fullName} has no pull request ${number}`);
    return pull;
  }

  /** Merges a pull request, which must be open, not a draft and free of conflicts. Returns the SHA of the merge commit. */
  mergePullRequest(
    fullName: string,
    number: number,
    options: { readonly method: MergeMethod; readonly by: string } & MergeText,
  ): string {
    const { method, by, ...text } = options;
    const pull = this.pullRequest(fullName, number);
    return mergePullRequest(this.#state, this.repository(fullName), this.#actor(by), pull, method, text);
  }

  /** Merges a group of pull requests into one base branch as a merge queue does: with a single push. Returns the SHA of its tip. */
  mergeGroup(
    fullName: string,
    numbers: readonly number[],
    options: { readonly method: MergeMethod; readonly by: string },
  ): string {
    const pulls = numbers.map((number) => this.pullRequest(fullName, number));
    const { method, by } = options;
    return mergeGroup(this.#state, this.repository(fullName), this.#actor(by), pulls, method);
  }

  /** Marks a draft pull request as ready for review. */
  markReady(fullName: string, number: number, options: { readonly by: string }): void {
    const pull = this.pullRequest(fullName, number);
    setDraft(this.#state, this.repository(fullName), this.#actor(options.by), pull, false);
  }

  /** Closes a pull request without merging. */
  closePullRequest(fullName: string, number: number, options: { readonly by: string }): void {
    const pull = this.pullRequest(fullName, number);
    closePullRequest(this.#state, this.repository(fullName), this.#actor(options.by), pull);
  }

  /** Deletes a branch, as the button on a merged pull request does. Open pull requests from it are closed. */
  deleteBranch(fullName: string, branch: string, options: { readonly by: string }): void {
    const repository = this.repository(fullName);
    repository.git.deleteRef(`refs/heads/${branch}`);
    syncRefs(this.#state, repository, this.#actor(options.by));
  }

  /** All releases of a repository, drafts included. */
  releases(fullName: string): readonly Release[] {
    return this.repository(fullName).releases;
  }

  /** Adds what an interrupted upload leaves behind: an asset in state `starter` that blocks its name. */
  leaveStarterAsset(
    fullName: string,
    releaseId: number,
    name: string,
    options: { readonly by: string },
  ): ReleaseAsset {
    const release = this.repository(fullName).releases.find((each) => each.id === releaseId);
    if (release === undefined) throw new Error(`${fullName} has no release ${releaseId}`);
    const asset = starterAsset(this.#state, this.#actor(options.by), name);
    release.assets.push(asset);
    return asset;
  }

  /** Creates a queued run. Raises `workflow_run: requested`. */
  createRun(wanted: NewRun): Run {
    return createRun(this.#state, this.repository(wanted.repository), wanted);
  }

  /** Changes the status of a run. Raises `workflow_run: in_progress` or `completed`. A re-run goes back to `queued` with a higher `attempt`. */
  updateRun(id: number, change: RunChange): Run {
    const run = this.run(id);
    updateRun(this.#state, this.repository(run.repository), run, change);
    return run;
  }

  /** The run with this id; throws if it does not exist. */
  run(id: number): Run {
    const run = this.#state.runs.get(id);
    if (run === undefined) throw new Error(`the run ${id} does not exist`);
    return run;
  }

  /** Stores an artifact of a run. */
  storeArtifact(wanted: NewArtifact): Artifact {
    return storeArtifact(this.#state, this.run(wanted.runId), wanted);
  }

  /** The artifacts of a run, oldest first. */
  artifacts(runId: number): readonly Artifact[] {
    return [...this.#state.artifacts.values()].filter((artifact) => artifact.runId === runId);
  }

  /** The zip of an artifact; throws if it does not exist. */
  artifactZip(id: number): Uint8Array {
    const zip = this.#state.artifactZips.get(id);
    if (zip === undefined) throw new Error(`the artifact ${id} does not exist`);
    return zip;
  }

  /** Lets an artifact expire before its time. */
  expireArtifact(id: number): void {
    const artifact = this.#state.artifacts.get(id);
    if (artifact === undefined) throw new Error(`the artifact ${id} does not exist`);
    artifact.expired = true;
  }

  #actor(by: string): Actor {
    const token = findToken(this.#state, by);
    return token === undefined ? { account: this.#state.accounts.get(by), cause: 'user' } : actorOf(token);
  }
}
