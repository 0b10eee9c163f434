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

interface Place<Item> {
  readonly item: Item;
  state: 'ready' | 'waiting' | 'running';
}

/**
 * Runs in the order they arrived, one at a time, under GitHub's rule for concurrency groups: one holds the group, one waits, a newcomer
 * takes the place of the one that waits, and with `cancel-in-progress` of the holder too.
 */
export class RunQueue<Item extends Queued> {
  #places: Place<Item>[] = [];

  /** Adds a newcomer and answers those that it cancels before they began. */
  add(item: Item): readonly Item[] {
    const group = this.#places.filter((place) => sameGroup(place.item, item));
    const cancelled = group.filter(
      (place) =>
        place.state !== 'running' &&
        (item.cancelInProgress || (place.state === 'waiting' && item.keep === 'single')),
    );
    this.#places = this.#places.filter((place) => !cancelled.includes(place));
    const holder = group.find((place) => place.state !== 'waiting' && !cancelled.includes(place));
    if (item.cancelInProgress && holder?.state === 'running') {
      holder.item.stop('a newer run of its concurrency group');
    }
    this.#places.push({ item, state: holder === undefined ? 'ready' : 'waiting' });
    return cancelled.map((place) => place.item);
  }

  /** The next that may run, marked as running; `undefined` when none is left. */
  next(): Item | undefined {
    const place = this.#places.find((candidate) => candidate.state === 'ready');
    if (place === undefined) return undefined;
    place.state = 'running';
    return place.item;
  }

  /** Ends a running one; the one that waits for its group becomes ready. */
  done(item: Item): void {
    this.#places = this.#places.filter((place) => place.item !== item);
    const waiting = this.#places.find((place) => place.state === 'waiting' && sameGroup(place.item, item));
    if (waiting !== undefined) waiting.state = 'ready';
  }
}

function sameGroup(a: Queued, b: Queued): boolean {
  return a.group !== undefined && a.group.toLowerCase() === b.group?.toLowerCase();
}
