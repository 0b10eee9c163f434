import type { Clock, Random } from '@heroku-release/release-kit';
import { GitHubError } from '../errors.ts';

/** What the waits between attempts need. */
export interface RetryOptions {
  readonly clock: Clock;
  /** Adds jitter to the waits; without it they are exact. */
  readonly random?: Random | undefined;
  /** Ends a wait between two attempts early. */
  readonly signal?: AbortSignal | undefined;
}

const ATTEMPTS = 4;
const MAX_WAIT_MS = 120_000;

/**
 * Calls `read` up to four times while GitHub is unavailable or limits the rate. Waits as long as GitHub asks (otherwise 1, 2 and 4
 * seconds), two minutes at most in total; when the next wait would exceed that, it throws at once. Never used for writes.
 */
export async function retryReads<T>(options: RetryOptions, read: () => Promise<T>): Promise<T> {
  let waited = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const wait = waitBefore(error, attempt, options.random);
      if (wait === undefined || waited + wait > MAX_WAIT_MS) throw error;
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
