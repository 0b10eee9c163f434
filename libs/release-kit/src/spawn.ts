/** A process to be started: an argument array, never a shell string. */
export interface SpawnRequest {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input; without it there is none. */
  readonly input?: string | Uint8Array;
  /** Milliseconds; then the process is ended. */
  readonly timeoutMs: number;
  /** Ends the process early. */
  readonly signal?: AbortSignal;
  /** Whether standard output is kept for the end; else it is there to be read as it comes. */
  readonly keepOutput: boolean;
}

/** A started process. */
export interface SpawnedProcess {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
  /** When it is over, well or not; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Tells it to end (SIGTERM); a second call does nothing more. */
  kill(): void;
}

/** How a process ended. */
export interface ProcessEnd {
  /** Absent when it could not be started, or was ended by a signal. */
  readonly exitCode: number | undefined;
  /** Empty unless it was to be kept. */
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** Why it could not be started, such as `ENOENT`. */
  readonly code?: string | undefined;
  /** One line on what went wrong. */
  readonly why?: string | undefined;
  readonly cause?: unknown;
}

/** Starts processes for a `CommandRunner`; it neither judges nor throws. */
export type Spawn = (request: SpawnRequest) => SpawnedProcess;
