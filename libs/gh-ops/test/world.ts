import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpClient } from '@heroku-release/release-kit';
import { fetchTransport, VirtualClock } from '@heroku-release/release-kit/testing';
import {
  createSandbox,
  type RunningSandbox,
  type Sandbox,
  startSandbox,
} from '@heroku-release/release-sandbox';
import { GitHubRepository } from '../src/index.ts';

const FULL_NAME = 'heroku/demo';
const WORKFLOW = '.github/workflows/publish.yml';
const PUBLISH = `name: Publish Release
on:
  workflow_dispatch:
    inputs:
      tag:
        required: false
jobs: {}
`;

/** The permissions of a token. */
export type Permissions = Record<string, 'read' | 'write'>;

const ALL_PERMISSIONS: Permissions = {
  contents: 'write',
  'pull-requests': 'write',
  actions: 'write',
};

/** A repository on the sandbox's GitHub: a real bare repository with one commit on main. */
export class GitHubWorld implements AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly folder: string;
  readonly http: HttpClient;
  readonly #close: () => Promise<void>;

  private constructor(sandbox: Sandbox, clock: VirtualClock, folder: string, close: () => Promise<void>) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.folder = folder;
    this.#close = close;
    this.http = this.client();
  }

  /** A world in process, on a virtual clock. */
  static create(): GitHubWorld {
    const clock = new VirtualClock();
    return new GitHubWorld(createSandbox({ clock }), clock, createFolder(), () =>
      Promise.resolve(),
    ).#addRepository();
  }

  /** The same over HTTP. */
  static async start(): Promise<GitHubWorld> {
    const clock = new VirtualClock();
    const sandbox: RunningSandbox = await startSandbox({ clock });
    return new GitHubWorld(sandbox, clock, createFolder(), () => sandbox.close()).#addRepository();
  }

  /** A client whose requests the sandbox answers in process. */
  client(): HttpClient {
    return new HttpClient({ transport: fetchTransport((request) => this.sandbox.fetch(request)) });
  }

  /** The repository through a separate token; default: that of a person with every permission, in process. */
  as(
    options: {
      permissions?: Permissions;
      kind?: 'user' | 'job';
      http?: HttpClient;
      token?: string;
      repo?: string;
    } = {},
  ): GitHubRepository {
    const token =
      options.token ??
      this.sandbox.github.issueToken({
        repository: FULL_NAME,
        actor: 'dev',
        kind: options.kind ?? 'user',
        permissions: options.permissions ?? ALL_PERMISSIONS,
      });
    const { GITHUB_API_URL: apiUrl, GITHUB_GRAPHQL_URL: graphqlUrl } = this.sandbox.endpoints;
    return new GitHubRepository({
      http: options.http ?? this.http,
      owner: 'heroku',
      repo: options.repo ?? 'demo',
      token,
      endpoints: { apiUrl, graphqlUrl },
      clock: this.clock,
    });
  }

  /** The repository for somebody without a token. */
  anonymous(): GitHubRepository {
    const { GITHUB_API_URL: apiUrl, GITHUB_GRAPHQL_URL: graphqlUrl } = this.sandbox.endpoints;
    const { http, clock } = this;
    return new GitHubRepository({
      http,
      owner: 'heroku',
      repo: 'demo',
      endpoints: { apiUrl, graphqlUrl },
      clock,
    });
  }

  /** Commits files to a branch, as a push by a person, and returns the commit. */
  push(branch: string, files: Record<string, string>, from = 'main'): string {
    const work = join(this.folder, 'work');
    const exists = git(this.folder, 'ls-remote', join(this.folder, 'bare'), `refs/heads/${branch}`) !== '';
    git(work, 'fetch', '-q', 'origin', exists ? branch : from);
    git(work, 'checkout', '-q', '--detach', 'FETCH_HEAD');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(work, name), text);
    git(work, 'add', '-A');
    git(work, 'commit', '-q', '-m', `change ${branch}`);
    git(work, 'push', '-q', 'origin', `HEAD:refs/heads/${branch}`);
    this.sandbox.github.syncRefs(FULL_NAME, 'dev');
    return git(work, 'rev-parse', 'HEAD');
  }

  /** The commit at a revision on the server. */
  at(revision: string): string {
    return git(join(this.folder, 'bare'), 'rev-parse', revision);
  }

  /** Prepares, proposes and merges the release 1.2.0; returns the commit on main. */
  async mergeRelease(method: 'merge' | 'squash' | 'rebase' = 'merge'): Promise<string> {
    this.push('release-v1.2.0', { 'pyproject.toml': 'version = "1.2.0"\n', 'CHANGELOG.md': '# 1.2.0\n' });
    const { number } = await this.as({ http: this.client() }).pulls.ensure({
      head: 'release-v1.2.0',
      base: 'main',
      title: 'Release v1.2.0',
      body: 'notes',
      draft: false,
    });
    this.sandbox.github.mergePullRequest(FULL_NAME, number, { method, by: 'dev' });
    return this.at('main');
  }

  /** Creates a finished run of package with an artifact. */
  packaged(headSha: string, zip = 'zip bytes'): { runId: number; artifactId: number } {
    const { github } = this.sandbox;
    const run = github.createRun({
      repository: FULL_NAME,
      workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
      event: 'push',
      headSha,
      headBranch: 'main',
      actor: 'dev',
    });
    const artifact = github.storeArtifact({ runId: run.id, name: 'release-dist', zip: Buffer.from(zip) });
    github.updateRun(run.id, { status: 'completed', conclusion: 'success' });
    return { runId: run.id, artifactId: artifact.id };
  }

  /** Requests sent by {@link http}, by service. */
  requests(service = 'github'): number {
    return this.http.sent.filter((request) => request.service === service).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #addRepository(): this {
    const gitDirectory = join(this.folder, 'bare');
    this.sandbox.github.addRepository({ fullName: FULL_NAME, defaultBranch: 'main', gitDirectory });
    return this;
  }
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gh-ops-'));
  git(folder, 'init', '-q', '--bare', '-b', 'main', 'bare');
  git(folder, 'init', '-q', '-b', 'main', 'work');
  const work = join(folder, 'work');
  git(work, 'remote', 'add', 'origin', join(folder, 'bare'));
  execFileSync('mkdir', ['-p', join(work, '.github/workflows')]);
  writeFileSync(join(work, WORKFLOW), PUBLISH);
  writeFileSync(join(work, 'pyproject.toml'), 'version = "1.1.0"\n');
  git(work, 'add', '-A');
  git(work, 'commit', '-q', '-m', 'begin');
  git(work, 'push', '-q', 'origin', 'main');
  return folder;
}

function git(cwd: string, ...args: string[]): string {
  const person = { NAME: 'Dev', EMAIL: 'dev@example.test', DATE: '2026-01-01T00:00:00Z' };
  const identity = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    ...(Object.fromEntries(identity) as Record<string, string>),
  };
  return execFileSync('git', args, { cwd, env, encoding: 'utf8' }).trim();
}
