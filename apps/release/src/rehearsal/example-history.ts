import { join } from 'node:path';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';

/**
 * A file at a commit: `true` is the file in the folder, a string is the whole text, `replace` is the file in the folder with each key
 * replaced by its value, `null` is a deleted file.
 */
export type HistoryFile = true | string | null | { readonly replace: Readonly<Record<string, string>> };

/** A commit of an example's history. */
export interface HistoryCommit {
  readonly id: string;
  /** Ids; default: the commit before it. The tree of a merge includes the changes of its other parents. */
  readonly parents?: readonly string[];
  /** A key of `people`. */
  readonly author: string;
  /** Default: the author. */
  readonly committer?: string;
  /** Date, time and offset, such as `2026-01-12T09:00:00+01:00`. */
  readonly date: string;
  /** `{sha:id}` is replaced by the SHA of an earlier commit. */
  readonly message: string;
  readonly files: Readonly<Record<string, HistoryFile>>;
}

/** The history of an example, as in its JSON file. */
export interface ExampleHistory {
  /** The folder beside the file; its content is the tree of the last commit. */
  readonly folder: string;
  readonly defaultBranch: string;
  readonly people: Readonly<Record<string, { readonly name: string; readonly email: string }>>;
  /** Oldest first; the last one is the head. */
  readonly commits: readonly HistoryCommit[];
  /** Annotated tags. */
  readonly tags: readonly {
    readonly name: string;
    readonly commit: string;
    readonly tagger: string;
    readonly date: string;
    readonly message: string;
  }[];
}

/** Inputs of {@link buildExampleRepository}. */
export interface ExampleRepositoryOptions {
  readonly data: ExampleHistory;
  readonly sourceFolder: string;
  /** Folder for the new repository. */
  readonly into: string;
  readonly commands: CommandRunner;
  readonly files: FileStore;
}

/** A repository that was built from an example. */
export interface ExampleRepository {
  readonly root: string;
  /** SHA of the last commit. */
  readonly head: string;
  /** SHAs by the ids of the history. */
  readonly commits: ReadonlyMap<string, string>;
}

type Tree = ReadonlyMap<string, string>;

/** Keeps the machine's configuration from changing the repository or its hashes. */
const GIT_ENV = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  TZ: 'UTC',
};

/**
 * Builds a git repository from an example's folder and its history. The hashes are the same every time, and the tree of the last commit
 * equals the folder. The default branch is checked out, tags are annotated, and there is no remote.
 *
 * @throws Error when the history refers to a commit, person, file or text that does not exist
 */
export async function buildExampleRepository(options: ExampleRepositoryOptions): Promise<ExampleRepository> {
  const { data, into, files } = options;
  const git = (args: readonly string[], input = '') =>
    options.commands.output({
      command: 'git',
      args,
      cwd: into,
      env: GIT_ENV,
      input,
    });
  await files.makeFolder(into);
  await git([
    'init',
    '--quiet',
    '--template=',
    '--object-format=sha1',
    `--initial-branch=${data.defaultBranch}`,
  ]);
  const marksFile = join(into, '.git', 'example-marks');
  const importer = ['fast-import', '--quiet', '--done', '--force', `--export-marks=${marksFile}`];
  const trees = await treesOf(options);
  let shas: ReadonlyMap<string, string> = new Map();
  for (const [first, end] of ranges(data.commits)) {
    const stream = data.commits.slice(first, end).map((commit) => commitStream(data, commit, trees, shas));
    const known = first === 0 ? [] : [`--import-marks=${marksFile}`];
    await git(
      [...importer, ...known],
      `${stream.join('')}${end === data.commits.length ? tagStream(data) : ''}done\n`,
    );
    shas = readMarks(await files.readText(marksFile), data);
  }
  await files.remove(marksFile);
  await git(['-c', 'core.autocrlf=false', 'reset', '--quiet', '--hard', data.defaultBranch]);
  return { root: into, head: found(shas, data.commits.at(-1)?.id ?? '', 'commit'), commits: shas };
}

/** Splits the commits into ranges for one import each: a message can only quote a SHA from an earlier import. */
function ranges(commits: readonly HistoryCommit[]): [number, number][] {
  const cuts = commits.flatMap((commit, at) => (at > 0 && commit.message.includes('{sha:') ? [at] : []));
  const starts = [0, ...cuts];
  return starts.map((start, at) => [start, starts[at + 1] ?? commits.length]);
}

function commitStream(
  data: ExampleHistory,
  commit: HistoryCommit,
  trees: ReadonlyMap<string, Tree>,
  shas: ReadonlyMap<string, string>,
): string {
  const message = commit.message.replace(/\{sha:([^}]+)\}/g, (_all, id: string) => found(shas, id, 'commit'));
  const [first, ...others] = parentsOf(data, commit).map((id) => `:${mark(data, id)}`);
  const tree = [...found(trees, commit.id, 'commit')].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `commit refs/heads/${data.defaultBranch}\n`,
    `mark :${mark(data, commit.id)}\n`,
    `author ${person(data, commit.author, commit.date)}\n`,
    `committer ${person(data, commit.committer ?? commit.author, commit.date)}\n`,
    block(`${message}\n`),
    ...(first === undefined ? [] : [`from ${first}\n`]),
    ...others.map((parent) => `merge ${parent}\n`),
    'deleteall\n',
    ...tree.map(([path, text]) => `M 100644 inline ${path}\n${block(text)}`),
  ].join('');
}

function tagStream(data: ExampleHistory): string {
  return data.tags
    .map(({ name, commit, tagger, date, message }) => {
      return `tag ${name}\nfrom :${mark(data, commit)}\ntagger ${person(data, tagger, date)}\n${block(`${message}\n`)}`;
    })
    .join('');
}

const block = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

function person(data: ExampleHistory, key: string, date: string): string {
  const who = data.people[key];
  const offset = /([+-]\d\d):?(\d\d)$/.exec(date);
  if (who === undefined || offset === null)
    throw new Error(`the history has no person ${key}, or ${date} has no offset`);
  return `${who.name} <${who.email}> ${Date.parse(date) / 1000} ${offset[1] ?? ''}${offset[2] ?? ''}`;
}

function mark(data: ExampleHistory, id: string): number {
  const at = data.commits.findIndex((commit) => commit.id === id);
  if (at < 0) throw new Error(`the history has no commit ${id}`);
  return at + 1;
}

function readMarks(text: string, data: ExampleHistory): Map<string, string> {
  const lines = text.matchAll(/^:(\d+) ([0-9a-f]{40})$/gm);
  return new Map([...lines].map(([, at, sha]) => [data.commits[Number(at) - 1]?.id ?? '', sha ?? '']));
}

function parentsOf(data: ExampleHistory, commit: HistoryCommit): readonly string[] {
  const before = data.commits[mark(data, commit.id) - 2];
  return commit.parents ?? (before === undefined ? [] : [before.id]);
}

async function treesOf({ data, sourceFolder, files }: ExampleRepositoryOptions): Promise<Map<string, Tree>> {
  const trees = new Map<string, Tree>();
  const ancestors = new Map<string, ReadonlySet<string>>();
  for (const commit of data.commits) {
    const [first, ...others] = parentsOf(data, commit);
    const here = first === undefined ? new Set<string>() : found(ancestors, first, 'commit');
    const there = others.flatMap((id) => [...found(ancestors, id, 'commit')]);
    const tree = new Map(first === undefined ? [] : found(trees, first, 'commit'));
    const brought = data.commits.filter(({ id }) => there.includes(id) && !here.has(id));
    for (const { files: changed } of [...brought, commit]) {
      for (const [path, file] of Object.entries(changed)) {
        if (file === null) tree.delete(path);
        else
          tree.set(
            path,
            typeof file === 'string' ? file : await fromFolder(join(sourceFolder, path), file, files),
          );
      }
    }
    trees.set(commit.id, tree);
    ancestors.set(commit.id, new Set([...here, ...there, commit.id]));
  }
  return trees;
}

async function fromFolder(
  path: string,
  file: Exclude<HistoryFile, string | null>,
  files: FileStore,
): Promise<string> {
  let text = await files.readText(path);
  for (const [from, to] of Object.entries(file === true ? {} : file.replace)) {
    if (!text.includes(from))
      throw new Error(`${path} does not contain the text that the history replaces: ${from}`);
    text = text.replaceAll(from, () => to);
  }
  return text;
}

function found<Value>(map: ReadonlyMap<string, Value>, key: string, what: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the history has no earlier ${what} ${key}`);
  return value;
}
