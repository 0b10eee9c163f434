import type { FaultPoints } from './fault-points.ts';
import { noFaults } from './fault-points.ts';
import { KitError } from './kit-error.ts';
import type { Redactor } from './redactor.ts';
import type { ProcessEnd, Spawn, SpawnedProcess } from './spawn.ts';

/** A process to run, with an argument array and never through a shell. */
export interface CommandRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** Added to the runner's environment; `undefined` removes a variable. Pass secrets here, never in `args`. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly input?: string | Uint8Array | undefined;
  /** Milliseconds until `COMMAND_TIMEOUT`, default 10 minutes. */
  readonly timeoutMs?: number | undefined;
  /** Terminates the process early. Leave it out for writes: they are finished. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the command changes anything outside its process (a push, a ref). Default `false`. */
  readonly writes?: boolean | undefined;
  /** Name of the fault point, default the command and its first argument. */
  readonly name?: string | undefined;
  /** Called for every line of output as it arrives, to show progress. */
  readonly onLine?: ((line: string, stream: 'stdout' | 'stderr') => void) | undefined;
}

/** Exit code and output of a finished process. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link CommandRunner}. */
export interface CommandRunnerOptions {
  /** The whole environment of the processes; nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly faults?: FaultPoints | undefined;
  readonly redactor?: Redactor | undefined;
  /** Starts the processes; default execa, which is loaded with the first process. */
  readonly spawn?: Spawn | undefined;
}

const DEFAULT_TIMEOUT_MS = 600_000;

/** The only way to start processes. */
export class CommandRunner {
  readonly #env: CommandRunnerOptions['env'];
  readonly #faults: FaultPoints;
  readonly #redactor: Redactor | undefined;
  readonly #spawn: Spawn | undefined;

  constructor(options: CommandRunnerOptions) {
    this.#env = options.env;
    this.#faults = options.faults ?? noFaults;
    this.#redactor = options.redactor;
    this.#spawn = options.spawn;
  }

  /**
   * Runs a command to its end. A non-zero exit code is a result, not an error.
   *
   * Errors: `COMMAND_NOT_FOUND`, `COMMAND_TIMEOUT`, `COMMAND_FAILED` (ended by a signal).
   */
  async run(request: CommandRequest): Promise<CommandResult> {
    return await this.#faults.around(pointOf(request), async () => {
      const { onLine } = request;
      // Loaded before the process can print, and only on demand: loading it takes longer than many git commands.
      const readline = onLine === undefined ? undefined : await import('node:readline');
      const child = await this.#start(request, true);
      if (onLine !== undefined && readline !== undefined) {
        for (const stream of ['stdout', 'stderr'] as const) {
          readline.createInterface(child[stream]).on('line', (text) => {
            onLine(text, stream);
          });
        }
      }
      const end = await child.ended;
      if (end.exitCode === undefined) throw this.#error(request, end);
      return { exitCode: end.exitCode, stdout: end.stdout, stderr: end.stderr };
    });
  }

  /**
   * Runs a command to its end and returns its standard output.
   *
   * Errors: as {@link run}, and `COMMAND_FAILED` for a non-zero exit code, with the end of the error output in the message.
   */
  async output(request: CommandRequest): Promise<string> {
    const result = await this.run(request);
    if (result.exitCode === 0) return result.stdout;
    throw this.#badExit(request, result);
  }

  /** Streams the standard output as it arrives; leaving the loop terminates the process. Errors: as {@link output}. */
  async *stream(request: CommandRequest): AsyncGenerator<Uint8Array> {
    // Wrapped in an object, because a fault point awaits the result of its effect.
    const { child } = await this.#faults.around(pointOf(request), async () => ({
      child: await this.#start(request, false),
    }));
    let finished = false;
    try {
      for await (const chunk of child.stdout) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      finished = true;
    } finally {
      if (!finished) {
        child.kill();
        await child.ended;
      }
    }
    const end = await child.ended;
    if (end.exitCode === 0) return;
    if (end.exitCode === undefined) throw this.#error(request, end);
    throw this.#badExit(request, end);
  }

  async #start(request: CommandRequest, keepOutput: boolean): Promise<SpawnedProcess> {
    const spawn = this.#spawn ?? (await import('./execa-spawn.ts')).execaSpawn;
    const { command, args, cwd, input, signal, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
    return spawn({
      command,
      args,
      keepOutput,
      timeoutMs,
      env: Object.fromEntries(
        Object.entries({ ...this.#env, ...request.env }).filter((entry): entry is [string, string] => {
          return entry[1] !== undefined;
        }),
      ),
      cwd,
      input,
      signal,
    });
  }

  #badExit(request: CommandRequest, end: Pick<ProcessEnd, 'exitCode' | 'stdout' | 'stderr'>): KitError {
    const why = (end.stderr.trim() === '' ? end.stdout : end.stderr).trim().slice(-2000);
    const text = `${line(request)} ended with exit code ${end.exitCode}: ${why}`;
    return new KitError('COMMAND_FAILED', this.#redactor?.text(text) ?? text, {
      effect: request.writes === true ? 'unknown' : 'none',
    });
  }

  #error(request: CommandRequest, end: ProcessEnd): KitError {
    const effect = request.writes === true && end.code !== 'ENOENT' ? 'unknown' : 'none';
    if (end.code === 'ENOENT') {
      return new KitError('COMMAND_NOT_FOUND', `${request.command} is not installed or not on the PATH`, {
        hint: `Install ${request.command} and run the command again.`,
      });
    }
    if (end.timedOut) {
      return new KitError('COMMAND_TIMEOUT', `${line(request)} did not finish in time`, { effect });
    }
    const why = end.why ?? 'it was ended by a signal';
    return new KitError('COMMAND_FAILED', this.#redactor?.text(why) ?? why, { effect, cause: end.cause });
  }
}

const line = (request: CommandRequest): string => [request.command, ...request.args.slice(0, 2)].join(' ');

const pointOf = (request: CommandRequest) =>
  ({
    boundary: 'command',
    name: request.name ?? [request.command, ...request.args.slice(0, 1)].join(' '),
    writes: request.writes ?? false,
  }) as const;
