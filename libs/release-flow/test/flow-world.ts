import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  CommandRunner,
  type FaultPoints,
  FileStore,
  HttpClient,
  type Random,
  Redactor,
  type Reporter,
  silentReporter,
  type StageReport,
} from '@heroku-release/release-kit';
import { fetchTransport, RecordingReporter, VirtualClock } from '@heroku-release/release-kit/testing';
import {
  createSandbox,
  type RunningSandbox,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '@heroku-release/release-sandbox';
import { ZipFile } from 'yazl';
import {
  composeStage,
  type FlowEnvironment,
  type PublishPart,
  type ReleaseStatus,
  releaseStatus,
  type StageRequest,
  type VerifyDocument,
  verifyRelease,
} from '../src/index.ts';
import { copyTemplate, GIT_ENV, git, keepAsTemplate, type Template } from './template-repository.ts';

export const REPOSITORY = 'heroku/demo';
const SECRETS = { TPS_API_TOKEN: 'tps-token-marked', ACTOR_EMAIL: 'ada@example.invalid' };
const CONSTANT: Random = { hex: (bytes) => '0'.repeat(2 * bytes), fraction: () => 0 };

/** Options of a draft besides its bump. */
export interface DraftOptions {
  readonly previous?: string;
  readonly supersedes?: string;
}

/** How a stage is run in the world. */
export interface RunInWorld {
  readonly mode?: 'apply' | 'plan';
  readonly faults?: FaultPoints;
  readonly reporter?: Reporter;
  readonly signal?: AbortSignal;
  /** Parts of publish; default: all. */
  readonly only?: readonly PublishPart[];
}

/** A stage as it is run by another process: with a real HTTP client, and a virtual clock that begins at `startMs`. */
export interface RemoteRun {
  readonly request: StageRequest;
  readonly env: Readonly<Record<string, string>>;
  readonly startMs: number;
  readonly temporaryRoot: string;
}

/** Options of a {@link FlowWorld}. */
export interface WorldOptions {
  /** Runs the stages elsewhere. The services are then served over HTTP, and a delayed answer never comes. */
  readonly runElsewhere?: (run: RemoteRun) => Promise<StageReport>;
}

/** How create-tag learns of the run of package: by its end, or by a person who starts the workflow or the command with its id. */
export type CreateTagStart = 'workflow_run' | 'workflow_dispatch' | 'command';

/** How a run of package ends. */
export interface PackageRunEnd {
  /** Default `main`. */
  readonly branch?: string;
  /** Default `success`. */
  readonly conclusion?: 'success' | 'failure' | 'cancelled' | 'timed_out';
  /** Ids of an earlier world. */
  readonly run?: number;
  readonly artifact?: number;
}

/** A release in process: real git, the embedded services, a virtual clock. */
export class FlowWorld {
  readonly root: string;
  readonly checkout: string;
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox | RunningSandbox;
  /** The HTTP client of the last stage, with its requests to the services. */
  http = new HttpClient();
  readonly #options: WorldOptions;
  #payloads = 0;
  #packageRun: Readonly<Record<string, unknown>> | undefined;
  #packageRunId: number | undefined;

  private constructor(
    at: { readonly root: string; readonly checkout: string },
    services: { readonly clock: VirtualClock; readonly sandbox: Sandbox | RunningSandbox },
    options: WorldOptions,
  ) {
    this.root = at.root;
    this.checkout = at.checkout;
    this.clock = services.clock;
    this.sandbox = services.sandbox;
    this.#options = options;
    this.sandbox.pypi.addPublisher({
      project: 'demo',
      owner: 'heroku',
      ownerId: '7',
      repository: 'demo',
      workflow: 'publish.yml',
      environment: 'change_management',
    });
    this.sandbox.github.onEvent((event) => {
      if (event.name === 'workflow_run' && event.action === 'completed') this.#packageRun = event.payload;
      if (event.name !== 'workflow_dispatch') return;
      // Like GitHub, create a run for a dispatch.
      this.sandbox.github.createRun({
        repository: REPOSITORY,
        workflow: { path: '.github/workflows/publish.yml', name: 'Publish Release' },
        event: 'workflow_dispatch',
        headSha: event.sha,
        headBranch: event.ref.replace('refs/tags/', ''),
        actor: event.actor,
        id: event.runId,
      });
    });
  }

  static async open(template: Template, options: WorldOptions = {}): Promise<FlowWorld> {
    const at = await copyTemplate(template);
    const clock = new VirtualClock('2026-02-03T04:05:06Z');
    const services: SandboxOptions = {
      github: { repositories: [{ fullName: REPOSITORY, gitDirectory: at.remote, ownerId: 7, id: 70 }] },
      tps: { components: ['demo'], tokens: [{ token: SECRETS.TPS_API_TOKEN }] },
      pypi: { projects: [{ name: 'demo' }] },
    };
    const sandbox =
      options.runElsewhere === undefined
        ? createSandbox({ ...services, clock })
        : await startSandbox({ ...services, clock: { now: () => clock.now(), sleep: forever } });
    return new FlowWorld(at, { clock, sandbox }, options);
  }

  /** Saves the files of this world as a template for worlds that start from here. */
  async keep(): Promise<Template> {
    return await keepAsTemplate(this.root);
  }

  /** Copies a folder from the files of another world. */
  async take(template: Template, folder: string): Promise<void> {
    await cp(join(template.folder, folder), join(this.root, folder), { recursive: true });
  }

  async close(): Promise<void> {
    if ('close' in this.sandbox) await this.sandbox.close();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Runs `draft` as a person in the checkout. */
  async draft(
    bump = 'minor',
    { previous, supersedes, ...run }: RunInWorld & DraftOptions = {},
  ): Promise<StageReport> {
    const token = this.#token('user', { contents: 'write', 'pull-requests': 'write' });
    const report = await this.#run(
      { stage: 'draft', repo: this.checkout, bump, previous, supersedes },
      { GITHUB_TOKEN: token },
      run,
    );
    this.#syncPushes();
    return report;
  }

  /** Raises the events of pushes to the remote on disk. */
  #syncPushes(): void {
    this.sandbox.github.syncRefs(REPOSITORY, 'ada');
  }

  /** Opens the pull request of a branch that an earlier world drafted and pushed. */
  adoptDraft(version = '1.3.0'): void {
    this.sandbox.github.openPullRequest(REPOSITORY, {
      head: `release-v${version}`,
      base: 'main',
      title: `Release v${version}`,
      body: '',
      draft: true,
      by: 'ada',
    });
  }

  /** A person commits files on top of a branch and pushes them, to that branch or a new one. Answers with the commit. */
  async push(branch: string, files: Readonly<Record<string, string>>, from = branch): Promise<string> {
    const person = join(this.root, `person-${this.#payloads}`);
    this.#payloads += 1;
    await git(this.root, 'clone', '--quiet', '--branch', from, join(this.root, 'remote.git'), person);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(person, path)), { recursive: true });
      await writeFile(join(person, path), text);
    }
    await git(person, 'add', '--all');
    await git(person, 'commit', '--quiet', '-m', `Change ${Object.keys(files).join(', ')}`);
    await git(person, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
    this.#syncPushes();
    return await git(person, 'rev-parse', 'HEAD');
  }

  /** The text of a file on a branch of the remote. */
  async text(branch: string, path: string): Promise<string> {
    return `${await git(join(this.root, 'remote.git'), 'show', `${branch}:${path}`)}\n`;
  }

  /** A person opens a pull request. */
  openPull(head: string, base = 'main'): void {
    this.sandbox.github.openPullRequest(REPOSITORY, { head, base, title: `Merge ${head}`, by: 'ada' });
  }

  /** A merge queue merges all open pull requests into main with one push; answers with its payload. */
  mergeGroup(method: 'merge' | 'squash' | 'rebase' = 'merge'): Readonly<Record<string, unknown>> {
    const { github } = this.sandbox;
    this.#syncPushes();
    const pushes: Readonly<Record<string, unknown>>[] = [];
    const stop = github.onEvent((event) => {
      if (event.name === 'push' && event.ref === 'refs/heads/main') pushes.push(event.payload);
    });
    const open = github.repository(REPOSITORY).pulls.filter(({ state }) => state === 'open');
    const numbers = open.map(({ number }) => number);
    for (const number of numbers) github.markReady(REPOSITORY, number, { by: 'grace' });
    github.mergeGroup(REPOSITORY, numbers, { method, by: 'grace' });
    stop();
    const [push, ...more] = pushes;
    if (push === undefined || more.length > 0) throw new Error(`the group raised ${pushes.length} pushes`);
    return push;
  }

  /** A person merges the newest pull request; answers with the push event's payload. */
  merge(method: 'merge' | 'squash' | 'rebase' = 'merge'): Readonly<Record<string, unknown>> {
    const { github } = this.sandbox;
    this.#syncPushes();
    const pull = github.repository(REPOSITORY).pulls.at(-1);
    if (pull === undefined) throw new Error('there is no pull request');
    let push: Readonly<Record<string, unknown>> | undefined;
    const stop = github.onEvent((event) => {
      if (event.name === 'push' && event.ref === `refs/heads/${pull.baseRef}`) push = event.payload;
    });
    github.markReady(REPOSITORY, pull.number, { by: 'grace' });
    github.mergePullRequest(REPOSITORY, pull.number, { method, by: 'grace' });
    stop();
    if (push === undefined) throw new Error('the merge raised no push');
    return push;
  }

  /** Runs `package` for a push, in a fresh workspace like that of a job. */
  async package(push: Readonly<Record<string, unknown>>, run: RunInWorld = {}): Promise<StageReport> {
    const workspace = join(this.root, `workspace-${this.#payloads}`);
    await git(this.root, 'clone', '--quiet', join(this.root, 'remote.git'), workspace);
    const request: StageRequest = {
      stage: 'package',
      repo: workspace,
      out: join(this.root, 'dist'),
      toolFolder: join(this.root, 'uv'),
    };
    const event = await this.#event('push', push, 'refs/heads/main', String(push['after']));
    const token = this.#token('job', { contents: 'read', 'pull-requests': 'read' });
    return await this.#run(request, { ...event, GITHUB_TOKEN: token }, run);
  }

  /** `package` on the newest pull request, on its test merge as GitHub checks it out. */
  async review(run: RunInWorld = {}): Promise<StageReport> {
    this.#syncPushes();
    const pull = this.sandbox.github.repository(REPOSITORY).pulls.at(-1);
    if (pull === undefined) throw new Error('there is no pull request');
    const workspace = join(this.root, `workspace-${this.#payloads}`);
    await git(this.root, 'clone', '--quiet', join(this.root, 'remote.git'), workspace);
    await git(workspace, 'fetch', '--quiet', 'origin', `refs/pull/${pull.number}/merge`);
    await git(workspace, 'checkout', '--quiet', 'FETCH_HEAD');
    const sha = await git(workspace, 'rev-parse', 'HEAD');
    const payload = {
      action: 'synchronize',
      number: pull.number,
      pull_request: {
        node_id: 'PR_1',
        merged_at: null,
        merge_commit_sha: sha,
        head: { ref: pull.headRef, sha: pull.headSha, repo: { full_name: REPOSITORY } },
        base: { ref: pull.baseRef, sha: pull.baseSha },
      },
      repository: { full_name: REPOSITORY, default_branch: 'main' },
      sender: { login: 'ada' },
    };
    const event = await this.#event('pull_request', payload, `refs/pull/${pull.number}/merge`, sha);
    const request: StageRequest = {
      stage: 'package',
      repo: workspace,
      out: join(this.root, 'dist'),
      toolFolder: join(this.root, 'uv'),
    };
    return await this.#run(
      request,
      { ...event, GITHUB_TOKEN: this.#token('job', { contents: 'read' }) },
      run,
    );
  }

  /** What the workflow does after package: uploads the folder when it ended well, and the run ends. Answers with its id. */
  async finishPackageRun(sha: string, end: PackageRunEnd = {}): Promise<number> {
    const { branch = 'main', conclusion = 'success' } = end;
    const { github } = this.sandbox;
    const made = github.createRun({
      id: end.run,
      repository: REPOSITORY,
      workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
      event: 'push',
      headSha: sha,
      headBranch: branch,
      actor: 'grace',
    });
    if (conclusion === 'success') {
      const zip = await this.zipOfFiles();
      github.storeArtifact({ runId: made.id, name: 'release-dist', zip, id: end.artifact });
    }
    github.updateRun(made.id, { status: 'completed', conclusion });
    this.#packageRunId = made.id;
    return made.id;
  }

  /** Packs the files that package built, as the workflow uploads them. */
  async zipOfFiles(): Promise<Uint8Array> {
    return await zipOf(join(this.root, 'dist'));
  }

  /** A person runs a finished run of package again, and it ends well. */
  async rerunPackage(id: number): Promise<void> {
    const { github } = this.sandbox;
    const { attempt } = github.run(id);
    github.updateRun(id, { status: 'queued', attempt: attempt + 1 });
    github.storeArtifact({ runId: id, name: 'release-dist', zip: await this.zipOfFiles() });
    github.updateRun(id, { status: 'completed', conclusion: 'success' });
  }

  /** `create-tag`, after the last finished run of package. */
  async createTag({
    start = 'workflow_run',
    ...run
  }: RunInWorld & { readonly start?: CreateTagStart } = {}): Promise<StageReport> {
    const [payload, runId] = [this.#packageRun, this.#packageRunId];
    if (payload === undefined || runId === undefined) throw new Error('no run of package has ended');
    const GITHUB_TOKEN = this.#token('job', { contents: 'write', 'pull-requests': 'read', actions: 'write' });
    if (start === 'command') {
      const request: StageRequest = { stage: 'create-tag', repo: this.checkout, runId };
      return await this.#run(request, { GITHUB_TOKEN }, run);
    }
    const main = await git(join(this.root, 'remote.git'), 'rev-parse', 'main');
    const given = start === 'workflow_run' ? payload : dispatchPayload(runId);
    const event = await this.#event(start, given, 'refs/heads/main', main);
    return await this.#run({ stage: 'create-tag' }, { ...event, GITHUB_TOKEN }, run);
  }

  /** Runs `publish` at a tag. */
  async publish(tag: string, run: RunInWorld = {}): Promise<StageReport> {
    const ref = `refs/tags/${tag}`;
    const remote = join(this.root, 'remote.git');
    const sha = await git(remote, 'rev-parse', `${ref}^{commit}`).catch(() =>
      git(remote, 'rev-parse', 'main'),
    );
    const payload = {
      ref,
      workflow: '.github/workflows/publish.yml',
      inputs: null,
      repository: { full_name: REPOSITORY, default_branch: 'main' },
      sender: { login: 'github-actions[bot]' },
    };
    const event = await this.#event('workflow_dispatch', payload, ref, sha);
    const file = `${REPOSITORY}/.github/workflows/publish.yml@${ref}`;
    const identity = this.sandbox.identity.requestToken({
      repository: REPOSITORY,
      repository_owner: 'heroku',
      repository_owner_id: '7',
      job_workflow_ref: file,
      workflow_ref: file,
      ref,
      sha,
      event_name: 'workflow_dispatch',
      environment: 'change_management',
      sub: `repo:${REPOSITORY}:environment:change_management`,
    });
    const env = {
      ...event,
      ...SECRETS,
      GITHUB_TOKEN: this.#token('job', { contents: 'write', actions: 'read' }),
      ACTIONS_ID_TOKEN_REQUEST_URL: identity.url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: identity.token,
    };
    const workFolder = join(this.root, `publish-${this.#payloads}`);
    return await this.#run({ stage: 'publish', workFolder, only: run.only }, env, run);
  }

  /** Runs `status` as a person in the checkout whose only secret is a token for GitHub. */
  async status(version?: string): Promise<ReleaseStatus> {
    const token = this.#token('user', { contents: 'write', 'pull-requests': 'write', actions: 'write' });
    const workFolder = join(this.root, `status-${this.#payloads}`);
    this.#payloads += 1;
    const request = { repo: this.checkout, workFolder, version };
    return await releaseStatus(request, this.#environment({ GITHUB_TOKEN: token }));
  }

  /** `verify`, by anybody: without a checkout, and without a token unless one is given. */
  async verify(version = '1.3.0', env: Readonly<Record<string, string>> = {}): Promise<VerifyDocument> {
    const signal = new AbortController().signal;
    const request = { version, repo: this.root };
    return await verifyRelease(request, this.#environment(env), { reporter: silentReporter, signal });
  }

  /** Runs everything up to and including the tag. */
  async upToTag(): Promise<string> {
    await this.draft();
    const push = this.merge();
    await this.package(push);
    await this.finishPackageRun(String(push['after']));
    await this.createTag();
    return 'v1.3.0';
  }

  /** The state that other people can see, without ids and times, for comparison. */
  async state(): Promise<unknown> {
    const remote = join(this.root, 'remote.git');
    const refs = await git(remote, 'for-each-ref', '--format=%(refname) %(tree)%(*tree) %(contents:subject)');
    const repository = this.sandbox.github.repository(REPOSITORY);
    const { pypi, tps } = this.sandbox;
    return {
      refs: refs.split('\n').filter((ref) => !ref.startsWith('refs/pull/')),
      pulls: repository.pulls.map(({ number, title, state, draft, headRef, baseRef, body }) => {
        return { number, title, state, draft, headRef, baseRef, body };
      }),
      releases: repository.releases.map(({ tagName, name, draft, prerelease, body, assets }) => {
        const files = assets.map(({ name: file, digest, state }) => ({ file, digest, state }));
        return {
          tagName,
          name,
          draft,
          prerelease,
          body,
          files: files.sort((a, b) => (a.file < b.file ? -1 : 1)),
        };
      }),
      runs: repository.runs.map(({ workflow, event, headBranch }) => ({
        workflow: workflow.path,
        event,
        headBranch,
      })),
      index: pypi.filesOf('demo').map((name) => ({ name, sha256: pypi.store.file(name)?.sha256 })),
      locks: tps.locks.map(({ component, sha }) => ({ component, sha })),
      // Duplicates are allowed here, since a possible duplicate beats a missing record. Tests check the number separately.
      records: [...new Set(tps.records.map(({ component, sha }) => `${component} ${sha}`))],
      checkout: await git(this.checkout, 'status', '--porcelain', '--branch'),
    };
  }

  #token(kind: 'user' | 'job', permissions: Readonly<Record<string, 'read' | 'write'>>): string {
    return this.sandbox.github.issueToken({ repository: REPOSITORY, actor: 'ada', kind, permissions });
  }

  async #event(
    name: string,
    payload: Readonly<Record<string, unknown>>,
    ref: string,
    sha: string,
  ): Promise<Record<string, string>> {
    this.#payloads += 1;
    const path = join(this.root, `event-${this.#payloads}.json`);
    await writeFile(path, JSON.stringify(payload));
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: path,
      GITHUB_REF: ref,
      GITHUB_SHA: sha,
      GITHUB_RUN_ID: '1',
    };
  }

  #variables(env: Readonly<Record<string, string>>): Record<string, string> {
    return { ...GIT_ENV, ...this.sandbox.endpoints, GITHUB_REPOSITORY: REPOSITORY, ...env };
  }

  #environment(env: Readonly<Record<string, string>>, faults?: FaultPoints): FlowEnvironment {
    const all = this.#variables(env);
    this.http = new HttpClient({ transport: fetchTransport(this.sandbox.fetch), faults });
    return {
      env: all,
      clock: this.clock,
      random: CONSTANT,
      redactor: new Redactor(),
      http: this.http,
      commands: new CommandRunner({ env: all, faults }),
      files: new FileStore({ temporaryRoot: this.root, faults }),
    };
  }

  async #run(
    request: StageRequest,
    env: Readonly<Record<string, string>>,
    { mode = 'apply', faults, reporter = new RecordingReporter(), signal }: RunInWorld,
  ): Promise<StageReport> {
    const { runElsewhere } = this.#options;
    if (runElsewhere !== undefined) {
      const [startMs, temporaryRoot] = [this.clock.now(), this.root];
      return await runElsewhere({ request, env: this.#variables(env), startMs, temporaryRoot });
    }
    const world = this.#environment(env, faults);
    const stage = await composeStage(request, world);
    return await stage.run({ mode, reporter, signal: signal ?? new AbortController().signal });
  }
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

/** The payload when a person starts the workflow of create-tag for a run of package. */
function dispatchPayload(runId: number): Readonly<Record<string, unknown>> {
  return {
    ref: 'refs/heads/main',
    workflow: '.github/workflows/create-tag.yml',
    inputs: { run: String(runId) },
    repository: { full_name: REPOSITORY, default_branch: 'main' },
    sender: { login: 'ada' },
  };
}

async function zipOf(folder: string): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const name of (await readdir(folder)).sort()) {
    zip.addBuffer(await readFile(join(folder, name)), name, { mtime: new Date(0) });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
