import { once } from 'node:events';
import type { CommandHost } from './command-host.ts';

/** Writes no faster than the reader reads, so that memory stays small; stops quietly when the reader is gone. */
export class PatientOutput {
  readonly #stream: CommandHost['stdout'];
  #closed = false;

  constructor(stream: CommandHost['stdout']) {
    this.#stream = stream;
    forgiveGoneReader(stream, () => {
      this.#closed = true;
    });
  }

  /** Whether nobody reads any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Writes and waits until the stream wants more. */
  async write(text: string | Uint8Array): Promise<void> {
    if (this.#closed || this.#stream.write(text) !== false || !isEmitter(this.#stream)) return;
    // Whatever comes first, nobody goes on listening for the other.
    const over = new AbortController();
    const { signal } = over;
    await Promise.race([once(this.#stream, 'drain', { signal }), once(this.#stream, 'close', { signal })])
      .catch(() => {
        this.#closed = true;
      })
      .finally(() => {
        over.abort();
      });
  }
}

/** A reader who has seen enough, such as head, ends no process, and no release half-way; what is written from then on is lost. */
export function forgiveGoneReader(stream: object, onGone: () => void = () => undefined): void {
  if (!isEmitter(stream)) return;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    onGone();
  });
}

function isEmitter(stream: object): stream is NodeJS.EventEmitter {
  return 'on' in stream;
}
