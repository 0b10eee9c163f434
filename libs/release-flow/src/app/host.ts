import type { Env } from '@heroku-release/actions-io';

/** The process an app runs in, passed in by the app: no library touches the process itself. */
export interface ProgramHost {
  /** The environment, read once. */
  readonly env: Env;
  /** Standard output: answers, and workflow commands in a job. */
  readonly out: (text: string) => void;
  /** Standard error: progress and diagnostics. */
  readonly err: (text: string) => void;
  /** Calls `listener` whenever somebody asks the process to stop. */
  readonly onInterrupt: (listener: () => void) => void;
  /** Ends the process at once, with no clean-up; for tests of crashes. */
  readonly kill: () => void;
}

/** Takes text, as a stream of the process does. */
export interface TextSink {
  /** Writes it as it is. */
  write(text: string): unknown;
}

/** What {@link hostOf} needs of the process. */
export interface ProcessLike {
  readonly env: Env;
  readonly pid: number;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Listens for a signal. */
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
  /** Sends a signal to a process. */
  kill(pid: number, signal: 'SIGKILL'): unknown;
}

/** The host of an app's own process: `hostOf(process)`. */
export function hostOf(process: ProcessLike): ProgramHost {
  return {
    env: { ...process.env },
    out: (text) => {
      process.stdout.write(text);
    },
    err: (text) => {
      process.stderr.write(text);
    },
    onInterrupt: (listener) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener);
    },
    kill: () => {
      process.kill(process.pid, 'SIGKILL');
    },
  };
}
