import type { Clock, HttpResponse, Random } from '@heroku-release/release-kit';

const CAP_MS = 30_000;
const RETRY_AFTER_CAP_MS = 120_000;

/** How long to wait before attempt `attempt + 1`: from 1 s, doubled each time, at most 30 s, full jitter; or what the server asked for. */
export function backoffMs(attempt: number, random: Random, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, RETRY_AFTER_CAP_MS);
  return Math.round(Math.min(CAP_MS, 1000 * 2 ** (attempt - 1)) * random.fraction());
}

/** Milliseconds that a `Retry-After` header asks for, given in seconds or as a date. */
export function retryAfterMs(response: HttpResponse, clock: Clock): number | undefined {
  const value = response.headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now());
}

/** Statuses after which the same request may simply be sent again. */
export function isPassing(status: number): boolean {
  return (
    [408, 425, 429, 499].includes(status) || (status >= 500 && status <= 599 && ![501, 505].includes(status))
  );
}
