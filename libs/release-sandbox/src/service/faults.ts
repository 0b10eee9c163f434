/** The caller's connection breaks: in process the fetch rejects, over HTTP the socket is destroyed. */
export class ConnectionReset extends Error {
  constructor(operation: string) {
    super(`the sandbox broke the connection at ${operation}`);
  }
}

/** A fault as data: whether the operation takes effect, and what the caller then sees. */
export interface Fault {
  /** Whether the operation is carried out before the caller sees the fault. Default `false`. */
  readonly land?: boolean;
  /**
   * `reset`: the connection breaks. `answer`: the real answer. `truncate`: the real answer's head and half its body, then the connection
   * breaks. Else the given answer. The real answer needs the operation, so `answer` and `truncate` carry it out in any case.
   */
  readonly then:
    | 'reset'
    | 'answer'
    | 'truncate'
    | {
        /** HTTP status. */
        readonly status: number;
        /** Default: none. */
        readonly headers?: Readonly<Record<string, string>>;
        /** Default: empty. */
        readonly body?: string;
      };
  /** Milliseconds by the sandbox's clock before anything happens. */
  readonly delayMs?: number;
}

/** Faults in waiting, by operation. */
export class Faults {
  readonly #queues = new Map<string, Fault[]>();

  /** The next call of `operation` (see the side's list) suffers these faults, one call each, in order. */
  next(operation: string, ...faults: readonly Fault[]): void {
    this.#queues.set(operation, [...(this.#queues.get(operation) ?? []), ...faults]);
  }

  /** Takes the fault that the call of `operation` at hand must suffer. */
  take(operation: string): Fault | undefined {
    return this.#queues.get(operation)?.shift();
  }

  /** Faults nobody ran into: a test that ends with some tested nothing. */
  get unused(): readonly string[] {
    return [...this.#queues].flatMap(([operation, faults]) => faults.map(() => operation));
  }
}
