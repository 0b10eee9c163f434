/**
 * Milliseconds that a `Retry-After` header asks for, from seconds or an HTTP date (RFC 9110, 10.2.3); `undefined` when there is
 * none or it says nothing that can be read.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
