/** A place where the world may fail us: one request, one command, one file written. */
export interface FaultPoint {
  readonly boundary: 'http' | 'command' | 'file';
  /** What is done there, stable from run to run, such as `github POST /repos/:owner/:repo/pulls`. */
  readonly name: string;
  /** Whether it can change something outside the process. */
  readonly writes: boolean;
}

/**
 * Stands around every effect at the three doors. The one that programs use lets everything pass; tests use it to break, delay
 * or kill before an effect or after it landed.
 */
export interface FaultPoints {
  /** Lets the effect happen, or fails in its place, before it or after it landed; answers with what the effect answered. */
  around<T>(point: FaultPoint, effect: () => Promise<T>): Promise<T>;
}

/** Lets everything pass. */
export const noFaults: FaultPoints = { around: (_point, effect) => effect() };
