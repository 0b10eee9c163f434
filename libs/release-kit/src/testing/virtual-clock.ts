import type { Clock } from '../clock.ts';

/** A clock whose sleeps return at once and move it forward. */
export class VirtualClock implements Clock {
  #now: number;

  /** Starts at `start`, default 2026-01-02T03:04:05Z. */
  constructor(start: number | string = '2026-01-02T03:04:05Z') {
    this.#now = new Date(start).getTime();
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    this.#now += ms;
    return Promise.resolve();
  }

  /** Moves the clock forward. */
  advance(ms: number): void {
    this.#now += ms;
  }
}
