import type { SandboxClock } from '../src/service/clock.ts';

/** A clock that only tests move. */
export class VirtualClock implements SandboxClock {
  #now = Date.parse('2026-01-02T03:04:05Z');

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  sleep(ms: number): Promise<void> {
    this.#now += ms;
    return Promise.resolve();
  }
}
