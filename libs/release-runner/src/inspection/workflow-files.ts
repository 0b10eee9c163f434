import type { BareRepository } from '../run/bare-repository.ts';
import type { Finding } from '../errors.ts';
import { inspectWorkflow } from './inspect.ts';
import { readWorkflow } from '../workflow/read-workflow.ts';
import type { ReadWorkflow } from '../workflow/read-workflow.ts';
import type { Workflow } from '../workflow/workflow.ts';

/** The workflow files of a repository; each text is parsed once. */
export class WorkflowFiles {
  readonly #git: BareRepository;
  readonly #chosen: readonly string[] | undefined;
  readonly #read = new Map<string, Promise<ReadWorkflow>>();

  /** @param chosen paths to play, default all */
  constructor(git: BareRepository, chosen: readonly string[] | undefined) {
    this.#git = git;
    this.#chosen = chosen;
  }

  /** Lists the paths at a commit: those to play and those left out. */
  async paths(
    commit: string,
  ): Promise<{ readonly played: readonly string[]; readonly left: readonly string[] }> {
    const all = await this.#git.workflowPaths(commit);
    const played = all.filter((path) => this.#chosen?.includes(path) ?? true);
    return { played, left: all.filter((path) => !played.includes(path)) };
  }

  /** Reads the workflows to play at a commit, in the order of their paths. */
  async at(commit: string): Promise<readonly Workflow[]> {
    const { played } = await this.paths(commit);
    const read = await Promise.all(played.map((path) => this.#file(commit, path)));
    return read.map(({ workflow }) => workflow);
  }

  /** Lists what the runner does not support in a workflow at a commit. */
  async unknown(
    workflow: Workflow,
    commit: string,
    actions: ReadonlyMap<string, string>,
  ): Promise<readonly Finding[]> {
    const { unknown } = await this.#file(commit, workflow.path);
    const found = await inspectWorkflow(workflow, { actions, repository: this.#git, commit });
    return [...unknown, ...found].sort((a, b) => a.line - b.line);
  }

  async #file(commit: string, path: string): Promise<ReadWorkflow> {
    const text = (await this.#git.file(commit, path)) ?? '';
    const key = `${path}\0${text}`;
    const known = this.#read.get(key) ?? readWorkflow(path, text);
    this.#read.set(key, known);
    return await known;
  }
}
