import type { Clock, Random } from '@heroku-release/release-kit';
import { GitHubError } from '../errors.ts';

/** How reads are repeated. Writes never are: whoever sent one looks first. */
export interface RetryOptions {
  readonly clock: Clock;
  /** Spreads the waits; without it they are exact. */
  readonly random?: Random | undefined;
  /** Ends a wait between two attempts early. */
  readonly signal?: AbortSignal | undefined;
}

const ATTEMPTS = 4;
const LONGEST_MS = 120_000;

/**
 * Calls `read` up to four times while GitHub is unavailable or limits the rate, waiting as long as it asks (else 1, 2 and 4
 * seconds) and never more than two minutes in all; a longer wait is given up at once.
 */
export async function retryReads<T>(options: RetryOptions, read: () => Promise<T>): Promise<T> {
  let waited = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const wait = waitBefore(error, attempt, options.random);
      if (wait === undefined || waited + wait > LONGEST_MS) throw error;
      waited += wait;
      await options.clock.sleep(wait, options.signal);
    }
  }
}

function waitBefore(error: unknown, attempt: number, random: Random | undefined): number | undefined {
  if (attempt >= ATTEMPTS || !(error instanceof GitHubError)) return undefined;
  if (error.code !== 'GITHUB_UNAVAILABLE' && error.code !== 'GITHUB_RATE_LIMITED') return undefined;
  const base = error.retryAfterMs ?? 1000 * 2 ** (attempt - 1);
  return base + Math.floor((random?.fraction() ?? 0) * Math.min(base, 1000) * 0.25);
}
