import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import {
  PLAN_FILE,
  type ReleasePlan,
  renderReleasePlan,
  renderTagMessage,
} from '@heroku-release/release-flow';
import { parseSettings } from '@heroku-release/release-history';
import { type RunningSandbox, startSandbox } from '@heroku-release/release-sandbox';
import { git, GIT_ENV } from './git.ts';
import { type Ended, heroku } from './program.ts';
import { copyTemplate, type Template } from './template.ts';
import { zipFolder } from './zip-folder.ts';

/** The repository of the tests on GitHub. */
export const REPOSITORY = 'heroku/demo';
const TPS_TOKEN = 'tps-token-marked';

/** Operations that change nothing although they are not GET requests. */
const READS = new Set(['github.graphql', 'github.git.fetch']);

/** A repository, its checkout, and the services of its release over HTTP. Programs run against it as processes. */
export class ReleaseWorld {
  readonly root: string;
  readonly checkout: string;
  readonly sandbox: RunningSandbox;

  private constructor(root: string, sandbox: RunningSandbox) {
    this.root = root;
    this.checkout = join(root, 'checkout');
    this.sandbox = sandbox;
  }

  static async open(template: Template): Promise<ReleaseWorld> {
    const root = await copyTemplate(template);
    const gitDirectory = join(root, 'remote.git');
    const sandbox = await startSandbox({
      github: { repositories: [{ fullName: REPOSITORY, gitDirectory, ownerId: 7, id: 70 }] },
      tps: { components: ['demo'], tokens: [{ token: TPS_TOKEN }] },
      pypi: { projects: [{ name: 'demo' }] },
    });
    sandbox.pypi.addPublisher({
      project: 'demo',
      owner: 'heroku',
      ownerId: '7',
      repository: 'demo',
      workflow: 'publish.yml',
      environment: 'change_management',
    });
    const world = new ReleaseWorld(root, sandbox);
    const url = `${sandbox.endpoints.GITHUB_SERVER_URL}/${REPOSITORY}.git`;
    await git(world.checkout, 'remote', 'add', 'origin', url);
    return world;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Runs the command line in the checkout, with the environment of a person who may release. */
  async run(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Promise<Ended> {
    return await heroku(args, { cwd: this.checkout, env: { ...this.env(), ...env } });
  }

  /** The whole environment of a person who may release. */
  env(): Record<string, string | undefined> {
    const { github } = this.sandbox;
    return {
      ...GIT_ENV,
      HOME: process.env['HOME'],
      ...this.sandbox.endpoints,
      GITHUB_TOKEN: github.issueToken({
        repository: REPOSITORY,
        actor: 'ada',
        kind: 'user',
        permissions: { contents: 'write', 'pull-requests': 'write', actions: 'write' },
      }),
    };
  }

  /** The variables that publish needs too: the secrets of TPS and the identity of a job. */
  async publishEnv(tag = 'v1.3.0'): Promise<Record<string, string>> {
    const ref = `refs/tags/${tag}`;
    const file = `${REPOSITORY}/.github/workflows/publish.yml@${ref}`;
    const identity = this.sandbox.identity.requestToken({
      repository: REPOSITORY,
      repository_owner: 'heroku',
      repository_owner_id: '7',
      job_workflow_ref: file,
      workflow_ref: file,
      ref,
      sha: await this.remote('rev-parse', `${ref}^{commit}`),
      event_name: 'workflow_dispatch',
      environment: 'change_management',
      sub: `repo:${REPOSITORY}:environment:change_management`,
    });
    return {
      TPS_API_TOKEN: TPS_TOKEN,
      ACTOR_EMAIL: 'ada@example.invalid',
      ACTIONS_ID_TOKEN_REQUEST_URL: identity.url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: identity.token,
    };
  }

  /** Runs git in the bare repository. */
  async remote(...args: readonly string[]): Promise<string> {
    return await git(join(this.root, 'remote.git'), ...args);
  }

  /**
   * Prepares the release of 1.3.0 for publish: main at the release commit, a successful run of package with its artifact, and the tag
   * that names both. `change` may alter the built files or the plan before they are packed.
   */
  async tagRelease(change: (dist: string, plan: ReleasePlan) => Promise<unknown> = unchanged): Promise<void> {
    const [next, dist] = [join(this.root, 'next'), join(this.root, 'dist')];
    await git(next, 'push', '--quiet', join(this.root, 'remote.git'), 'HEAD:main');
    const sha = await git(next, 'rev-parse', 'HEAD');
    const plan = await planOf(dist, sha, await readFile(join(next, 'pyproject.toml'), 'utf8'));
    await change(dist, plan);
    await writeFile(join(dist, PLAN_FILE), renderReleasePlan(plan));
    const { github } = this.sandbox;
    const run = github.createRun({
      repository: REPOSITORY,
      workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
      event: 'push',
      headSha: sha,
      headBranch: 'main',
      actor: 'grace',
    });
    const zip = await zipFolder(dist);
    const artifact = github.storeArtifact({ runId: run.id, name: 'release-dist', zip });
    github.updateRun(run.id, { status: 'completed', conclusion: 'success' });
    const artifactSha256 = createHash('sha256').update(zip).digest('hex');
    const message = renderTagMessage('v1.3.0', { runId: run.id, artifactId: artifact.id, artifactSha256 });
    await this.remote('tag', '-a', '-m', message, 'v1.3.0', sha);
    github.syncRefs(REPOSITORY, 'ada');
  }

  /** The requests so far that changed something, or tried to. */
  writes(): string[] {
    return this.sandbox.log
      .filter(({ method, operation }) => !['GET', 'HEAD'].includes(method) && !READS.has(operation))
      .map(({ operation }) => operation);
  }

  /** The state of the services, for comparison: everything visible from outside, without ids and times. */
  async state(): Promise<ServiceState> {
    const format = '--format=%(refname) %(contents:subject)';
    const refs = (await this.remote('for-each-ref', format, 'refs/heads', 'refs/tags')).split('\n');
    const { github, pypi, tps } = this.sandbox;
    const repository = github.repository(REPOSITORY);
    return {
      refs: await Promise.all(
        refs.map(async (ref) => `${ref}\n${await this.#tree(ref.split(' ')[0] ?? '')}`),
      ),
      pulls: repository.pulls.map(({ number, title, state, draft, headRef, baseRef, body }) => {
        return { number, title, state, draft, headRef, baseRef, body: this.#normalized(body ?? '') };
      }),
      releases: repository.releases.map(({ tagName, name, draft, prerelease, body, assets }) => {
        const files = assets.map(({ name: file, digest, state }) => `${file} ${digest ?? ''} ${state}`);
        return { tagName, name, draft, prerelease, body, files: files.sort() };
      }),
      runs: repository.runs.map(({ workflow, event }) => `${workflow.path} ${event}`),
      index: pypi.filesOf('demo').map((name) => `${name} ${pypi.store.file(name)?.sha256 ?? ''}`),
      locks: tps.locks.map(({ component, sha }) => `${component} ${sha}`),
      records: tps.records.map(({ component, sha }) => `${component} ${sha}`),
    };
  }

  /** The files of a branch or tag, and the text of its changelog with its links normalized. */
  async #tree(ref: string): Promise<string> {
    const files = await this.remote('ls-tree', '-r', ref);
    const others = files.split('\n').filter((line) => !line.endsWith('\tCHANGELOG.md'));
    return [...others, this.#normalized(await this.remote('show', `${ref}:CHANGELOG.md`))].join('\n');
  }

  /** Replaces the origin of this world in links. */
  #normalized(text: string): string {
    return text.replaceAll(this.sandbox.endpoints.GITHUB_SERVER_URL, 'https://github.test');
  }
}

/** See {@link ReleaseWorld.state}. */
export interface ServiceState {
  readonly refs: readonly string[];
  readonly pulls: readonly unknown[];
  readonly releases: readonly { readonly draft: boolean; readonly files: readonly string[] }[];
  readonly runs: readonly string[];
  readonly index: readonly string[];
  readonly locks: readonly string[];
  readonly records: readonly string[];
}

async function unchanged(): Promise<void> {
  // The files and the plan stay as they were built.
}

async function planOf(dist: string, commit: string, text: string): Promise<ReleasePlan> {
  const names = (await readdir(dist)).sort();
  const artifacts = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(dist, name));
      return {
        name,
        kind: name.endsWith('.whl') ? ('wheel' as const) : ('sdist' as const),
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      };
    }),
  );
  return {
    format: 1,
    name: 'demo',
    version: '1.3.0',
    tag: 'v1.3.0',
    commit,
    repository: REPOSITORY,
    component: 'demo',
    prerelease: false,
    settings: parseSettings({ pyproject: text }),
    artifacts,
    tested: 'nothing',
    tests: [],
    lint: 'skipped',
    attestations: 'off',
    notes: '- Greet people\n',
  };
}
