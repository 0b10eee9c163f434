import type { Clock } from '@heroku-release/release-kit';

/** Several signals within this many milliseconds are one: a terminal and a parent process may both send it. */
const ONE_SIGNAL_MS = 1000;

/**
 * A signal that is aborted by the first interruption; the write in flight is then finished and no new one begins. A second
 * interruption, later than a second after the first, calls `insist`.
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
