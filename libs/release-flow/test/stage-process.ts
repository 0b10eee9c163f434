import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { StageReport } from '@heroku-release/release-kit';
import type { RemoteRun } from './flow-world.ts';

/** A stage to run. */
export interface Order extends RemoteRun {
  /** Replaces the timeout of every request from one on, counted from 0. */
  readonly impatience?: { readonly from: number; readonly timeoutMs: number } | undefined;
}

/** How a stage ended. */
export interface Result {
  readonly report: StageReport;
  /** What still kept the process alive a second later. */
  readonly left: readonly string[];
}

/** A process that runs stages one after the other, as `stage-program.ts` describes. */
export class StageProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string, undefined>;

  constructor() {
    const program = join(import.meta.dirname, 'stage-program.ts');
    this.#child = spawn(process.execPath, ['--conditions=@heroku-release/source', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Runs a stage and waits for its result. */
  async run(order: Order): Promise<Result> {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
    const { value } = await this.#lines.next();
    if (value === undefined) throw new Error('the process has ended');
    return JSON.parse(value) as Result;
  }

  /** Ends standard input and returns the milliseconds that the process lives on. */
  async end(): Promise<number> {
    const since = performance.now();
    const exited = once(this.#child, 'exit');
    this.#child.stdin.end();
    await exited;
    return performance.now() - since;
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
