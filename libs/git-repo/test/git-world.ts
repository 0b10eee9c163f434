import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FaultPoints } from '@heroku-release/release-kit';
import { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { GitRepository } from '../src/index.ts';

/** A folder of real repositories that is removed after the test. */
export class GitWorld implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'git-world-'));
  readonly env = {
    PATH: process.env['PATH'],
    HOME: this.root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
    GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  };

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.root, name);
  }

  /** Runs git directly, outside the code under test. */
  git(repository: string, ...args: string[]): string {
    return execFileSync('git', ['-C', this.path(repository), ...args], {
      env: this.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd();
  }

  /** A repository with one commit, `hello.txt`. */
  init(name = 'work'): string {
    mkdirSync(this.path(name), { recursive: true });
    this.git(name, 'init', '--quiet', '--initial-branch=main');
    this.git(name, 'config', 'user.name', 'Ada Example');
    this.git(name, 'config', 'user.email', 'ada@example.invalid');
    this.commit(name, 'feat: begin', { 'hello.txt': 'hello\n' });
    return this.path(name);
  }

  write(name: string, file: string, text: string): void {
    const path = join(this.path(name), file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  commit(name: string, message: string, files: Record<string, string> = {}): string {
    for (const [file, text] of Object.entries(files)) this.write(name, file, text);
    this.git(name, 'add', '--all');
    this.git(name, 'commit', '--quiet', '--allow-empty', '-m', message);
    return this.git(name, 'rev-parse', 'HEAD');
  }

  /** Makes a bare clone and sets it as the remote `origin`. */
  remoteOf(name: string, remote = 'remote.git'): string {
    execFileSync('git', ['clone', '--quiet', '--bare', this.path(name), this.path(remote)], {
      env: this.env,
    });
    this.git(name, 'remote', 'add', 'origin', this.path(remote));
    return this.path(remote);
  }

  runner(faults?: FaultPoints, env: Record<string, string | undefined> = {}): CommandRunner {
    const dates = { GIT_AUTHOR_DATE: undefined, GIT_COMMITTER_DATE: undefined };
    return new CommandRunner({
      env: { ...this.env, ...dates, ...env },
      faults,
    });
  }

  async open(name = 'work', runner = this.runner()): Promise<GitRepository> {
    const files = new FileStore({ temporaryRoot: this.root });
    return await GitRepository.open(this.path(name), { commands: runner, files });
  }

  /** Every file below a folder with its hash and time, except git's objects. */
  snapshot(name: string): Record<string, string> {
    const seen: Record<string, string> = {};
    const walk = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (path.endsWith('.git/objects')) continue;
        if (entry.isDirectory()) walk(path);
        else {
          const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
          seen[path] = `${hash} ${statSync(path).mtimeMs}`;
        }
      }
    };
    walk(this.path(name));
    return seen;
  }
}

/** The code of the error that a promise rejects with. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}
