/**
 * Parses a `Retry-After` header, seconds or an HTTP date (RFC 9110, 10.2.3), into milliseconds from `now`; `undefined` when it is
 * absent or malformed.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
