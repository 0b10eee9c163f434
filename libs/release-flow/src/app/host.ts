import type { Env } from '@heroku-release/actions-io';

/** The process that an app runs in. The app passes it in; libraries never access the process directly. */
export interface ProgramHost {
  /** The environment, read once. */
  readonly env: Env;
  /** Standard output: results, and workflow commands in a job. */
  readonly out: (text: string) => void;
  /** Standard error: progress and diagnostics. */
  readonly err: (text: string) => void;
  /** Calls `listener` for each signal that asks the process to stop. */
  readonly onInterrupt: (listener: () => void) => void;
  /** Ends the process immediately, without clean-up. For a second interruption, and for tests of crashes. */
  readonly kill: () => void;
}

/** A stream of the process that text is written to. */
export interface TextSink {
  /** Writes text unchanged. */
  write(text: string): unknown;
}

/** The part of the Node.js process that {@link hostOf} needs. */
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

/** Creates the host of an app from its process: `hostOf(process)`. */
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
