import type { Clock } from '@heroku-release/release-kit';
import type { CommandHost } from '../command-host.ts';

const PERIOD_MS = 1000;

/** Says once a second how far a long history has been read, to a person at a terminal. */
export class HistoryProgress {
  readonly #say: (text: string) => void;
  readonly #clock: Clock;
  readonly #over = new AbortController();
  #commits = 0;
  #saidAt: number;

  constructor(host: Pick<CommandHost, 'stderr'>, clock: Clock) {
    const wanted = host.stderr.isTTY === true;
    this.#say = wanted ? (text) => host.stderr.write(`${text}\n`) : () => undefined;
    this.#clock = clock;
    this.#saidAt = clock.now();
    // Where git walks the whole history before its first word, nothing is read for a while.
    if (wanted)
      clock.sleep(PERIOD_MS, this.#over.signal).then(
        () => {
          this.#tell('reading the history');
        },
        () => undefined,
      );
  }

  /** So many more commits have been read. */
  read(commits: number): void {
    this.#commits += commits;
    if (this.#clock.now() - this.#saidAt >= PERIOD_MS)
      this.#tell(`${this.#commits.toLocaleString('en')} commits read`);
  }

  /** Nothing is said any more. */
  end(): void {
    this.#over.abort();
  }

  #tell(text: string): void {
    this.#saidAt = this.#clock.now();
    this.#say(text);
  }
}
