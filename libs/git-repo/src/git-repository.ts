import { resolve as resolvePath } from 'node:path';
import type { CommandRunner } from '@heroku-release/release-kit';
import { FileStore } from '@heroku-release/release-kit';
import type { FileStatus } from './file-status.ts';
import { readStatus } from './file-status.ts';
import { GitCommand } from './git-command.ts';
import { GitHistory, shallowClone } from './git-history.ts';
import type { Identity } from './identity.ts';
import { configuredIdentity } from './identity.ts';
import { checkPath, checkRef, checkRefPattern, checkRemote, checkSha } from './names.ts';
import type { CommitRequest } from './plumbing-commit.ts';
import { writeCommit } from './plumbing-commit.ts';
import { judgePush } from './push-result.ts';
import { remoteAccess } from './remote-access.ts';
import type { RemoteRef } from './remote-ref.ts';
import { askFor, readRemoteRefs } from './remote-ref.ts';

/** What a {@link GitRepository} works with. */
export interface GitRepositoryOptions {
  readonly commands: CommandRunner;
  /** Where the temporary index is made. Default a plain `FileStore`. */
  readonly files?: FileStore;
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
export class GitRepository extends GitHistory {
  /** Absolute path of the work tree, or of the repository itself when it is bare. */
  readonly root: string;
  /** Absolute path of the git directory. */
  readonly gitDirectory: string;
  readonly #git: GitCommand;
  readonly #files: FileStore;
  readonly #openedShallow: boolean;

  private constructor(git: GitCommand, gitDirectory: string, files: FileStore, shallow: boolean) {
    super(git);
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

  /** Refuses what was a shallow clone when it was opened: commits would be missing without a word. Errors: `GIT_SHALLOW`. */
  requireFullHistory(): void {
    if (!this.#openedShallow) return;
    throw shallowClone(this.root);
  }

  /** Who commits here by git's settings. Errors: `GIT_NO_IDENTITY`. */
  async identity(): Promise<Identity> {
    return await configuredIdentity(this.#git);
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

  async #access(options: RemoteOptions) {
    if (options.token === undefined) return remoteAccess('', undefined);
    const args = ['--get-url', '--', checkRemote(options.remote)];
    return remoteAccess(await this.#git.line({ command: 'ls-remote', args }), options.token);
  }
}

function checkFetch(refspec: string): string {
  const [from = '', to] = refspec.split(':', 2);
  const source = /^[0-9a-f]{40}$/.test(from) ? from : checkRef(from);
  return to === undefined ? source : `${source}:${checkRef(to)}`;
}
