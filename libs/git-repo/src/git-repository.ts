import { dirname, join, resolve as resolvePath } from 'node:path';
import type { CommandRunner } from '@heroku-release/release-kit';
import { FileStore } from '@heroku-release/release-kit';
import { GitError } from './errors.ts';
import { GitCommand } from './git-command.ts';
import { GitHistory } from './git-history.ts';
import { readLocalSettings } from './local-settings.ts';
import type { MergedTrees } from './merge-trees.ts';
import { mergeTrees } from './merge-trees.ts';
import { checkRef, checkRefPattern, checkRemote, checkSha } from './names.ts';
import type { CommitRequest } from './plumbing-commit.ts';
import { writeCommit } from './plumbing-commit.ts';
import { checkPush } from './push-result.ts';
import { remoteAccess, servingPrograms } from './remote-access.ts';
import { refuseForeignServer, refuseUnsafeRemote } from './remote-guard.ts';
import type { RemoteRef } from './remote-ref.ts';
import { lsRemotePatterns, readRemoteRefs } from './remote-ref.ts';

/** The dependencies of a {@link GitRepository}. */
export interface GitRepositoryOptions {
  readonly commands: CommandRunner;
  /** Creates the temporary folders. Default a plain `FileStore`. */
  readonly files?: FileStore | undefined;
}

/** A remote and its access token; the token is only ever sent to the address of an HTTP remote. */
export interface RemoteOptions {
  /** Name, URL or path. */
  readonly remote: string;
  readonly token?: string | undefined;
  /** The server that the token is for, such as `https://github.com`. A token for an HTTP remote elsewhere is refused. */
  readonly server?: string | undefined;
}

/**
 * A local repository, through the git command (2.31 or later). Nothing here touches the work tree, the index or HEAD, and no user hook
 * runs. No program runs that the repository's own configuration names: it may come from somebody else. Every error is a `GitError`, except those of the command runner (`COMMAND_NOT_FOUND`, `COMMAND_TIMEOUT`).
 */
export class GitRepository extends GitHistory {
  /** Absolute path of the work tree, or of the repository itself if it is bare. */
  readonly root: string;
  /** Absolute path of the git directory. */
  readonly gitDirectory: string;
  readonly #git: GitCommand;
  readonly #files: FileStore;

  private constructor(git: GitCommand, gitDirectory: string, files: FileStore) {
    super(git);
    this.#git = git;
    this.root = git.folder;
    this.gitDirectory = gitDirectory;
    this.#files = files;
  }

  /** Opens the repository that contains `path`. Errors: `GIT_NOT_A_REPOSITORY`, `GIT_UNSAFE_OWNER`, `GIT_UNSAFE_CONFIG`. */
  static async open(path: string, options: GitRepositoryOptions): Promise<GitRepository> {
    const git = new GitCommand(options.commands, path);
    const args = ['--absolute-git-dir', '--show-toplevel'];
    const call = { command: 'rev-parse', args };
    const result = await git.run(call);
    // For a bare repository git prints the git directory and fails at the second argument.
    const lines = result.stdout.split('\n').filter((line) => line !== '');
    const [gitDirectory = '', top = gitDirectory] = lines;
    if (gitDirectory === '') throw git.failure(call, result);
    const files = options.files ?? new FileStore();
    if (top !== gitDirectory) await refuseWorkTreeElsewhere(top, path, files);
    return new GitRepository(new GitCommand(options.commands, top), gitDirectory, files);
  }

  /**
   * Runs `work` with a repository that contains everything this one has, but stores new objects (from `fetch` and `commitFiles`) in a
   * temporary folder that is removed at the end. For checks that must leave `.git` byte for byte as it is.
   */
  async withTemporaryObjects<T>(work: (repository: GitRepository) => Promise<T>): Promise<T> {
    const objects = await this.#git.line({ command: 'rev-parse', args: ['--git-path', 'objects'] });
    const folder = await this.#files.temporaryFolder('heroku-release-objects-');
    try {
      const git = this.#git.withEnv({
        GIT_OBJECT_DIRECTORY: folder,
        // Quoted, since a colon would separate two paths.
        GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(resolvePath(this.root, objects)),
      });
      return await work(new GitRepository(git, this.gitDirectory, this.#files));
    } finally {
      await this.#files.remove(folder);
    }
  }

  /**
   * The references of the remote, with one `git ls-remote`. A pattern is a full name in which `*` matches any text.
   * Errors: `GIT_REMOTE_UNREACHABLE`, `GIT_REMOTE_DENIED`.
   */
  async remoteRefs(
    options: RemoteOptions & { readonly patterns: readonly string[] },
  ): Promise<Map<string, RemoteRef>> {
    const patterns = options.patterns.map(checkRefPattern);
    if (patterns.length === 0) return new Map();
    const { upload, ...access } = await this.#access(options);
    const flags = ['--quiet', `--upload-pack=${upload}`];
    const args = [...flags, '--', checkRemote(options.remote), ...lsRemotePatterns(patterns)];
    return readRemoteRefs(await this.#git.output({ command: 'ls-remote', args, ...access }), patterns);
  }

  /**
   * Fetches objects from the remote. A plain reference name changes no local reference, `FETCH_HEAD` included;
   * `refs/heads/main:refs/remotes/origin/main` also sets the second one. Errors: `GIT_REMOTE_UNREACHABLE`, `GIT_REMOTE_DENIED`,
   * `GIT_UNKNOWN_REVISION` (the remote has no such reference).
   */
  async fetch(options: RemoteOptions & { readonly refs: readonly string[] }): Promise<void> {
    const refs = options.refs.map(checkFetchRefspec);
    if (refs.length === 0) return;
    const { upload, ...access } = await this.#access(options);
    const flags = [
      '--quiet',
      `--upload-pack=${upload}`,
      '--no-tags',
      '--no-write-fetch-head',
      '--refmap=',
      '--no-recurse-submodules',
      '--no-prune',
      '--no-auto-maintenance',
    ];
    const args = [...flags, '--', checkRemote(options.remote), ...refs];
    await this.#git.output({ command: 'fetch', args, writes: true, ...access });
  }

  /**
   * Writes a commit on top of `parent` and returns its id. It only adds objects: work tree, index, HEAD and all references stay as they
   * are. The same request with the same author and date gives the same id, unless the commit is signed.
   *
   * Errors: `GIT_NO_IDENTITY`, `GIT_SIGNING_FAILED`, `GIT_UNKNOWN_REVISION`, `GIT_INVALID_NAME` (a path, a date, a name).
   */
  async commitFiles(request: CommitRequest): Promise<string> {
    return await writeCommit(this.#git, this.#files, request);
  }

  /**
   * Merges two commits and writes the result as a tree, for `commitFiles`; it only adds objects. Needs git 2.38.
   * Errors: `GIT_COMMAND_FAILED`, also for an unknown commit.
   */
  async mergeTrees(ours: string, theirs: string): Promise<MergedTrees> {
    return await mergeTrees(this.#git, checkSha(ours), checkSha(theirs));
  }

  /**
   * Pushes one commit to one reference, `<sha>:refs/heads/<branch>`. A second call with the same commit changes nothing. The remote
   * reference only moves forward, except with `replaces`: then it is set if it holds exactly that commit or, with `null`, if it does not
   * exist.
   *
   * Errors: `GIT_PUSH_REJECTED`, `GIT_REMOTE_DENIED`, `GIT_REMOTE_UNREACHABLE`; the last has effect `unknown` if the connection broke
   * during the push.
   */
  async push(
    options: RemoteOptions & { readonly refspec: string; readonly replaces?: string | null | undefined },
  ): Promise<void> {
    const [from = '', to = ''] = options.refspec.split(':', 2);
    const refspec = `${checkSha(from)}:${checkRef(to)}`;
    const { replaces } = options;
    const lease =
      replaces === undefined
        ? []
        : [`--force-with-lease=${to}:${replaces === null ? '' : checkSha(replaces)}`];
    const { receive, ...access } = await this.#access(options, 'push');
    const flags = [
      '--porcelain',
      `--receive-pack=${receive}`,
      '--no-signed',
      '--no-verify',
      '--no-follow-tags',
      '--recurse-submodules=no',
      '--no-mirror',
    ];
    const args = [...flags, ...lease, '--', checkRemote(options.remote), refspec];
    checkPush(refspec, await this.#git.run({ command: 'push', args, writes: true, ...access }));
  }

  /** How to reach a remote. Errors: `GIT_UNSAFE_CONFIG`, `GIT_REMOTE_ELSEWHERE`. */
  async #access({ remote, token, server }: RemoteOptions, use: 'fetch' | 'push' = 'fetch') {
    const name = checkRemote(remote);
    const [settings, urls] = await Promise.all([readLocalSettings(this.#git), this.#urlsOf(name, use)]);
    for (const url of urls) {
      refuseUnsafeRemote(settings, url, token);
      if (token !== undefined && server !== undefined) refuseForeignServer(url, server);
    }
    const [url = remote] = urls;
    const { upload, receive } = servingPrograms(url);
    return { ...remoteAccess(url, token), upload, receive };
  }

  /** The addresses of a remote, with `url.<base>.insteadOf` applied. A push goes to all of them. */
  async #urlsOf(remote: string, use: 'fetch' | 'push'): Promise<string[]> {
    const push = { command: 'remote', args: ['get-url', '--push', '--all', '--', remote] };
    // Only a configured remote has addresses for pushing; for a URL, git exits with 2 or 128.
    const found = use === 'push' ? await this.#git.findLine(push, [2, 128]) : undefined;
    if (found !== undefined) return found.split('\n');
    return [await this.#git.line({ command: 'ls-remote', args: ['--get-url', '--', remote] })];
  }
}

/** Refuses a work tree that `core.worktree` puts anywhere but around the given path, where its `.git` is. Errors: `GIT_UNSAFE_CONFIG`. */
async function refuseWorkTreeElsewhere(top: string, path: string, files: FileStore): Promise<void> {
  let folder = await files.realPath(path);
  while (!(await files.exists(join(folder, '.git'))) && dirname(folder) !== folder) folder = dirname(folder);
  if ((await files.realPath(top)) === folder) return;
  throw new GitError('GIT_UNSAFE_CONFIG', `the configuration of this repository puts its files in ${top}`, {
    hint: 'Remove the setting with: git config --local --unset-all core.worktree',
  });
}

function checkFetchRefspec(refspec: string): string {
  const [from = '', to] = refspec.split(':', 2);
  const source = /^[0-9a-f]{40}$/.test(from) ? from : checkRef(from);
  return to === undefined ? source : `${source}:${checkRef(to)}`;
}
