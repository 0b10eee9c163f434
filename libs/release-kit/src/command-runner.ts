import { createInterface } from 'node:readline';
import { execa } from 'execa';
import type { Options } from 'execa';
import type { FaultPoints } from './fault-points.ts';
import { noFaults } from './fault-points.ts';
import { KitError } from './kit-error.ts';
import type { Redactor } from './redactor.ts';

/** One process to start, always with an argument array and never through a shell. */
export interface CommandRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Set on top of the runner's environment; `undefined` takes a variable out. Secrets travel here, never in `args`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Uint8Array;
  /** Milliseconds, default 10 minutes; then `COMMAND_TIMEOUT`. */
  readonly timeoutMs?: number;
  /** Ends the process early. Leave it out for writes, which are finished. */
  readonly signal?: AbortSignal;
  /** Whether it changes anything outside the process (a push, a ref). Default `false`. */
  readonly writes?: boolean;
  /** The fault point's name, default the command and its first argument. */
  readonly name?: string;
  /** Called for every line of output as it comes, for progress. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** What a finished process left. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a {@link CommandRunner} is made. */
export interface CommandRunnerOptions {
  /** The whole environment that processes see; nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly faults?: FaultPoints;
  readonly redactor?: Redactor;
}

/** The only door to processes. */
export class CommandRunner {
  readonly #env: CommandRunnerOptions['env'];
  readonly #faults: FaultPoints;
  readonly #redactor: Redactor | undefined;

  constructor(options: CommandRunnerOptions) {
    this.#env = options.env;
    this.#faults = options.faults ?? noFaults;
    this.#redactor = options.redactor;
  }

  /**
   * Runs to the end and answers with the exit code, which is for the caller to judge.
   *
   * Errors: `COMMAND_NOT_FOUND`, `COMMAND_TIMEOUT`, `COMMAND_FAILED` (ended by a signal).
   */
  async run(request: CommandRequest): Promise<CommandResult> {
    return await this.#faults.around(pointOf(request), async () => {
      const child = execa(request.command, request.args, { ...this.#options(request), buffer: true });
      const { onLine } = request;
      if (onLine !== undefined) {
        createInterface(child.stdout).on('line', (text) => {
          onLine(text, 'stdout');
        });
        createInterface(child.stderr).on('line', (text) => {
          onLine(text, 'stderr');
        });
      }
      const result = await child;
      if (result.exitCode === undefined) throw this.#error(request, result);
      return {
        exitCode: result.exitCode,
        stdout: result.stdout,
        stderr: result.stderr,
      };
    });
  }

  /**
   * Runs to the end and answers with the standard output.
   *
   * Errors: as {@link run}, and `COMMAND_FAILED` for any exit code but 0, with the end of its error output in the message.
   */
  async output(request: CommandRequest): Promise<string> {
    const result = await this.run(request);
    if (result.exitCode === 0) return result.stdout;
    const why = (result.stderr.trim() === '' ? result.stdout : result.stderr).trim().slice(-2000);
    const text = `${line(request)} ended with exit code ${result.exitCode}: ${why}`;
    throw new KitError('COMMAND_FAILED', this.#redactor?.text(text) ?? text, {
      effect: request.writes === true ? 'unknown' : 'none',
    });
  }

  /** Streams the standard output as it comes; the process ends with the loop. Errors as {@link output}. */
  async *stream(request: CommandRequest): AsyncGenerator<Uint8Array> {
    const child = await this.#faults.around(pointOf(request), () =>
      Promise.resolve({
        process: execa(request.command, request.args, {
          ...this.#options(request),
          encoding: 'buffer' as const,
          buffer: { stdout: false, stderr: true },
        }),
      }),
    );
    const running = child.process;
    let finished = false;
    try {
      for await (const chunk of running.stdout as AsyncIterable<Uint8Array>) yield chunk;
      finished = true;
    } finally {
      if (!finished) {
        running.kill();
        await running;
      }
    }
    const result = await running;
    if (result.exitCode === 0) return;
    if (result.exitCode === undefined) throw this.#error(request, result);
    const why = Buffer.from(result.stderr).toString('utf8').trim().slice(-2000);
    throw new KitError('COMMAND_FAILED', `${line(request)} ended with exit code ${result.exitCode}: ${why}`);
  }

  #options(request: CommandRequest) {
    const env = Object.fromEntries(
      Object.entries({ ...this.#env, ...request.env }).filter((entry): entry is [string, string] => {
        return entry[1] !== undefined;
      }),
    );
    return {
      env,
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      timeout: request.timeoutMs ?? 600_000,
      maxBuffer: 256 * 1024 * 1024,
      ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
      ...(request.input === undefined ? { stdin: 'ignore' as const } : { input: request.input }),
      ...(request.signal === undefined ? {} : { cancelSignal: request.signal }),
    } satisfies Options;
  }

  #error(request: CommandRequest, result: FailedResult): KitError {
    const effect = request.writes === true && result.code !== 'ENOENT' ? 'unknown' : 'none';
    if (result.code === 'ENOENT') {
      return new KitError('COMMAND_NOT_FOUND', `${request.command} is not installed or not on the PATH`, {
        hint: `Install ${request.command} and run the command again.`,
      });
    }
    if (result.timedOut) {
      return new KitError('COMMAND_TIMEOUT', `${line(request)} did not end in time`, { effect });
    }
    const why = result.shortMessage ?? 'it was ended by a signal';
    return new KitError('COMMAND_FAILED', this.#redactor?.text(why) ?? why, { effect, cause: result.cause });
  }
}

interface FailedResult {
  readonly code?: string | undefined;
  readonly timedOut: boolean;
  readonly shortMessage?: string | undefined;
  readonly cause?: unknown;
}

const line = (request: CommandRequest): string => [request.command, ...request.args.slice(0, 2)].join(' ');

const pointOf = (request: CommandRequest) =>
  ({
    door: 'command',
    name: request.name ?? [request.command, ...request.args.slice(0, 1)].join(' '),
    writes: request.writes ?? false,
  }) as const;
