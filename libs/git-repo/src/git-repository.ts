import { resolve as resolvePath } from 'node:path';
import type { CommandRunner } from '@heroku-release/release-kit';
import { FileStore } from '@heroku-release/release-kit';
import type { Commit, CommitMessage } from './commit.ts';
import type { CommitForm } from './commit-stream.ts';
import { MESSAGE_ONLY, readCommits, WHOLE_COMMIT } from './commit-stream.ts';
import { GitError } from './errors.ts';
import type { FileStatus } from './file-status.ts';
import { readStatus } from './file-status.ts';
import type { GitCall } from './git-command.ts';
import { GitCommand } from './git-command.ts';
import type { Identity } from './identity.ts';
import { configuredIdentity } from './identity.ts';
import { checkPath, checkRef, checkRefPattern, checkRemote, checkRevision, checkSha } from './names.ts';
import type { CommitRequest } from './plumbing-commit.ts';
import { writeCommit } from './plumbing-commit.ts';
import { judgePush } from './push-result.ts';
import { remoteAccess, withoutCredentials } from './remote-access.ts';
import type { RemoteRef } from './remote-ref.ts';
import { askFor, readRemoteRefs } from './remote-ref.ts';
import type { Snapshot } from './snapshot.ts';
import { readSnapshot } from './snapshot.ts';
import type { Tag, TagRef } from './tag.ts';
import { readTagRefs, readTags, TAG_FORMAT } from './tag.ts';

/** What a {@link GitRepository} works with. */
export interface GitRepositoryOptions {
  readonly commands: CommandRunner;
  /** Where the temporary index is made. Default a plain `FileStore`. */
  readonly files?: FileStore;
}

/** The commits that `to` reaches and `from` does not; the whole history of `to` without `from`. */
export interface CommitRange {
  readonly from?: string;
  readonly to: string;
  /** Ends the process early. */
  readonly signal?: AbortSignal;
}

/** What two revisions do not share. */
export interface Divergence {
  /** Commits that only the left one reaches; 0 when the right one contains it. */
  readonly left: number;
  /** Commits that only the right one reaches. */
  readonly right: number;
}

/** A remote and the token that opens it; the token is only ever sent to an HTTP remote's own address. */
export interface RemoteOptions {
  /** Name, URL or path. */
  readonly remote: string;
  readonly token?: string;
}

/**
 * A local repository over the git command (2.31 or later). Nothing here touches the work tree, the index or HEAD, and no
 * user hook runs. Every error is a `GitError`, but for those of the doors below (`COMMAND_NOT_FOUND`, `COMMAND_TIMEOUT`).
 */
export class GitRepository {
  /** Absolute path of the work tree, or of the repository itself when it is bare. */
  readonly root: string;
  /** Absolute path of the git directory. */
  readonly gitDirectory: string;
  readonly #git: GitCommand;
  readonly #files: FileStore;
  readonly #openedShallow: boolean;

  private constructor(git: GitCommand, gitDirectory: string, files: FileStore, shallow: boolean) {
    this.#git = git;
    this.root = git.folder;
    this.gitDirectory = gitDirectory;
    this.#files = files;
    this.#openedShallow = shallow;
  }

  /** Finds the repository that `path` lies in. Errors: `GIT_NOT_A_REPOSITORY`, `GIT_UNSAFE_OWNER`. */
  static async open(path: string, options: GitRepositoryOptions): Promise<GitRepository> {
    const git = new GitCommand(options.commands, path);
    const args = ['--absolute-git-dir', '--is-shallow-repository', '--show-toplevel'];
    const call = { command: 'rev-parse', args };
    const result = await git.run(call);
    // A bare repository answers the first two questions and fails the third.
    const lines = result.stdout.split('\n').filter((line) => line !== '');
    const [gitDirectory = '', shallow, top = gitDirectory] = lines;
    if (gitDirectory === '') throw git.failure(call, result);
    return new GitRepository(
      new GitCommand(options.commands, top),
      gitDirectory,
      options.files ?? new FileStore(),
      shallow === 'true',
    );
  }

  /**
   * Does `work` with a repository that sees everything this one has, and whose new objects (of `fetch`, `commitFiles`) lie in a
   * temporary folder that is removed in the end: for looks that must leave `.git` byte for byte as it is.
   */
  async aside<T>(work: (repository: GitRepository) => Promise<T>): Promise<T> {
    const objects = await this.#git.line({ command: 'rev-parse', args: ['--git-path', 'objects'] });
    const folder = await this.#files.temporaryFolder('heroku-release-objects-');
    try {
      const git = this.#git.with({
        GIT_OBJECT_DIRECTORY: folder,
        // In quotes, since a colon would separate two paths.
        GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(resolvePath(this.root, objects)),
      });
      return await work(new GitRepository(git, this.gitDirectory, this.#files, this.#openedShallow));
    } finally {
      await this.#files.remove(folder);
    }
  }

  /** The commits of a range, newest first, children before parents, by one streamed `git log`. Errors: `GIT_UNKNOWN_REVISION`. */
  async *log(range: CommitRange): AsyncGenerator<Commit> {
    for await (const batch of this.#log(range, WHOLE_COMMIT)) yield* batch;
  }

  /** As {@link log} for long histories: without dates and names, and in batches of some hundred commits. */
  logMessages(range: CommitRange): AsyncGenerator<CommitMessage[]> {
    return this.#log(range, MESSAGE_ONLY);
  }

  #log<Shape>(range: CommitRange, form: CommitForm<Shape>): AsyncGenerator<Shape[]> {
    const args = ['-z', `--format=${form.format}`, '--topo-order', '--no-notes', '--no-color'];
    return readCommits(this.#git.stream({ command: 'log', ...rangeOf(range, args) }), form);
  }

  /** How many commits a range has, by git's own count. Errors: `GIT_UNKNOWN_REVISION`. */
  async count(range: CommitRange): Promise<number> {
    return Number(await this.#git.line({ command: 'rev-list', ...rangeOf(range, ['--count']) }));
  }

  /** How many commits each of two revisions reaches that the other does not, in one question. Errors: `GIT_UNKNOWN_REVISION`. */
  async divergence(left: string, right: string): Promise<Divergence> {
    const both = `${checkRevision(left)}...${checkRevision(right)}`;
    const args = ['--count', '--left-right', '--end-of-options', both, '--'];
    const [ofLeft, ofRight] = (await this.#git.line({ command: 'rev-list', args })).split('\t').map(Number);
    return { left: ofLeft ?? 0, right: ofRight ?? 0 };
  }

  /** The commit a revision leads to, through tags; `undefined` when there is none. */
  async resolve(revision: string): Promise<string | undefined> {
    const name = `${checkRevision(revision)}^{commit}`;
    const args = ['--verify', '--quiet', '--end-of-options', name];
    return await this.#answer({ command: 'rev-parse', args }, [0]);
  }

  /** Whether history is cut off now, as after `git clone --depth`. */
  async isShallow(): Promise<boolean> {
    return (await this.#git.line({ command: 'rev-parse', args: ['--is-shallow-repository'] })) === 'true';
  }

  /** Refuses what was a shallow clone when it was opened: commits would be missing without a word. Errors: `GIT_SHALLOW`. */
  requireFullHistory(): void {
    if (!this.#openedShallow) return;
    throw new GitError('GIT_SHALLOW', `${this.root} is a shallow clone: its history is cut off`, {
      hint: 'Fetch the rest with: git fetch --unshallow --tags (in GitHub Actions: fetch-depth: 0 for actions/checkout)',
    });
  }

  /** The id of a commit's tree: two commits with the same tree hold the same files. Errors: `GIT_UNKNOWN_REVISION`. */
  async tree(revision: string): Promise<string> {
    const args = ['--verify', '--end-of-options', `${checkRevision(revision)}^{tree}`];
    return await this.#git.line({ command: 'rev-parse', args });
  }

  /** The branch HEAD is on, without `refs/heads/`; `undefined` when HEAD is detached. */
  async currentBranch(): Promise<string | undefined> {
    return await this.#answer({ command: 'symbolic-ref', args: ['--quiet', '--short', 'HEAD'] }, [0]);
  }

  /** Whether `ancestor` is `descendant` or one of its ancestors. Errors: `GIT_UNKNOWN_REVISION`. */
  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const args = ['--is-ancestor', '--end-of-options', checkRevision(ancestor), checkRevision(descendant)];
    return (await this.#answer({ command: 'merge-base', args }, [0])) !== undefined;
  }

  /** The best common ancestor, `undefined` when there is none. Errors: `GIT_UNKNOWN_REVISION`. */
  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const args = ['--end-of-options', checkRevision(one), checkRevision(other)];
    return await this.#answer({ command: 'merge-base', args }, [0]);
  }

  /** The text of a file at a revision, byte for byte UTF-8; `undefined` when it has no such file. Errors: `GIT_UNKNOWN_REVISION`. */
  async readFile(revision: string, path: string): Promise<string | undefined> {
    const snapshot = await this.snapshot(revision, [path]);
    if (snapshot !== undefined) return snapshot.files.get(path);
    throw new GitError('GIT_UNKNOWN_REVISION', `${this.root} has no commit ${JSON.stringify(revision)}`, {
      hint: 'Check the name. A tag or commit that is only on the remote must be fetched first.',
    });
  }

  /** The commit a revision leads to and some of its files, in one question; `undefined` when there is no such commit. */
  async snapshot(revision: string, paths: readonly string[]): Promise<Snapshot | undefined> {
    return await readSnapshot(this.#git, checkRevision(revision), paths.map(checkPath));
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

  /** Who commits here by git's settings. Errors: `GIT_NO_IDENTITY`. */
  async identity(): Promise<Identity> {
    return await configuredIdentity(this.#git);
  }

  /** Where a remote leads, `url.<base>.insteadOf` applied and without user and password; `undefined` when it is not set up. */
  async remoteUrl(name = 'origin'): Promise<string | undefined> {
    const url = await this.#answer(
      { command: 'remote', args: ['get-url', '--', checkRemote(name)] },
      [0],
      [2, 128],
    );
    return url === undefined ? undefined : withoutCredentials(url);
  }

  /**
   * What the remote's references hold, by one `git ls-remote`. A pattern is a full name, in which `*` stands for any text.
   * Errors: `GIT_REMOTE_UNREACHABLE`, `GIT_REMOTE_DENIED`.
   */
  async remoteRefs(
    options: RemoteOptions & { readonly patterns: readonly string[] },
  ): Promise<Map<string, RemoteRef>> {
    const patterns = options.patterns.map(checkRefPattern);
    if (patterns.length === 0) return new Map();
    const args = ['--quiet', '--', checkRemote(options.remote), ...askFor(patterns)];
    const access = await this.#access(options);
    return readRemoteRefs(await this.#git.output({ command: 'ls-remote', args, ...access }), patterns);
  }

  /** Every tag by name, whatever it leads to, without opening it: for many tags in a third of the time that {@link tags} takes. */
  async tagRefs(): Promise<TagRef[]> {
    const call = { command: 'show-ref', args: ['--tags', '--dereference'] };
    return readTagRefs((await this.#answer(call, [0])) ?? '');
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
    const refs = names?.map((name) => checkRef(`refs/tags/${name}`)) ?? ['refs/tags'];
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

  /**
   * Brings objects from the remote. A plain reference name changes no local reference, `FETCH_HEAD` included;
   * `refs/heads/main:refs/remotes/origin/main` sets the second. Errors: `GIT_REMOTE_UNREACHABLE`, `GIT_REMOTE_DENIED`,
   * `GIT_UNKNOWN_REVISION` (the remote has no such reference).
   */
  async fetch(options: RemoteOptions & { readonly refs: readonly string[] }): Promise<void> {
    const refs = options.refs.map(checkFetch);
    if (refs.length === 0) return;
    const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--refmap=', '--no-recurse-submodules'];
    const args = [
      ...quiet,
      '--no-prune',
      '--no-auto-maintenance',
      '--',
      checkRemote(options.remote),
      ...refs,
    ];
    await this.#git.output({ command: 'fetch', args, writes: true, ...(await this.#access(options)) });
  }

  /**
   * Writes a commit on top of `parent` and answers with its id. Only objects are added: work tree, index, HEAD and every
   * reference stay as they are. The same request with author and date gives the same id each time, unless it is signed.
   *
   * Errors: `GIT_NO_IDENTITY`, `GIT_SIGNING_FAILED`, `GIT_UNKNOWN_REVISION`, `GIT_INVALID_NAME` (a path, a date, a name).
   */
  async commitFiles(request: CommitRequest): Promise<string> {
    return await writeCommit(this.#git, this.#files, request);
  }

  /**
   * Pushes one commit to one reference, `<sha>:refs/heads/<branch>`. A second call with the same commit changes nothing. The
   * remote reference is only ever moved forward, except with `replaces`: then it is set when it holds exactly that commit,
   * or, with `null`, when it is absent.
   *
   * Errors: `GIT_PUSH_REJECTED`, `GIT_REMOTE_DENIED`, `GIT_REMOTE_UNREACHABLE`; the last has effect `unknown` when the connection
   * broke on the way.
   */
  async push(
    options: RemoteOptions & { readonly refspec: string; readonly replaces?: string | null },
  ): Promise<void> {
    const [from = '', to = ''] = options.refspec.split(':', 2);
    const refspec = `${checkSha(from)}:${checkRef(to)}`;
    const { replaces } = options;
    const lease =
      replaces === undefined
        ? []
        : [`--force-with-lease=${to}:${replaces === null ? '' : checkSha(replaces)}`];
    const plain = [
      '--porcelain',
      '--no-verify',
      '--no-follow-tags',
      '--recurse-submodules=no',
      '--no-mirror',
    ];
    const args = [...plain, ...lease, '--', checkRemote(options.remote), refspec];
    const access = await this.#access(options);
    judgePush(refspec, await this.#git.run({ command: 'push', args, writes: true, ...access }));
  }

  /** How some files of the work tree differ from HEAD; those that do not differ are left out. */
  async statusOf(paths: readonly string[]): Promise<FileStatus[]> {
    if (paths.length === 0) return [];
    const quiet = [
      '--porcelain=v1',
      '-z',
      '--no-renames',
      '--untracked-files=all',
      '--ignore-submodules=all',
    ];
    const args = [...quiet, '--', ...paths.map(checkPath)];
    return readStatus(await this.#git.output({ command: 'status', args }));
  }

  /** A line, or `undefined` for an expected "no". */
  async #answer(
    call: GitCall,
    yes: readonly number[],
    no: readonly number[] = [1],
  ): Promise<string | undefined> {
    const result = await this.#git.run(call);
    if (yes.includes(result.exitCode)) return result.stdout.replace(/\r?\n$/, '');
    if (no.includes(result.exitCode)) return undefined;
    throw this.#git.failure(call, result);
  }

  async #access(options: RemoteOptions) {
    if (options.token === undefined) return remoteAccess('', undefined);
    const args = ['--get-url', '--', checkRemote(options.remote)];
    return remoteAccess(await this.#git.line({ command: 'ls-remote', args }), options.token);
  }
}

function rangeOf(range: CommitRange, args: readonly string[]) {
  const to = checkRevision(range.to);
  const revisions = range.from === undefined ? [to] : [`${checkRevision(range.from)}..${to}`];
  const signal = range.signal === undefined ? {} : { signal: range.signal };
  return { args: [...args, '--end-of-options', ...revisions, '--'], ...signal };
}

function checkFetch(refspec: string): string {
  const [from = '', to] = refspec.split(':', 2);
  const source = /^[0-9a-f]{40}$/.test(from) ? from : checkRef(from);
  return to === undefined ? source : `${source}:${checkRef(to)}`;
}
