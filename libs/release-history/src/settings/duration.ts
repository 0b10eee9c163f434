const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** 24 days: a Node.js timer of 2^31 ms or more fires immediately. */
const LONGEST_MS = 576 * 3_600_000;

/** Parses a duration such as `15s`, `10m`, `1h` or `500ms`, up to 24 days, to milliseconds. Undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,10})(ms|s|m|h)$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  if (unit === undefined) return undefined;
  const ms = Number(match?.[1]) * unit;
  return ms > LONGEST_MS ? undefined : ms;
}

/** The shortest exact form of a duration in milliseconds: `600000` is `10m`. */
export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm', 's']) {
    const size = UNITS[unit] ?? 1;
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
