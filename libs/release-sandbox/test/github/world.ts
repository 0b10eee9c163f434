import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execaSync } from 'execa';
import { Faults } from '../../src/service/faults.ts';
import { serveOnLoopback } from '../../src/service/loopback-server.ts';
import type { SandboxContext } from '../../src/service/service.ts';
import type { SandboxEvent } from '../../src/github/model/event.ts';
import { GitHubSandbox } from '../../src/github/github-sandbox.ts';
import type { Permissions } from '../../src/github/model/token.ts';
import type { RepositorySettings } from '../../src/github/model/repository.ts';

/** A clock that moves only when told to. */
export class HandClock {
  ms = Date.parse('2026-03-02T10:00:00Z');

  now(): number {
    return this.ms;
  }

  sleep(ms: number): Promise<void> {
    this.ms += ms;
    return Promise.resolve();
  }
}

/** A status with its JSON body. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; text where it is no JSON. */
  readonly json: unknown;
}

/** The GitHub side on loopback with `heroku/demo`, a work tree beside it, and a way to ask. */
export interface GitHubWorld extends SandboxContext {
  readonly clock: HandClock;
  readonly github: GitHubSandbox;
  readonly origin: string;
  readonly events: SandboxEvent[];
  readonly folder: string;
  readonly bare: string;
  readonly work: string;
  /** Runs git in the work tree. */
  git(...args: string[]): string;
  /** Writes files, commits them on the present branch, and returns the commit. */
  commit(subject: string, files: Readonly<Record<string, string>>): string;
  /** Pushes a branch into the bare repository and tells GitHub that `casey` did. */
  push(branch: string): void;
  user(permissions?: Permissions): string;
  job(permissions: Permissions): string;
  ask(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  graphql(token: string | undefined, query: string, variables?: object): Promise<Answer>;
  close(): Promise<void>;
}

export const repositoryName = 'heroku/demo';

/** All a person with push access may do. */
export const everything: Permissions = {
  contents: 'write',
  'pull-requests': 'write',
  actions: 'write',
};

const publishWorkflow = `name: Publish Library
on:
  push:
    tags: ['v*']
  workflow_dispatch:
    inputs:
      reason:
        description: why
        required: false
        default: none
`;

const env = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Casey',
  GIT_AUTHOR_EMAIL: 'casey@example.com',
  GIT_COMMITTER_NAME: 'Casey',
  GIT_COMMITTER_EMAIL: 'casey@example.com',
  GIT_AUTHOR_DATE: '2026-03-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-03-01T00:00:00Z',
};

const run = (cwd: string, args: readonly string[]) => execaSync('git', args, { cwd, env }).stdout;

function commitIn(work: string, subject: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), text);
  }
  run(work, ['add', '--all']);
  run(work, ['commit', '--quiet', '--allow-empty', '--message', subject]);
  return run(work, ['rev-parse', 'HEAD']);
}

let template: string | undefined;

/** A work tree and its bare repository with one commit, made once and copied for each world. */
function templateFolder(): string {
  if (template !== undefined) return template;
  template = mkdtempSync(join(tmpdir(), 'github-side-'));
  const work = join(template, 'work');
  run(template, ['init', '--quiet', '--bare', '--initial-branch=main', 'demo.git']);
  run(template, ['init', '--quiet', '--initial-branch=main', work]);
  run(work, ['remote', 'add', 'origin', '../demo.git']);
  commitIn(work, 'Start', {
    'pyproject.toml': '[project]\nname = "demo"\nversion = "1.0.0"\n',
    '.github/workflows/publish.yml': publishWorkflow,
    '.github/workflows/package.yml': 'name: Package Library\non: [push, pull_request]\n',
  });
  run(work, ['push', '--quiet', 'origin', 'main']);
  const made = template;
  process.once('exit', () => {
    rmSync(made, { recursive: true, force: true });
  });
  return template;
}

/** Starts a world. The caller closes it. */
export async function startWorld(settings: Partial<RepositorySettings> = {}): Promise<GitHubWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'github-side-'));
  cpSync(templateFolder(), folder, { recursive: true });
  const [bare, work] = [join(folder, 'demo.git'), join(folder, 'work')];
  const clock = new HandClock();
  const world: SandboxContext & { readonly clock: HandClock } = { clock, faults: new Faults(), log: [] };
  const git = (...args: string[]) => run(work, args);
  const commit = (subject: string, files: Readonly<Record<string, string>>) => commitIn(work, subject, files);
  let origin = '';
  const github = new GitHubSandbox(world, () => origin, {
    repositories: [{ fullName: repositoryName, gitDirectory: bare, settings }],
  });
  const host = await serveOnLoopback(github.service);
  origin = host.origin;
  const events: SandboxEvent[] = [];
  github.onEvent((event) => events.push(event));
  const issue = (kind: 'user' | 'job', permissions: Permissions) =>
    github.issueToken({ repository: repositoryName, actor: 'casey', kind, permissions });
  const ask: GitHubWorld['ask'] = async (token, method, path, body, headers = {}) => {
    const url = path.startsWith('http') ? path : `${origin}/api/v3/repos/${repositoryName}${path}`;
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      json: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
    };
  };
  return {
    ...world,
    github,
    origin,
    events,
    folder,
    bare,
    work,
    git,
    commit,
    push: (branch) => {
      git('push', '--quiet', '--force', 'origin', branch);
      github.syncRefs(repositoryName, 'casey');
    },
    user: (permissions = everything) => issue('user', permissions),
    job: (permissions) => issue('job', permissions),
    ask,
    graphql: (token, query, variables = {}) =>
      ask(token, 'POST', `${origin}/api/graphql`, { query, variables }),
    close: async () => {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Pushes a branch with one commit and opens a pull request from it. Returns its number and the head commit. */
export function openReleasePull(
  world: GitHubWorld,
  branch = 'release-v1.1.0',
  options: { readonly draft?: boolean; readonly files?: Readonly<Record<string, string>> } = {},
) {
  world.git('checkout', '--quiet', '-B', branch, 'main');
  const head = world.commit(
    'Prepare v1.1.0',
    options.files ?? { 'pyproject.toml': '[project]\nversion = "1.1.0"\n' },
  );
  world.git('checkout', '--quiet', 'main');
  world.push(branch);
  const pull = world.github.openPullRequest(repositoryName, {
    title: 'Release v1.1.0',
    head: branch,
    base: 'main',
    draft: options.draft ?? false,
    by: 'casey',
  });
  return { pull, head };
}

/** A value inside parsed JSON, by a path such as `data.repository.id`; throws where the path leads nowhere. */
export function at(json: unknown, path: string): unknown {
  let value = json;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !(key in value))
      throw new Error(`no ${path} in ${JSON.stringify(json)}`);
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
