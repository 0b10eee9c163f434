/** Breaks the caller's connection: in process the fetch rejects with this error, over HTTP the server destroys the socket. */
export class ConnectionReset extends Error {
  constructor(operation: string) {
    super(`the sandbox broke the connection at ${operation}`);
  }
}

/** A fault for one call: whether the operation takes effect, and what the caller sees. */
export interface Fault {
  /** Whether the operation is carried out before the caller sees the fault. Default `false`. */
  readonly land?: boolean | undefined;
  /**
   * `reset`: the connection breaks. `answer`: the real response. `truncate`: the head and half the body of the real response, then the
   * connection breaks. An object: that response instead. `answer` and `truncate` need the real response, so they always carry out the
   * operation.
   */
  readonly then:
    | 'reset'
    | 'answer'
    | 'truncate'
    | {
        /** HTTP status. */
        readonly status: number;
        /** Default: none. */
        readonly headers?: Readonly<Record<string, string>> | undefined;
        /** Default: empty. */
        readonly body?: string | undefined;
      };
  /** Milliseconds to wait on the sandbox's clock before anything else happens. Default: none. */
  readonly delayMs?: number | undefined;
}

/** Queues of faults, one per operation. */
export class Faults {
  readonly #queues = new Map<string, Fault[]>();

  /** Adds faults for the next calls of `operation`: one fault per call, in this order. The README lists the operations. */
  next(operation: string, ...faults: readonly Fault[]): void {
    this.#queues.set(operation, [...(this.#queues.get(operation) ?? []), ...faults]);
  }

  /** Removes and returns the fault for the current call of `operation`. */
  take(operation: string): Fault | undefined {
    return this.#queues.get(operation)?.shift();
  }

  /** Operations of the faults that no call has met. A test that ends with one of these did not exercise it. */
  get unused(): readonly string[] {
    return [...this.#queues].flatMap(([operation, faults]) => faults.map(() => operation));
  }
}
