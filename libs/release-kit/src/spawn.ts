/** A process to start, with an argument array and never through a shell. */
export interface SpawnRequest {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  /** Standard input, default none. */
  readonly input?: string | Uint8Array | undefined;
  /** Milliseconds until the process is terminated. */
  readonly timeoutMs: number;
  /** Terminates the process early. */
  readonly signal?: AbortSignal | undefined;
  /** Whether standard output is collected for {@link ProcessEnd}; otherwise the caller reads the stream. */
  readonly keepOutput: boolean;
}

/** A started process. */
export interface SpawnedProcess {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
  /** Resolves when the process has ended, however it ended; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Sends SIGTERM; a second call changes nothing. */
  kill(): void;
}

/** How a process ended. */
export interface ProcessEnd {
  /** Absent when the process could not be started or was ended by a signal. */
  readonly exitCode: number | undefined;
  /** Empty unless the output was collected. */
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** System error code of a process that could not be started, such as `ENOENT`. */
  readonly code?: string | undefined;
  /** One line about what went wrong. */
  readonly why?: string | undefined;
  readonly cause?: unknown;
}

/** Starts a process for a `CommandRunner`. Never throws: failures are part of {@link ProcessEnd}. */
export type Spawn = (request: SpawnRequest) => SpawnedProcess;
