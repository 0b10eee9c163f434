import type { CommandResult, CommandRunner } from '@heroku-release/release-kit';
import { effectOf, KitError } from '@heroku-release/release-kit';
import { diagnose } from './diagnosis.ts';

/** One call of git. */
export interface GitCall {
  /** The subcommand, which also names the fault point: `git push`. */
  readonly command: string;
  readonly args?: readonly string[];
  /** Settings that come before the subcommand, such as `--config-env=...`. */
  readonly settings?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Uint8Array;
  readonly writes?: boolean;
  readonly signal?: AbortSignal;
}

/** Settings that keep the user's hooks, helpers and tastes out of what we run. */
const SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
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

/** A plain-spoken git that asks nobody anything and looks at no repository but ours. */
const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  LC_ALL: 'C',
  LANGUAGE: undefined,
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: 'cat',
  GIT_OPTIONAL_LOCKS: '0',
  // Into a pipe git would write every commit by itself.
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
  GIT_GRAFT_FILE: undefined,
  GIT_SHALLOW_FILE: undefined,
};

/** The git command in one folder, hardened; every call of this library goes through here. */
export class GitCommand {
  readonly folder: string;
  readonly #commands: CommandRunner;
  readonly #env: Readonly<Record<string, string>>;

  /** @param env for every call, such as another place for new objects */
  constructor(commands: CommandRunner, folder: string, env: Readonly<Record<string, string>> = {}) {
    this.#commands = commands;
    this.folder = folder;
    this.#env = env;
  }

  /** The same with more variables for every call. */
  with(env: Readonly<Record<string, string>>): GitCommand {
    return new GitCommand(this.#commands, this.folder, { ...this.#env, ...env });
  }

  /** Runs to the end; the exit code is for the caller to judge. Errors: those of `CommandRunner.run`. */
  async run(call: GitCall): Promise<CommandResult> {
    return await this.#commands.run(this.#request(call));
  }

  /** Standard output of a call that must end with 0. Errors: a `GitError` by git's own words. */
  async output(call: GitCall): Promise<string> {
    const result = await this.run(call);
    if (result.exitCode === 0) return result.stdout;
    throw this.failure(call, result);
  }

  /** As {@link output}, without the final newline. */
  async line(call: GitCall): Promise<string> {
    return (await this.output(call)).replace(/\r?\n$/, '');
  }

  /** As {@link line}, or `undefined` for an exit code that is an expected "no". Errors: a `GitError` for any other. */
  async answer(
    call: GitCall,
    yes: readonly number[],
    no: readonly number[] = [1],
  ): Promise<string | undefined> {
    const result = await this.run(call);
    if (yes.includes(result.exitCode)) return result.stdout.replace(/\r?\n$/, '');
    if (no.includes(result.exitCode)) return undefined;
    throw this.failure(call, result);
  }

  /** Standard output as it comes. Errors: a `GitError` by git's own words. */
  async *stream(call: GitCall): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#commands.stream(this.#request(call));
    } catch (error) {
      if (!(error instanceof KitError) || error.code !== 'COMMAND_FAILED') throw error;
      const words = error.message.replace(/^.*? ended with exit code \d+: /s, '');
      throw diagnose(`git ${call.command}`, words, { effect: effectOf(error), cause: error });
    }
  }

  /** The error for a call that ended badly. */
  failure(call: GitCall, result: CommandResult): Error {
    const words = result.stderr.trim() === '' ? result.stdout : result.stderr;
    const effect = call.writes === true ? 'unknown' : 'none';
    return diagnose(`git ${call.command} (exit code ${result.exitCode})`, words, { effect });
  }

  #request(call: GitCall) {
    return {
      command: 'git',
      args: ['-C', this.folder, ...SETTINGS, ...(call.settings ?? []), call.command, ...(call.args ?? [])],
      env: { ...ENVIRONMENT, ...this.#env, ...call.env },
      name: `git ${call.command}`,
      writes: call.writes ?? false,
      ...(call.input === undefined ? {} : { input: call.input }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    };
  }
}
