import { join } from 'node:path';
import { type FlowEnvironment, WORKFLOWS } from '@heroku-release/release-flow';
import { PROGRAM } from './program-folder.ts';
import type { SourceRepository } from './source-repository.ts';

const OURS = 'heroku/heroku-release/apps/';
const FOLDER = '.github/workflows';

/**
 * Makes the copy use this tool's workflows: its own where it has all three, otherwise the templates. The templates go into the last
 * commit itself, so that the changelog of the rehearsal equals that of the real release. If a tag points at the last commit, they go
 * into a new commit on top of it. Returns a phrase that says which workflows are used.
 */
export async function installWorkflows(source: SourceRepository, world: FlowEnvironment): Promise<string> {
  const copy = new BareCopy(source.gitDirectory, world);
  const tip = await copy.line(['rev-parse', `refs/heads/${source.defaultBranch}`]);
  const names = Object.values(WORKFLOWS);
  const present = await Promise.all(names.map((name) => copy.text(`${tip}:${FOLDER}/${name}`)));
  if (present.every((text) => text?.includes(OURS) === true)) return "the repository's own workflows";
  const entries: string[] = [];
  for (const name of names) {
    const template = await world.files.readText(join(PROGRAM.workflows, name));
    // The templates name the branch `main`.
    const text = template.replaceAll(/(?<=branches: \[)main(?=\])/g, source.defaultBranch);
    const blob = await copy.line(['hash-object', '-w', '--stdin'], text);
    entries.push(`100644 ${blob}\t${FOLDER}/${name}\n`);
  }
  const tree = await copy.treeWith(tip, entries.join(''));
  const tagged = await copy.line(['for-each-ref', '--count=1', `--points-at=${tip}`, 'refs/tags']);
  const text = await copy.line(['cat-file', 'commit', tip]);
  const commit = tagged === '' ? replaceTree(text, tree) : childCommit(text, tip, tree);
  const sha = await copy.line(['hash-object', '-t', 'commit', '-w', '--stdin'], `${commit}\n`);
  await copy.line(['update-ref', `refs/heads/${source.defaultBranch}`, sha]);
  return 'workflows from the templates, added to the copy';
}

/** Replaces the tree of a commit and removes its signature. Pure. */
function replaceTree(commit: string, tree: string): string {
  return commit.replace(/^tree .*/, `tree ${tree}`).replace(/^gpgsig(?:-sha256)? .*\n(?: .*\n)*/m, '');
}

function childCommit(commit: string, parent: string, tree: string): string {
  const people = /^author .*\ncommitter .*/m.exec(commit)?.[0] ?? '';
  return `tree ${tree}\nparent ${parent}\n${people}\n\nci: release with heroku-release`;
}

/** Runs git plumbing commands on the copy. */
class BareCopy {
  readonly #directory: string;
  readonly #world: FlowEnvironment;

  constructor(directory: string, world: FlowEnvironment) {
    this.#directory = directory;
    this.#world = world;
  }

  async line(
    args: readonly string[],
    input = '',
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const output = await this.#world.commands.output({
      command: 'git',
      args: ['--git-dir', this.#directory, ...args],
      env,
      input,
    });
    return output.replace(/\n$/, '');
  }

  async text(object: string): Promise<string | undefined> {
    const args = ['--git-dir', this.#directory, 'cat-file', 'blob', object];
    const result = await this.#world.commands.run({ command: 'git', args });
    return result.exitCode === 0 ? result.stdout : undefined;
  }

  async treeWith(commit: string, entries: string): Promise<string> {
    const env = { GIT_INDEX_FILE: join(this.#directory, 'rehearsal-index') };
    await this.line(['read-tree', commit], '', env);
    await this.line(['update-index', '--index-info'], entries, env);
    return await this.line(['write-tree'], '', env);
  }
}
