import { isTransportError } from '@heroku-release/release-kit';
import type { Clock, HttpResponse, Random } from '@heroku-release/release-kit';

const CAP_MS = 30_000;
const RETRY_AFTER_CAP_MS = 120_000;

/**
 * The delay before attempt `attempt + 1`: from 1 s, doubled each time, at most 30 s, with full jitter. A delay that the server asked for
 * takes precedence, up to two minutes.
 */
export function backoffMs(attempt: number, random: Random, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, RETRY_AFTER_CAP_MS);
  return Math.round(Math.min(CAP_MS, 1000 * 2 ** (attempt - 1)) * random.fraction());
}

/** The delay that a `Retry-After` header asks for, given in seconds or as a date, in milliseconds. */
export function retryAfterMs(response: HttpResponse, clock: Clock): number | undefined {
  const value = response.headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now());
}

/** Whether the same request may succeed later without any change. */
export function isTransientStatus(status: number): boolean {
  return (
    [408, 425, 429, 499].includes(status) || (status >= 500 && status <= 599 && ![501, 505].includes(status))
  );
}

/** Whether the connection failed in a way that a retry may fix. A URL that is refused for being plain http is not. */
export function isTransientError(error: unknown): error is Error {
  return isTransportError(error) && error.code !== 'HTTP_INSECURE';
}
