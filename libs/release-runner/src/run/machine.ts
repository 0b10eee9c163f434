/** The tools of the machine that jobs may use. */
export interface Machine {
  /** Path of a Node executable for JavaScript actions. */
  readonly node: string;
  /** Path of uv; default: the first on `PATH`. */
  readonly uv?: string | undefined;
  /** Finds an installed Python by its version, such as `3.12`; default: `python3.12` on `PATH`. */
  readonly python?: ((version: string) => Promise<Interpreter | undefined>) | undefined;
}

/** An installed Python. */
export interface Interpreter {
  /** Path of the executable. */
  readonly path: string;
  /** Full version, such as `3.12.4`. */
  readonly version: string;
}
