import { once } from 'node:events';
import type { CommandHost } from '../host/command-host.ts';
import { ignoreBrokenPipe, isEmitter } from './ignore-broken-pipe.ts';

/** Writes no faster than the reader reads, which keeps memory small. Stops quietly when the reader closes the stream. */
export class BackpressuredWriter {
  readonly #stream: CommandHost['stdout'];
  #closed = false;

  constructor(stream: CommandHost['stdout']) {
    this.#stream = stream;
    ignoreBrokenPipe(stream, () => {
      this.#closed = true;
    });
  }

  /** Whether the reader has closed the stream. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Writes and waits until the stream accepts more. */
  async write(text: string | Uint8Array): Promise<void> {
    if (this.#closed || this.#stream.write(text) !== false || !isEmitter(this.#stream)) return;
    // Removes the listener for whichever event does not come.
    const listening = new AbortController();
    const { signal } = listening;
    await Promise.race([once(this.#stream, 'drain', { signal }), once(this.#stream, 'close', { signal })])
      .catch(() => {
        this.#closed = true;
      })
      .finally(() => {
        listening.abort();
      });
  }
}
