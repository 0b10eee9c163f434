import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import type { Interpreter } from './interpreters.ts';
import type { Pyproject } from './pyproject.ts';

/** The options of a test run against a wheel. */
export interface TestWheelOptions {
  /** Path of the wheel. */
  readonly wheel: string;
  readonly interpreter: Interpreter;
  /** The uv executable. */
  readonly uv: string;
  /**
   * A custom test command; default pytest. `{python}` is the fresh environment's Python. A command that starts with `{python}`, `python`,
   * `python3` or `pytest` tests the wheel. Any other command is expected to bring its own environment (tox, nox, make): it gets the whole
   * source tree, and the result says so.
   */
  readonly command?: readonly string[] | undefined;
  /** Milliseconds for the tests; default 30 minutes. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives progress messages. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** The dependencies of a test run, and the project under test. */
export interface TestWheelIo {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  readonly root: string;
  readonly project: Pyproject;
  /** The search path for processes that the tests start; the environment's folder is put in front. */
  readonly path: string | undefined;
}
