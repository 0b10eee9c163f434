import type { Clock } from '@heroku-release/release-kit';

/** Signals within this many milliseconds count as one, because a terminal and a parent process may both send it. */
const ONE_SIGNAL_MS = 1000;

/**
 * Creates a signal that the first interruption aborts: the write in flight is finished and no other begins. A second interruption,
 * more than a second after the first, calls `insist`.
 */
export function interruption(
  onInterrupt: (listener: () => void) => void,
  clock: Clock,
  insist: () => void,
): AbortSignal {
  const controller = new AbortController();
  let first: number | undefined;
  onInterrupt(() => {
    if (first === undefined) {
      first = clock.now();
      controller.abort(new Error('interrupted'));
      return;
    }
    if (clock.now() - first > ONE_SIGNAL_MS) insist();
  });
  return controller.signal;
}

/** A clock whose waits all end when `signal` is aborted, whether or not the code that waits passes a signal. */
export function interruptibleClock(clock: Clock, signal: AbortSignal): Clock {
  return {
    now: () => clock.now(),
    sleep: async (ms, own = signal) => {
      await clock.sleep(ms, own === signal ? signal : AbortSignal.any([own, signal]));
    },
  };
}
