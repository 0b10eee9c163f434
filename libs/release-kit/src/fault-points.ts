/** One effect that can fail: a request, a command, or a file that is written. */
export interface FaultPoint {
  readonly boundary: 'http' | 'command' | 'file';
  /** Name of the effect, the same in every run, such as `github POST /repos/heroku/demo/pulls`. */
  readonly name: string;
  /** Whether the effect can change something outside the process. */
  readonly writes: boolean;
}

/**
 * Wraps every effect on the network, on processes and on files. Programs use {@link noFaults}; tests break the connection or kill
 * the process before or after an effect.
 */
export interface FaultPoints {
  /** Runs the effect and returns its result, or fails before or after it. */
  around<T>(point: FaultPoint, effect: () => Promise<T>): Promise<T>;
}

/** Runs every effect unchanged. */
export const noFaults: FaultPoints = { around: (_point, effect) => effect() };
