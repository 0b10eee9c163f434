import { join } from 'node:path';
import type { CommandRunner } from '@heroku-release/release-kit';
import type { Commit, CommitMessage } from './commit.ts';
import type { CommitOrder } from './commit-order.ts';
import { COMMIT_ORDERS } from './commit-order.ts';
import type { CommitForm } from './commit-stream.ts';
import { MESSAGE_ONLY, readCommits, WHOLE_COMMIT } from './commit-stream.ts';
import { GitError } from './errors.ts';
import { GitCommand } from './git-command.ts';
import { checkPath, checkRef, checkRemote, checkRevision } from './names.ts';
import { withoutCredentials } from './remote-access.ts';
import type { IsThere } from './repository-layout.ts';
import { sharedFolder } from './repository-layout.ts';
import type { Snapshot } from './snapshot.ts';
import { readSnapshot, TAGS } from './snapshot.ts';
import type { Tag, TagRef } from './tag.ts';
import { readTagRefs, readTags, TAG_FORMAT } from './tag.ts';

/** The commits that `to` reaches and `from` does not; the whole history of `to` without `from`. */
export interface CommitRange {
  readonly from?: string;
  readonly to: string;
  /** Ends the process early. */
  readonly signal?: AbortSignal;
}

/** What a {@link GitHistory} works with. */
export interface GitHistoryOptions {
  readonly commands: CommandRunner;
  /** Whether there is anything at a path. With it some questions need no process; without it git is asked each. */
  readonly isThere?: IsThere;
}

/**
 * What a local repository holds, wherever in it one stands: commits, files of commits, references. Nothing is asked before the first
 * question, so several first questions can be asked at once. Where there is nothing to read each of them fails with `GIT_NOT_A_REPOSITORY` or
 * `GIT_UNSAFE_OWNER`, but for `remoteUrl`, which finds none. Reads only. Every error is a `GitError`, but for those of the doors below (`COMMAND_NOT_FOUND`,
 * `COMMAND_TIMEOUT`).
 */
export class GitHistory {
  /** Where git is asked: the path that was given, or the root that was found. */
  readonly folder: string;
  readonly #git: GitCommand;
  readonly #isThere: IsThere | undefined;

  protected constructor(git: GitCommand, isThere?: IsThere) {
    this.folder = git.folder;
    this.#git = git;
    this.#isThere = isThere;
  }

  /** The history of the repository that `path` lies in; whether there is one shows with the first question. */
  static at(path: string, { commands, isThere }: GitHistoryOptions): GitHistory {
    return new GitHistory(new GitCommand(commands, path), isThere);
  }

  /** The commits of a range, newest first, children before parents, by one streamed `git log`. Errors: `GIT_UNKNOWN_REVISION`. */
  async *log(range: CommitRange): AsyncGenerator<Commit> {
    for await (const batch of this.#log(range, WHOLE_COMMIT, 'children-first')) yield* batch;
  }

  /** As {@link log} for long histories: without dates and names, in the order one asks for, and in batches of up to some hundred commits. */
  logMessages(range: CommitRange, order: CommitOrder = 'children-first'): AsyncGenerator<CommitMessage[]> {
    return this.#log(range, MESSAGE_ONLY, order);
  }

  #log<Shape>(range: CommitRange, form: CommitForm<Shape>, order: CommitOrder): AsyncGenerator<Shape[]> {
    const args = ['-z', `--format=${form.format}`, ...COMMIT_ORDERS[order], '--no-notes', '--no-color'];
    return readCommits(this.#git.stream({ command: 'log', ...rangeOf(range, args) }), form);
  }

  /**
   * Which commit of a range brought each file in or below a folder, by one `git log`; the newest where one came again.
   * Errors: `GIT_UNKNOWN_REVISION`.
   */
  async addedFiles(range: CommitRange, folder: string): Promise<Map<string, string>> {
    const form = ['-z', '--format=%x00%H', '--name-only', '--diff-filter=A', '--no-renames', '--no-notes'];
    const { args, ...signal } = rangeOf(range, [...form, '--no-color', '--no-ext-diff']);
    const listing = await this.#git.output({
      command: 'log',
      args: [...args, `${checkPath(folder)}/`],
      ...signal,
    });
    const added = new Map<string, string>();
    // An empty field, the commit, then a line feed and its files.
    for (const block of listing.split(/\0\0|^\0/)) {
      const [sha = '', ...paths] = block.split('\0');
      for (const name of paths) {
        const path = name.replace(/^\n/, '');
        if (path !== '' && !added.has(path)) added.set(path, sha);
      }
    }
    return added;
  }

  /** How many commits a range has, by git's own count. Errors: `GIT_UNKNOWN_REVISION`. */
  async count(range: CommitRange): Promise<number> {
    return Number(await this.#git.line({ command: 'rev-list', ...rangeOf(range, ['--count']) }));
  }

  /** The commit a revision leads to, through tags; `undefined` when there is none. */
  async resolve(revision: string): Promise<string | undefined> {
    const name = `${checkRevision(revision)}^{commit}`;
    const args = ['--verify', '--quiet', '--end-of-options', name];
    return await this.#git.answer({ command: 'rev-parse', args }, [0]);
  }

  /** Whether history is cut off now, as after `git clone --depth`. */
  async isShallow(): Promise<boolean> {
    const isThere = this.#isThere;
    const folder = isThere === undefined ? undefined : sharedFolder(this.folder, isThere);
    if (folder !== undefined && isThere !== undefined) return isThere(join(folder, 'shallow'));
    return (await this.#git.line({ command: 'rev-parse', args: ['--is-shallow-repository'] })) === 'true';
  }

  /** Refuses a shallow clone: commits would be missing without a word. Errors: `GIT_SHALLOW`. */
  async requireWhole(): Promise<void> {
    if (await this.isShallow()) throw shallowClone(this.folder);
  }

  /** The id of a commit's tree: two commits with the same tree hold the same files. Errors: `GIT_UNKNOWN_REVISION`. */
  async tree(revision: string): Promise<string> {
    const args = ['--verify', '--end-of-options', `${checkRevision(revision)}^{tree}`];
    return await this.#git.line({ command: 'rev-parse', args });
  }

  /** The branch HEAD is on, without `refs/heads/`; `undefined` when HEAD is detached. */
  async currentBranch(): Promise<string | undefined> {
    return await this.#git.answer({ command: 'symbolic-ref', args: ['--quiet', '--short', 'HEAD'] }, [0]);
  }

  /** Whether `ancestor` is `descendant` or one of its ancestors. Errors: `GIT_UNKNOWN_REVISION`. */
  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const args = ['--is-ancestor', '--end-of-options', checkRevision(ancestor), checkRevision(descendant)];
    return (await this.#git.answer({ command: 'merge-base', args }, [0])) !== undefined;
  }

  /** The best common ancestor, `undefined` when there is none. Errors: `GIT_UNKNOWN_REVISION`. */
  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const args = ['--end-of-options', checkRevision(one), checkRevision(other)];
    return await this.#git.answer({ command: 'merge-base', args }, [0]);
  }

  /** The text of a file at a revision, byte for byte UTF-8; `undefined` when it has no such file. Errors: `GIT_UNKNOWN_REVISION`. */
  async readFile(revision: string, path: string): Promise<string | undefined> {
    const snapshot = await this.snapshot(revision, [path]);
    if (snapshot !== undefined) return snapshot.files.get(path);
    throw new GitError('GIT_UNKNOWN_REVISION', `${this.folder} has no commit ${JSON.stringify(revision)}`, {
      hint: 'Check the name. A tag or commit that is only on the remote must be fetched first.',
    });
  }

  /**
   * The commit a revision leads to and some of its files, and some tags, in one question; `undefined` when there is no such commit.
   */
  async snapshot(
    revision: string,
    paths: readonly string[],
    tags: readonly string[] = [],
  ): Promise<Snapshot | undefined> {
    const refs = tags.map((name) => checkRef(`${TAGS}${name}`));
    return await readSnapshot(this.#git, checkRevision(revision), paths.map(checkPath), refs);
  }

  /**
   * The paths of the files directly in a folder at a revision, sorted; empty when there is no such folder.
   * Errors: `GIT_UNKNOWN_REVISION`.
   */
  async filesIn(revision: string, folder: string): Promise<string[]> {
    const args = [
      '-z',
      '--full-tree',
      '--end-of-options',
      checkRevision(revision),
      '--',
      `${checkPath(folder)}/`,
    ];
    const listing = await this.#git.output({ command: 'ls-tree', args });
    return listing.split('\0').flatMap((line) => {
      const path = /^100\d{3} blob [0-9a-f]+\t(.+)$/s.exec(line)?.[1];
      return path === undefined ? [] : [path];
    });
  }

  /** Where a remote leads, `url.<base>.insteadOf` applied and without user and password; `undefined` when it is not set up. */
  async remoteUrl(name = 'origin'): Promise<string | undefined> {
    const url = await this.#git.answer(
      { command: 'remote', args: ['get-url', '--', checkRemote(name)] },
      [0],
      [2, 128],
    );
    return url === undefined ? undefined : withoutCredentials(url);
  }

  /** Every tag by name, whatever it leads to, without opening it: for many tags in a third of the time that {@link tags} takes. */
  async tagRefs(): Promise<TagRef[]> {
    const call = { command: 'show-ref', args: ['--tags', '--dereference'] };
    return readTagRefs((await this.#git.answer(call, [0])) ?? '');
  }

  /**
   * Every tag that leads to a commit, with its date, by one `for-each-ref`; with `mergedInto` only those that revision reaches, with
   * `names` only those.
   */
  async tags(
    options: { readonly mergedInto?: string; readonly names?: readonly string[] } = {},
  ): Promise<Tag[]> {
    const { mergedInto, names } = options;
    if (names?.length === 0) return [];
    const merged = mergedInto === undefined ? [] : [`--merged=${checkRevision(mergedInto)}`];
    const refs = names?.map((name) => checkRef(`${TAGS}${name}`)) ?? ['refs/tags'];
    const args = [...merged, `--format=${TAG_FORMAT}`, '--', ...refs];
    const tags: Tag[] = [];
    for (const { type, ...tag } of readTags(await this.#git.output({ command: 'for-each-ref', args }))) {
      // A name also stands for all below it.
      if (names?.includes(tag.name) === false) continue;
      if (type === 'commit') tags.push(tag);
      // A tag of a tag: older gits peel once only.
      const sha = type === 'tag' ? await this.resolve(`refs/tags/${tag.name}`) : undefined;
      if (sha !== undefined) tags.push({ ...tag, sha });
    }
    return tags;
  }
}

function rangeOf(range: CommitRange, args: readonly string[]) {
  const to = checkRevision(range.to);
  const revisions = range.from === undefined ? [to] : [`${checkRevision(range.from)}..${to}`];
  const signal = range.signal === undefined ? {} : { signal: range.signal };
  return { args: [...args, '--end-of-options', ...revisions, '--'], ...signal };
}

/** The error for a shallow clone, with the way out. */
export function shallowClone(folder: string): GitError {
  return new GitError('GIT_SHALLOW', `${folder} is a shallow clone: its history is cut off`, {
    hint: 'Fetch the rest with: git fetch --unshallow --tags (in GitHub Actions: fetch-depth: 0 for actions/checkout)',
  });
}
