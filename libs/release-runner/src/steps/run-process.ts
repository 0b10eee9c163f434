import { execa } from 'execa';
import type { Environment } from '../run/bare-repository.ts';

/** A process to run for a step. */
export interface ProcessRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Environment;
  /** Called for every line of both streams as it arrives. */
  readonly onLine: (line: string) => void;
  /** Stops the whole process group: with SIGINT, after 7.5 s with SIGTERM, after another 2.5 s with SIGKILL. */
  readonly signal: AbortSignal;
}

/** Exit code of a process, or `undefined` with the reason. */
export interface ProcessEnd {
  readonly exitCode: number | undefined;
  readonly because: string;
}

/** GitHub's timing for a cancelled step, in milliseconds. */
const STOPPING = [
  { signal: 'INT', afterMs: 0 },
  { signal: 'TERM', afterMs: 7500 },
  { signal: 'KILL', afterMs: 10_000 },
] as const;

/** Runs a process to its end. Does not throw: a process that cannot be started ends with a reason. */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const child = execa(request.file, request.args, {
    cwd: request.cwd,
    env: request.env,
    extendEnv: false,
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    detached: true, // a separate process group, so that all of it can be stopped
  });
  const timers: NodeJS.Timeout[] = [];
  const stop = () => {
    for (const { signal, afterMs } of STOPPING) {
      timers.push(
        setTimeout(() => {
          if (child.pid !== undefined) void signalGroup(child.pid, signal);
        }, afterMs),
      );
    }
  };
  request.signal.addEventListener('abort', stop, { once: true });
  if (request.signal.aborted) stop();
  try {
    for await (const line of child.iterable({ from: 'all' })) request.onLine(line);
    const result = await child;
    return {
      exitCode: result.exitCode,
      because: result.signal === undefined ? (result.originalMessage ?? '') : `ended by ${result.signal}`,
    };
  } catch (error) {
    return { exitCode: undefined, because: error instanceof Error ? error.message : String(error) };
  } finally {
    request.signal.removeEventListener('abort', stop);
    timers.forEach(clearTimeout);
  }
}

/** Sends a signal with the `kill` command, because libraries do not use the process object. A group that has ended is fine. */
async function signalGroup(pid: number, signal: string): Promise<void> {
  await execa('kill', ['-s', signal, '--', `-${pid}`], { reject: false, stdio: 'ignore' });
}
