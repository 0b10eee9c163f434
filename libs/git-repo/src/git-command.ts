import type { CommandResult, CommandRunner } from '@heroku-release/release-kit';
import { effectOf, KitError } from '@heroku-release/release-kit';
import { diagnose } from './diagnosis.ts';

/** One call of git. */
export interface GitCall {
  /** The subcommand; the fault point is named after it, such as `git push`. */
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  /** Options before the subcommand, such as `--config-env=...`. */
  readonly settings?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly input?: string | Uint8Array | undefined;
  readonly writes?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Settings that keep hooks, helpers and preferences out of our calls. A repository that somebody else packed has a configuration of theirs,
 * so these also disable every program that the configuration could start; see remote-guard.ts for those that only a remote needs.
 */
const SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  // Runs in a shell; an empty value would run the path that git adds.
  'core.alternateRefsCommand=:',
  'core.pager=cat',
  'push.gpgSign=false',
  'submodule.recurse=false',
  'core.splitIndex=false',
  'core.untrackedCache=false',
  'core.quotePath=false',
  'index.sparse=false',
  'color.ui=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'log.showSignature=false',
  'i18n.commitEncoding=UTF-8',
  'i18n.logOutputEncoding=UTF-8',
].flatMap((setting) => ['-c', setting]);

/** Makes git print plain English, never prompt, and use no repository but the one in its folder. */
const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  LC_ALL: 'C',
  LANGUAGE: undefined,
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: 'cat',
  GIT_EDITOR: ':',
  GIT_SEQUENCE_EDITOR: ':',
  GIT_EXTERNAL_DIFF: undefined,
  // Reading never talks to a remote: a partial clone would start whatever its configuration names as the remote.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: '',
  GIT_OPTIONAL_LOCKS: '0',
  // Otherwise git flushes after every commit when it writes to a pipe.
  GIT_FLUSH: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_TRACE_REDACT: '1',
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_NAMESPACE: undefined,
  GIT_PREFIX: undefined,
  GIT_QUARANTINE_PATH: undefined,
  // Grafts change the history that git shows, and no remote has them.
  GIT_GRAFT_FILE: '/dev/null',
  GIT_SHALLOW_FILE: undefined,
};

/** The git command in one folder, hardened. Every git call of this library goes through here. */
export class GitCommand {
  readonly folder: string;
  readonly #commands: CommandRunner;
  readonly #env: Readonly<Record<string, string>>;

  /** @param env variables for every call, such as another location for new objects */
  constructor(commands: CommandRunner, folder: string, env: Readonly<Record<string, string>> = {}) {
    this.#commands = commands;
    this.folder = folder;
    this.#env = env;
  }

  /** The same command with more variables for every call. */
  withEnv(env: Readonly<Record<string, string>>): GitCommand {
    return new GitCommand(this.#commands, this.folder, { ...this.#env, ...env });
  }

  /** Runs git to its end; the caller checks the exit code. Errors: those of `CommandRunner.run`. */
  async run(call: GitCall): Promise<CommandResult> {
    return await this.#commands.run(this.#request(call));
  }

  /** Standard output of a call that must exit with 0. Errors: a `GitError` with a code derived from git's message. */
  async output(call: GitCall): Promise<string> {
    const result = await this.run(call);
    if (result.exitCode === 0) return result.stdout;
    throw this.failure(call, result);
  }

  /** Like {@link output}, without the final newline. */
  async line(call: GitCall): Promise<string> {
    return (await this.output(call)).replace(/\r?\n$/, '');
  }

  /** Like {@link line}, or `undefined` for an exit code that means "none". Errors: a `GitError` for any other code. */
  async findLine(call: GitCall, noneCodes: readonly number[] = [1]): Promise<string | undefined> {
    const result = await this.run(call);
    if (result.exitCode === 0) return result.stdout.replace(/\r?\n$/, '');
    if (noneCodes.includes(result.exitCode)) return undefined;
    throw this.failure(call, result);
  }

  /** Standard output as a stream. Errors: a `GitError` with a code derived from git's message. */
  async *stream(call: GitCall): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#commands.stream(this.#request(call));
    } catch (error) {
      if (!(error instanceof KitError) || error.code !== 'COMMAND_FAILED') throw error;
      const message = error.message.replace(/^.*? ended with exit code \d+: /s, '');
      throw diagnose(`git ${call.command}`, message, { effect: effectOf(error), cause: error });
    }
  }

  /** The error for a call that failed. */
  failure(call: GitCall, result: CommandResult): Error {
    const message = result.stderr.trim() === '' ? result.stdout : result.stderr;
    const effect = call.writes === true ? 'unknown' : 'none';
    return diagnose(`git ${call.command} (exit code ${result.exitCode})`, message, { effect });
  }

  #request(call: GitCall) {
    return {
      command: 'git',
      args: [
        '--no-pager',
        '-C',
        this.folder,
        ...SETTINGS,
        ...(call.settings ?? []),
        call.command,
        ...(call.args ?? []),
      ],
      env: { ...ENVIRONMENT, ...this.#env, ...call.env },
      name: `git ${call.command}`,
      writes: call.writes ?? false,
      input: call.input,
      signal: call.signal,
    };
  }
}
