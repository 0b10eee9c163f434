import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FlowWorld } from './flow-world.ts';
import { git } from './template-repository.ts';

/** A person's work on branches, in a clone apart from the checkout of the releaser. */
export class Branches {
  readonly #world: FlowWorld;

  constructor(world: FlowWorld) {
    this.#world = world;
  }

  /** A command on the repository at GitHub. */
  async remote(...args: readonly string[]): Promise<string> {
    return await git(join(this.#world.root, 'remote.git'), ...args);
  }

  /** Commits on a branch and pushes it; `null` removes a file. Answers with the short id. */
  async commit(
    branch: string,
    message: string,
    files: Readonly<Record<string, string | null>> = {},
  ): Promise<string> {
    return await this.work(branch, async (clone) => {
      for (const [path, text] of Object.entries(files)) {
        const file = join(clone, path);
        await mkdir(dirname(file), { recursive: true });
        await (text === null ? rm(file) : writeFile(file, text));
      }
      await git(clone, 'add', '--all');
      await git(clone, 'commit', '--quiet', '--allow-empty', '-m', message);
    });
  }

  /** Commits another text of a file. */
  async edit(
    branch: string,
    path: string,
    change: (text: string) => string,
    message: string,
  ): Promise<string> {
    const text = `${await this.remote('show', `${branch}:${path}`)}\n`;
    return await this.commit(branch, message, { [path]: change(text) });
  }

  /** The button "Update branch" on GitHub; `files` are added to the merge by hand. */
  async update(branch: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
    return await this.work(branch, async (clone) => {
      await git(clone, 'merge', '--quiet', '--no-ff', '--no-commit', 'origin/main');
      for (const [path, text] of Object.entries(files)) await writeFile(join(clone, path), text);
      await git(clone, 'add', '--all');
      await git(clone, 'commit', '--quiet', '-m', `Merge branch 'main' into ${branch}`);
    });
  }

  /** Runs `change` in a fresh clone on a branch, and pushes what came of it. Answers with the short id. */
  async work(branch: string, change: (clone: string) => Promise<void>): Promise<string> {
    const clone = join(this.#world.root, 'clone');
    await rm(clone, { recursive: true, force: true });
    await git(this.#world.root, 'clone', '--quiet', '--branch', branch, 'remote.git', 'clone');
    await change(clone);
    await git(clone, 'push', '--quiet', 'origin', branch);
    return await git(clone, 'rev-parse', '--short=7', 'HEAD');
  }

  /** The releaser's checkout follows main. */
  async pull(): Promise<void> {
    await git(this.#world.checkout, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  }

  /** Text of the changelog on a branch. */
  async changelog(branch: string): Promise<string> {
    return await this.remote('show', `${branch}:CHANGELOG.md`);
  }
}
