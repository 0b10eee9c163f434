/** Something that waits for its turn. */
export interface Queued {
  /** Concurrency group; compared without case. */
  readonly group: string | undefined;
  readonly cancelInProgress: boolean;
  /** `max` keeps all that wait; `single` keeps the newest. */
  readonly keep: 'single' | 'max';
  /** Stops it while it runs. */
  stop(because: string): void;
}

interface Entry<Item> {
  readonly item: Item;
  state: 'ready' | 'waiting' | 'running';
}

/**
 * Runs in the order they arrived, one at a time, under GitHub's rule for concurrency groups: one holds the group, one waits, a newcomer
 * takes the entry of the one that waits, and with `cancel-in-progress` of the holder too.
 */
export class RunQueue<Item extends Queued> {
  #entries: Entry<Item>[] = [];

  /** Adds a newcomer and answers those that it cancels before they began. */
  add(item: Item): readonly Item[] {
    const group = this.#entries.filter((entry) => sameGroup(entry.item, item));
    const cancelled = group.filter(
      (entry) =>
        entry.state !== 'running' &&
        (item.cancelInProgress || (entry.state === 'waiting' && item.keep === 'single')),
    );
    this.#entries = this.#entries.filter((entry) => !cancelled.includes(entry));
    const holder = group.find((entry) => entry.state !== 'waiting' && !cancelled.includes(entry));
    if (item.cancelInProgress && holder?.state === 'running') {
      holder.item.stop('a newer run of its concurrency group');
    }
    this.#entries.push({ item, state: holder === undefined ? 'ready' : 'waiting' });
    return cancelled.map((entry) => entry.item);
  }

  /** The next that may run, marked as running; `undefined` when none is left. */
  next(): Item | undefined {
    const entry = this.#entries.find((candidate) => candidate.state === 'ready');
    if (entry === undefined) return undefined;
    entry.state = 'running';
    return entry.item;
  }

  /** Ends a running one; the one that waits for its group becomes ready. */
  done(item: Item): void {
    this.#entries = this.#entries.filter((entry) => entry.item !== item);
    const waiting = this.#entries.find((entry) => entry.state === 'waiting' && sameGroup(entry.item, item));
    if (waiting !== undefined) waiting.state = 'ready';
  }
}

function sameGroup(a: Queued, b: Queued): boolean {
  return a.group !== undefined && a.group.toLowerCase() === b.group?.toLowerCase();
}
