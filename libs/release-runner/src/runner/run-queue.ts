/** An item of a {@link RunQueue}. */
export interface Queued {
  /** Concurrency group; case-insensitive. */
  readonly group: string | undefined;
  readonly cancelInProgress: boolean;
  /** `max` keeps all waiting items; `single` keeps the newest. */
  readonly keep: 'single' | 'max';
  /** Stops the item while it runs. */
  stop(because: string): void;
}

interface Entry<Item> {
  readonly item: Item;
  state: 'ready' | 'waiting' | 'running';
}

/**
 * A queue of runs in order of arrival, one at a time, under GitHub's rule for concurrency groups: one item holds the group and one waits.
 * A new item replaces the waiting one and, with `cancel-in-progress`, the holder.
 */
export class RunQueue<Item extends Queued> {
  #entries: Entry<Item>[] = [];

  /** Adds an item and returns the items that it cancels before they started. */
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

  /** Marks the next item as running and returns it; `undefined` when there is none. */
  next(): Item | undefined {
    const entry = this.#entries.find((candidate) => candidate.state === 'ready');
    if (entry === undefined) return undefined;
    entry.state = 'running';
    return entry.item;
  }

  /** Removes a running item; the next item of its group becomes ready. */
  done(item: Item): void {
    this.#entries = this.#entries.filter((entry) => entry.item !== item);
    const waiting = this.#entries.find((entry) => entry.state === 'waiting' && sameGroup(entry.item, item));
    if (waiting !== undefined) waiting.state = 'ready';
  }
}

function sameGroup(a: Queued, b: Queued): boolean {
  return a.group !== undefined && a.group.toLowerCase() === b.group?.toLowerCase();
}
