import { join } from 'node:path';
import type { CommandRunner } from '@heroku-release/release-kit';
import type { Commit, CommitMessage } from './commit.ts';
import type { CommitOrder } from './commit-order.ts';
import { COMMIT_ORDERS } from './commit-order.ts';
import type { CommitFormat } from './commit-stream.ts';
import { FULL_COMMIT, MESSAGE_ONLY, readCommits } from './commit-stream.ts';
import { GitError } from './errors.ts';
import { GitCommand } from './git-command.ts';
import { checkPath, checkRef, checkRemote, checkRevision } from './names.ts';
import { withoutCredentials } from './remote-access.ts';
import type { PathExists } from './repository-layout.ts';
import { findSharedFolder } from './repository-layout.ts';
import type { Snapshot } from './snapshot.ts';
import { readSnapshot } from './snapshot.ts';
import type { Tag, TagRef } from './tag.ts';
import { readTagRefs, readTags, TAG_FORMAT, TAGS } from './tag.ts';

/** The commits reachable from `to` but not from `from`; without `from`, the whole history of `to`. */
export interface CommitRange {
  readonly from?: string | undefined;
  readonly to: string;
  /** Ends the process early. */
  readonly signal?: AbortSignal | undefined;
}

/** The dependencies of a {@link GitHistory}. */
export interface GitHistoryOptions {
  readonly commands: CommandRunner;
  /** Checks whether a path exists. With it, some queries need no process. */
  readonly pathExists?: PathExists | undefined;
}

/**
 * Read-only access to a local repository from any folder in it: commits, files of commits, references. Nothing runs before the first query,
 * so several queries can start at once. Where there is no readable repository, each of them fails with `GIT_NOT_A_REPOSITORY` or
 * `GIT_UNSAFE_OWNER`; only `remoteUrl` returns `undefined`. Every error is a `GitError`, except those of the command runner
 * (`COMMAND_NOT_FOUND`, `COMMAND_TIMEOUT`).
 */
export class GitHistory {
  /** The folder that git runs in: the given path, or the root of an opened repository. */
  readonly folder: string;
  readonly #git: GitCommand;
  readonly #pathExists: PathExists | undefined;

  protected constructor(git: GitCommand, pathExists?: PathExists) {
    this.folder = git.folder;
    this.#git = git;
    this.#pathExists = pathExists;
  }

  /** The history of the repository that contains `path`; the first query fails if there is none. */
  static at(path: string, { commands, pathExists }: GitHistoryOptions): GitHistory {
    return new GitHistory(new GitCommand(commands, path), pathExists);
  }

  /** The commits of a range, newest first, children before parents, by one streamed `git log`. Errors: `GIT_UNKNOWN_REVISION`. */
  async *log(range: CommitRange): AsyncGenerator<Commit> {
    for await (const batch of this.#log(range, FULL_COMMIT, 'children-first')) yield* batch;
  }

  /** Like {@link log}, for long histories: without dates and names, in a chosen order, in batches of up to a few hundred commits. */
  logMessages(range: CommitRange, order: CommitOrder = 'children-first'): AsyncGenerator<CommitMessage[]> {
    return this.#log(range, MESSAGE_ONLY, order);
  }

  #log<Shape>(range: CommitRange, format: CommitFormat<Shape>, order: CommitOrder): AsyncGenerator<Shape[]> {
    const args = ['-z', `--format=${format.pretty}`, ...COMMIT_ORDERS[order], '--no-notes', '--no-color'];
    return readCommits(this.#git.stream({ command: 'log', ...rangeOf(range, args) }), format);
  }

  /**
   * Maps each file added in or below a folder to the commit of the range that added it, with one `git log`; for a file added again, the
   * newest.
   * Errors: `GIT_UNKNOWN_REVISION`.
   */
  async addedFiles(range: CommitRange, folder: string): Promise<Map<string, string>> {
    const { args, signal } = rangeOf(range, [...NAMES_OF_FILES, '--diff-filter=A']);
    const listing = await this.#git.output({
      command: 'log',
      args: [...args, `${checkPath(folder)}/`],
      signal,
    });
    const added = new Map<string, string>();
    for (const [sha, paths] of readFileNames(listing)) {
      for (const path of paths) if (!added.has(path)) added.set(path, sha);
    }
    return added;
  }

  /**
   * Maps each commit of a range to the files that it changes, with one `git log`; a rename is two files. With `merges`, a merge has the
   * files that differ from what git itself would have merged, conflicts included (git 2.36); otherwise it has none.
   * Errors: `GIT_UNKNOWN_REVISION`.
   */
  async changedFiles(
    range: CommitRange,
    options: { readonly merges?: boolean } = {},
  ): Promise<Map<string, readonly string[]>> {
    const merges = options.merges === true ? ['--remerge-diff'] : [];
    const { args, signal } = rangeOf(range, [...NAMES_OF_FILES, ...merges]);
    return new Map(readFileNames(await this.#git.output({ command: 'log', args, signal })));
  }

  /** The number of commits in a range, as git counts them. Errors: `GIT_UNKNOWN_REVISION`. */
  async count(range: CommitRange): Promise<number> {
    return Number(await this.#git.line({ command: 'rev-list', ...rangeOf(range, ['--count']) }));
  }

  /** The commit that a revision points to, through tags; `undefined` if there is none. */
  async resolve(revision: string): Promise<string | undefined> {
    const name = `${checkRevision(revision)}^{commit}`;
    const args = ['--verify', '--quiet', '--end-of-options', name];
    return await this.#git.findLine({ command: 'rev-parse', args });
  }

  /** Whether the history is cut off, as after `git clone --depth`. */
  async isShallow(): Promise<boolean> {
    const pathExists = this.#pathExists;
    const folder = pathExists === undefined ? undefined : findSharedFolder(this.folder, pathExists);
    if (folder !== undefined && pathExists !== undefined) return pathExists(join(folder, 'shallow'));
    return (await this.#git.line({ command: 'rev-parse', args: ['--is-shallow-repository'] })) === 'true';
  }

  /** Refuses a shallow clone, whose missing commits would go unnoticed. Errors: `GIT_SHALLOW`. */
  async requireFullHistory(): Promise<void> {
    if (!(await this.isShallow())) return;
    throw new GitError('GIT_SHALLOW', `${this.folder} is a shallow clone: its history is cut off`, {
      hint: 'Fetch the rest with: git fetch --unshallow --tags (in GitHub Actions: fetch-depth: 0 for actions/checkout)',
    });
  }

  /** The id of a commit's tree; commits with the same tree have the same files. Errors: `GIT_UNKNOWN_REVISION`. */
  async tree(revision: string): Promise<string> {
    const args = ['--verify', '--end-of-options', `${checkRevision(revision)}^{tree}`];
    return await this.#git.line({ command: 'rev-parse', args });
  }

  /** The branch that HEAD is on, without `refs/heads/`; `undefined` if HEAD is detached. */
  async currentBranch(): Promise<string | undefined> {
    return await this.#git.findLine({ command: 'symbolic-ref', args: ['--quiet', '--short', 'HEAD'] });
  }

  /** Whether `ancestor` is `descendant` or one of its ancestors. Errors: `GIT_UNKNOWN_REVISION`. */
  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const args = ['--is-ancestor', '--end-of-options', checkRevision(ancestor), checkRevision(descendant)];
    return (await this.#git.findLine({ command: 'merge-base', args })) !== undefined;
  }

  /** The best common ancestor; `undefined` if there is none. Errors: `GIT_UNKNOWN_REVISION`. */
  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const args = ['--end-of-options', checkRevision(one), checkRevision(other)];
    return await this.#git.findLine({ command: 'merge-base', args });
  }

  /** The text of a file at a revision, byte for byte UTF-8; `undefined` if there is no such file. Errors: `GIT_UNKNOWN_REVISION`. */
  async readFile(revision: string, path: string): Promise<string | undefined> {
    const snapshot = await this.snapshot(revision, [path]);
    if (snapshot !== undefined) return snapshot.files.get(path);
    throw new GitError('GIT_UNKNOWN_REVISION', `${this.folder} has no commit ${JSON.stringify(revision)}`, {
      hint: 'Check the name. A tag or commit that is only on the remote must be fetched first.',
    });
  }

  /** The commit that a revision points to, some of its files, and some tags, in one query; `undefined` if there is no such commit. */
  async snapshot(
    revision: string,
    paths: readonly string[],
    tags: readonly string[] = [],
  ): Promise<Snapshot | undefined> {
    const refs = tags.map((name) => checkRef(`${TAGS}${name}`));
    return await readSnapshot(this.#git, checkRevision(revision), paths.map(checkPath), refs);
  }

  /**
   * The sorted paths of the files directly in a folder at a revision, by default the root; empty if there is no such folder.
   * Errors: `GIT_UNKNOWN_REVISION`.
   */
  async filesIn(revision: string, folder?: string): Promise<string[]> {
    const args = [
      '-z',
      '--full-tree',
      '--end-of-options',
      checkRevision(revision),
      ...(folder === undefined ? [] : ['--', `${checkPath(folder)}/`]),
    ];
    const listing = await this.#git.output({ command: 'ls-tree', args });
    return listing.split('\0').flatMap((line) => {
      const path = /^100\d{3} blob [0-9a-f]+\t(.+)$/s.exec(line)?.[1];
      return path === undefined ? [] : [path];
    });
  }

  /** The URL of a remote, with `url.<base>.insteadOf` applied and without user and password; `undefined` if it is not configured. */
  async remoteUrl(name = 'origin'): Promise<string | undefined> {
    const args = ['get-url', '--', checkRemote(name)];
    const url = await this.#git.findLine({ command: 'remote', args }, [2, 128]);
    return url === undefined ? undefined : withoutCredentials(url);
  }

  /** Every tag by name, whatever it points to, without reading its object; with many tags, three times as fast as {@link tags}. */
  async tagRefs(): Promise<TagRef[]> {
    const call = { command: 'show-ref', args: ['--tags', '--dereference'] };
    return readTagRefs((await this.#git.findLine(call)) ?? '');
  }

  /**
   * Every tag that points to a commit, with its date, with one `for-each-ref`: with `mergedInto`, only those reachable from that revision;
   * with `names`, only those.
   */
  async tags(
    options: {
      readonly mergedInto?: string | undefined;
      readonly names?: readonly string[] | undefined;
    } = {},
  ): Promise<Tag[]> {
    const { mergedInto, names } = options;
    if (names?.length === 0) return [];
    const merged = mergedInto === undefined ? [] : [`--merged=${checkRevision(mergedInto)}`];
    const refs = names?.map((name) => checkRef(`${TAGS}${name}`)) ?? ['refs/tags'];
    const args = [...merged, `--format=${TAG_FORMAT}`, '--', ...refs];
    const tags: Tag[] = [];
    for (const { type, ...tag } of readTags(await this.#git.output({ command: 'for-each-ref', args }))) {
      // git also matches everything below a name.
      if (names?.includes(tag.name) === false) continue;
      if (type === 'commit') tags.push(tag);
      // A tag of a tag: older versions of git peel only once.
      const sha = type === 'tag' ? await this.resolve(`refs/tags/${tag.name}`) : undefined;
      if (sha !== undefined) tags.push({ ...tag, sha });
    }
    return tags;
  }
}

const NAMES_OF_FILES: readonly string[] = [
  '-z',
  '--format=%x00%H',
  '--name-only',
  '--no-renames',
  '--no-notes',
  '--no-color',
  '--no-ext-diff',
];

/** Parses the output for {@link NAMES_OF_FILES}: each block is an empty field, the commit, then a line feed and its files. */
function readFileNames(listing: string): (readonly [sha: string, paths: readonly string[]])[] {
  return listing.split(/\0\0|^\0/).flatMap((block) => {
    const [sha = '', ...names] = block.split('\0');
    const paths = names.map((name) => name.replace(/^\n/, '')).filter((path) => path !== '');
    return sha === '' ? [] : [[sha, paths] as const];
  });
}

function rangeOf(range: CommitRange, args: readonly string[]) {
  const to = checkRevision(range.to);
  const revisions = range.from === undefined ? [to] : [`${checkRevision(range.from)}..${to}`];
  return { args: [...args, '--end-of-options', ...revisions, '--'], signal: range.signal };
}
