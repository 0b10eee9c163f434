import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '@heroku-release/release-sandbox';
import type { RunningSandbox } from '@heroku-release/release-sandbox';
import { execa } from 'execa';
import { WorkflowRunner } from '../src/runner/workflow-runner.ts';
import type { WorkflowRunnerOptions } from '../src/run/settings.ts';
import type { Progress, RunResult } from '../src/run/results.ts';

export const REPOSITORY = 'heroku/demo';
export const PROBE = fileURLToPath(new URL('./actions/probe', import.meta.url));

const gitEnv = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

/** Options of a {@link RunnerWorld}. */
export interface WorldOptions extends Partial<WorkflowRunnerOptions> {
  /** Workflow files by name without `.yml`. */
  readonly files: Readonly<Record<string, string>>;
  /** Other files by path. */
  readonly more?: Readonly<Record<string, string>> | undefined;
}

/** A bare repository, a sandbox over HTTP and a runner that listens. */
export class RunnerWorld {
  readonly sandbox: RunningSandbox;
  readonly runner: WorkflowRunner;
  readonly root: string;
  readonly progress: Progress[];

  private constructor(sandbox: RunningSandbox, runner: WorkflowRunner, root: string, progress: Progress[]) {
    this.sandbox = sandbox;
    this.runner = runner;
    this.root = root;
    this.progress = progress;
  }

  static async make({ files, more, ...options }: WorldOptions): Promise<RunnerWorld> {
    const root = await mkdtemp(join(tmpdir(), 'runner-world-'));
    const bare = join(root, 'demo.git');
    const clone = join(root, 'clone');
    await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
    await execa('git', ['clone', '--quiet', bare, clone], { stderr: 'ignore' });
    const workflows = Object.entries(files).map(([name, text]) => [`.github/workflows/${name}.yml`, text]);
    const all = { 'README.md': 'demo\n', ...Object.fromEntries(workflows), ...more } as Record<
      string,
      string
    >;
    for (const [path, text] of Object.entries(all)) {
      await mkdir(dirname(join(clone, path)), { recursive: true });
      await writeFile(join(clone, path), text);
    }
    const world = { root, clone };
    await git(world, 'checkout', '--quiet', '-B', 'main');
    await git(world, 'add', '--all');
    await git(world, 'commit', '--quiet', '-m', 'Begin');
    await git(world, 'push', '--quiet', 'origin', 'main');
    const sandbox = await startSandbox();
    sandbox.github.addRepository({ fullName: REPOSITORY, defaultBranch: 'main', gitDirectory: bare });
    const progress: Progress[] = [];
    const runner = new WorkflowRunner({
      sandbox,
      repository: REPOSITORY,
      actions: new Map([['heroku/tools/probe', PROBE]]),
      workRoot: join(root, 'work'),
      env: { PATH: process.env['PATH'] ?? '', HOME: root, LANG: 'C.UTF-8' },
      machine: { node: process.execPath },
      onProgress: (event) => progress.push(event),
      ...options,
    });
    runner.attach();
    return new RunnerWorld(sandbox, runner, root, progress);
  }

  get clone(): string {
    return join(this.root, 'clone');
  }

  async git(...args: readonly string[]): Promise<string> {
    return await git(this, ...args);
  }

  /** Commits to the current branch of the clone. */
  async commit(message: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.clone, path)), { recursive: true });
      await writeFile(join(this.clone, path), text);
    }
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return await this.git('rev-parse', 'HEAD');
  }

  /** Pushes as a person and notifies the sandbox. */
  async push(...refspecs: readonly string[]): Promise<void> {
    await this.git('push', '--quiet', 'origin', ...refspecs);
    this.sandbox.github.syncRefs(REPOSITORY, 'ada');
  }

  /** Pushes an empty commit to main and plays everything that it starts. */
  async play(message = 'Change'): Promise<readonly RunResult[]> {
    await this.commit(message);
    await this.push('main');
    return await this.runner.drain();
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.root, { recursive: true, force: true });
  }
}

async function git(world: { readonly clone: string }, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execa('git', args, { cwd: world.clone, env: gitEnv });
  return stdout;
}

/** Makes a workflow with one job for pushes to main. */
export function onPush(steps: string, top = '', job = ''): string {
  return `name: Test\non: { push: { branches: [main] } }\n${top}jobs:\n  job:\n    runs-on: ubuntu-latest\n${indent(job, 4)}    steps:\n${indent(steps, 6)}`;
}

export function indent(text: string, width: number): string {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `${' '.repeat(width)}${line}\n`)
    .join('');
}
