import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const LARGE_ENOUGH = 16_000_000;

/**
 * Keeps the part of V8's heap small in which objects begin. V8 doubles it, up to 64 MB and more, whenever much has outlived a collection,
 * and what is made of a long history piece by piece always has a little of that; a longer run gets no faster by it. There is no setting
 * for a process that runs already but this flag, which V8 looks at each time (`NewSpace::Grow` in its sources).
 */
export class YoungGeneration {
  #settled = false;

  /** To be called now and then: lets no more be added once there is enough. */
  keepSmall(): void {
    if (this.#settled) return;
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    if (space === undefined || space.space_size < LARGE_ENOUGH) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    this.#settled = true;
  }
}
