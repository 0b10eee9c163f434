import type { Clock } from '@heroku-release/release-kit';
import type { CommandHost } from '../host/command-host.ts';

const PERIOD_MS = 1000;

/** Shows once a second, on a terminal, how far a long history has been read. */
export class HistoryProgress {
  readonly #write: (text: string) => void;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #commits = 0;
  #shownAt: number;

  constructor(host: Pick<CommandHost, 'stderr'>, clock: Clock) {
    const wanted = host.stderr.isTTY === true;
    this.#write = wanted ? (text) => host.stderr.write(`${text}\n`) : () => undefined;
    this.#clock = clock;
    this.#shownAt = clock.now();
    // Where git walks the whole history before it prints anything, there is no commit to count for a while.
    if (wanted)
      clock.sleep(PERIOD_MS, this.#ended.signal).then(
        () => {
          this.#show('reading the history');
        },
        () => undefined,
      );
  }

  /** Adds commits that have been read. */
  read(commits: number): void {
    this.#commits += commits;
    if (this.#clock.now() - this.#shownAt >= PERIOD_MS)
      this.#show(`${this.#commits.toLocaleString('en')} commits read`);
  }

  /** Ends the progress. */
  end(): void {
    this.#ended.abort();
  }

  #show(text: string): void {
    this.#shownAt = this.#clock.now();
    this.#write(text);
  }
}
