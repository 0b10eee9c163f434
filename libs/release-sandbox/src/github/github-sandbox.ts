import { Service } from '../service/service.ts';
import { DOCUMENTATION_URL } from './model/endpoints.ts';
import type { World } from '../service/service.ts';
import type { SandboxEventListener } from './model/event.ts';
import { declareGit } from './git-http/endpoint.ts';
import { declareGraphql } from './graphql/endpoint.ts';
import { mergePullRequest } from './domain/merge.ts';
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
import { declare } from './rest/gateway.ts';
import { gitOperations } from './rest/git.ts';
import { pullOperations } from './rest/pulls.ts';
import { releaseOperations } from './rest/releases.ts';
import { createRun, storeArtifact, updateRun } from './domain/runs.ts';
import type { NewArtifact, NewRun, RunChange } from './domain/runs.ts';
import { GitHubState } from './model/state.ts';
import type { Staleness } from './model/state.ts';
import { declareStorage } from './storage.ts';
import { syncRefs } from './domain/sync-refs.ts';
import { actorOf, findToken, makeToken } from './domain/tokens.ts';
import type { TokenRequest } from './domain/tokens.ts';

/** What a GitHub side starts with. */
export interface GitHubSeed {
  /** Repositories to add. */
  readonly repositories?: readonly RepositorySeed[];
  /** How far listings lag behind. Default: not at all. */
  readonly staleness?: Partial<Staleness>;
}

/** The addresses a job gets in its environment. */
export interface GitHubEndpoints {
  /** Pages and git: `<server>/<owner>/<repo>.git`. */
  readonly GITHUB_SERVER_URL: string;
  /** Base of the REST API, without a trailing slash. */
  readonly GITHUB_API_URL: string;
  /** The GraphQL endpoint itself. */
  readonly GITHUB_GRAPHQL_URL: string;
}

/**
 * A strict stand-in of GitHub that remembers: repositories over real bare git directories, pull requests, refs, releases, runs and
 * artifacts, over REST, GraphQL and git's smart HTTP.
 *
 * One service answers everything on one origin, with the paths of an Enterprise Server: `/api/v3` REST, `/api/graphql`, `/api/uploads`
 * release files, `/_storage` signed downloads, `/<owner>/<repo>.git` git. Serve {@link service} on one loopback port and let `origin`
 * return its address; {@link endpoints} gives the environment.
 *
 * All methods for people and for the runner are synchronous. They throw an `Error` where GitHub's site would refuse.
 */
export class GitHubSide {
  /** Answers HTTP. Serve it at the origin given to the constructor. */
  readonly service: Service;
  readonly #state: GitHubState;

  /**
   * @param origin where {@link service} is served, such as `http://127.0.0.1:40001`; asked only when a request or method needs it
   */
  constructor(world: World, origin: () => string, seed: GitHubSeed = {}) {
    this.#state = new GitHubState(world, origin);
    this.service = new Service('github', world, () =>
      Response.json(
        { message: 'Not Found', documentation_url: DOCUMENTATION_URL, status: '404' },
        { status: 404 },
      ),
    );
    Object.assign(this.#state.staleness, seed.staleness);
    const operations = [pullOperations, gitOperations, releaseOperations, assetOperations, actionsOperations];
    for (const make of operations) declare(this.service, this.#state, make(this.#state));
    declareGraphql(this.service, this.#state);
    declareStorage(this.service, this.#state);
    declareGit(this.service, this.#state);
    for (const repository of seed.repositories ?? []) this.addRepository(repository);
  }

  /** The addresses of the present origin. */
  get endpoints(): GitHubEndpoints {
    return {
      GITHUB_SERVER_URL: this.#state.web(),
      GITHUB_API_URL: this.#state.api(),
      GITHUB_GRAPHQL_URL: this.#state.web('/api/graphql'),
    };
  }

  /** How far listings lag behind; change it at any time. */
  get staleness(): Staleness {
    return this.#state.staleness;
  }

  /** Puts an existing bare repository under a name. Its present branches and tags raise no events. */
  addRepository(seed: RepositorySeed): Repository {
    const [ownerLogin = '', name = ''] = seed.fullName.split('/');
    if (ownerLogin === '' || name === '') throw new Error(`not owner/name: ${seed.fullName}`);
    if (this.#state.repository(seed.fullName) !== undefined)
      throw new Error(`the repository ${seed.fullName} is already there`);
    const owner = this.#state.accounts.get(ownerLogin, {
      type: 'Organization',
      ...(seed.ownerId === undefined ? {} : { id: seed.ownerId }),
    });
    const repository = new Repository(seed, owner, seed.id ?? this.#state.newId(), this.#state.nowMs);
    this.#state.repositories.set(seed.fullName.toLowerCase(), repository);
    repository.knownRefs = repository.branchesAndTags();
    // Clones check out what HEAD names: on GitHub, the default branch.
    repository.git.git(['symbolic-ref', 'HEAD', `refs/heads/${repository.defaultBranch}`]);
    return repository;
  }

  /** The repository of this name; throws where there is none. */
  repository(fullName: string): Repository {
    const repository = this.#state.repository(fullName);
    if (repository === undefined) throw new Error(`the sandbox has no repository ${fullName}`);
    return repository;
  }

  /** Changes settings of a repository. */
  configure(fullName: string, settings: Partial<RepositorySettings>): void {
    const repository = this.repository(fullName);
    repository.settings = { ...repository.settings, ...settings };
  }

  /** Issues a token and returns its value. */
  issueToken(request: TokenRequest): string {
    this.repository(request.repository);
    return makeToken(this.#state, request).value;
  }

  /** Ends a token, as GitHub does when a job ends. A second call does nothing. */
  revokeToken(value: string): void {
    const token = this.#state.tokens.get(value);
    if (token !== undefined) token.revoked = true;
  }

  /** Tells `listener` of every event, in order, at the moment it happens. Returns what ends it. */
  onEvent(listener: SandboxEventListener): () => void {
    this.#state.listeners.add(listener);
    return () => this.#state.listeners.delete(listener);
  }

  /**
   * Raises push and create events for branches and tags that changed on disk since the last look. The sandbox calls this itself after
   * pushes over HTTP; call it after pushes to the directory.
   * @param by a token's value, or the login of a person
   */
  syncRefs(fullName: string, by: string): void {
    syncRefs(this.#state, this.repository(fullName), this.#actor(by));
  }

  /** Opens a pull request. */
  openPullRequest(fullName: string, wanted: NewPullRequest & { readonly by: string }): PullRequest {
    const { by, ...rest } = wanted;
    return openPullRequest(this.#state, this.repository(fullName), this.#actor(by), rest);
  }

  /** The pull request of this number; throws where there is none. */
  pullRequest(fullName: string, number: number): PullRequest {
    const pull = this.repository(fullName).pull(number);
    if (pull === undefined) throw new Error(`${fullName} has no pull request ${number}`);
    return pull;
  }

  /** Merges a pull request that is open, no draft and free of conflicts. Returns the SHA of the merge commit. */
  mergePullRequest(
    fullName: string,
    number: number,
    options: { readonly method: MergeMethod; readonly by: string } & MergeText,
  ): string {
    const { method, by, ...text } = options;
    const pull = this.pullRequest(fullName, number);
    return mergePullRequest(this.#state, this.repository(fullName), this.#actor(by), pull, method, text);
  }

  /** Takes the draft mark off a pull request. */
  markReady(fullName: string, number: number, options: { readonly by: string }): void {
    const pull = this.pullRequest(fullName, number);
    setDraft(this.#state, this.repository(fullName), this.#actor(options.by), pull, false);
  }

  /** Closes a pull request without merging. */
  closePullRequest(fullName: string, number: number, options: { readonly by: string }): void {
    const pull = this.pullRequest(fullName, number);
    closePullRequest(this.#state, this.repository(fullName), this.#actor(options.by), pull);
  }

  /** Deletes a branch, as the button after a merge does. Open pull requests from it are closed. */
  deleteBranch(fullName: string, branch: string, options: { readonly by: string }): void {
    const repository = this.repository(fullName);
    repository.git.deleteRef(`refs/heads/${branch}`);
    syncRefs(this.#state, repository, this.#actor(options.by));
  }

  /** All releases of a repository, drafts included. */
  releases(fullName: string): readonly Release[] {
    return this.repository(fullName).releases;
  }

  /** Leaves behind what a broken upload leaves: an asset in state `starter` that blocks its name. */
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

  /** Makes a queued run; raises `workflow_run: requested`. */
  createRun(wanted: NewRun): Run {
    return createRun(this.#state, this.repository(wanted.repository), wanted);
  }

  /** Moves a run on; raises `workflow_run: in_progress` or `completed`. A re-run goes back to `queued` with a higher `attempt`. */
  updateRun(id: number, change: RunChange): Run {
    const run = this.run(id);
    updateRun(this.#state, this.repository(run.repository), run, change);
    return run;
  }

  /** The run of this id; throws where there is none. */
  run(id: number): Run {
    const run = this.#state.runs.get(id);
    if (run === undefined) throw new Error(`the sandbox has no run ${id}`);
    return run;
  }

  /** Keeps an artifact of a run. */
  storeArtifact(wanted: NewArtifact): Artifact {
    return storeArtifact(this.#state, this.run(wanted.runId), wanted);
  }

  /** The artifacts of a run, oldest first. */
  artifacts(runId: number): readonly Artifact[] {
    return [...this.#state.artifacts.values()].filter((artifact) => artifact.runId === runId);
  }

  /** The bytes of an artifact; throws where there is none. */
  artifactZip(id: number): Uint8Array {
    const zip = this.#state.artifactZips.get(id);
    if (zip === undefined) throw new Error(`the sandbox has no artifact ${id}`);
    return zip;
  }

  /** Ends the life of an artifact before its time. */
  expireArtifact(id: number): void {
    const artifact = this.#state.artifacts.get(id);
    if (artifact === undefined) throw new Error(`the sandbox has no artifact ${id}`);
    artifact.expired = true;
  }

  #actor(by: string): Actor {
    const token = findToken(this.#state, by);
    return token === undefined ? { account: this.#state.accounts.get(by), cause: 'user' } : actorOf(token);
  }
}
