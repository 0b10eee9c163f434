import { execa } from 'execa';

/** Environment variables of a process. */
export type Environment = Readonly<Record<string, string>>;

/** Reads commits of a bare repository with git. */
export class BareRepository {
  readonly directory: string;
  readonly #env: Environment;

  /** @param env variables for git: at least `PATH` */
  constructor(directory: string, env: Environment) {
    this.directory = directory;
    this.#env = env;
  }

  /** Finds the commit of a revision, with tags peeled; `undefined` when there is none. */
  async commit(revision: string): Promise<string | undefined> {
    const text = await this.#git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
    return text?.trim();
  }

  /** Reads the text of a file at a commit. */
  async file(commit: string, path: string): Promise<string | undefined> {
    return await this.#git(['cat-file', 'blob', `${commit}:${path}`]);
  }

  /** Lists the paths of the workflow files at a commit, sorted. */
  async workflowPaths(commit: string): Promise<readonly string[]> {
    const text = await this.#git(['ls-tree', '-z', '--name-only', commit, '--', '.github/workflows/']);
    return (text ?? '').split('\0').filter((path) => /\.ya?ml$/.test(path));
  }

  /** Lists the files that differ between two commits; `...` compares with the common ancestor, as pull requests do. */
  async changedFiles(from: string, to: string, dots: '..' | '...'): Promise<readonly string[]> {
    const text = await this.#git(['diff', '--name-only', '-z', '--no-renames', `${from}${dots}${to}`]);
    return (text ?? '').split('\0').filter(Boolean);
  }

  /** Reads the message of a commit. */
  async message(commit: string): Promise<string> {
    return (await this.#git(['log', '-1', '--format=%B', commit])) ?? '';
  }

  async #git(args: readonly string[]): Promise<string | undefined> {
    const result = await execa('git', [`--git-dir=${this.directory}`, ...args], {
      env: { ...this.#env, GIT_CONFIG_NOSYSTEM: '1' },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
    });
    if (result.exitCode === undefined) throw new Error('git cannot be started', { cause: result });
    return result.exitCode === 0 ? result.stdout : undefined;
  }
}
