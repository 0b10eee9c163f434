import type { PreReleaseLabel, Version } from './version.ts';

/** -1: older, 0: equal, 1: newer. */
export type Comparison = -1 | 0 | 1;

const LABEL_RANK: Readonly<Record<PreReleaseLabel, number>> = { a: 1, b: 2, rc: 3 };

/**
 * Compares two versions in the order of PEP 440: `1.0.dev1 < 1.0a1 < 1.0rc1 < 1.0 < 1.0+local < 1.0.post1`; `1.0` and `1.0.0` are equal.
 * Suitable for `sort`.
 */
export function compareVersions(a: Version, b: Version): Comparison {
  return (
    compare(a.epoch, b.epoch) ||
    compareRelease(a.release, b.release) ||
    compare(preRank(a), preRank(b)) ||
    compare(a.pre?.number ?? 0n, b.pre?.number ?? 0n) ||
    compare(a.post ?? -1n, b.post ?? -1n) ||
    compareDev(a.dev, b.dev) ||
    compareLocal(a.local, b.local)
  );
}

function compare<T extends number | bigint | string>(a: T, b: T): Comparison {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareRelease(a: readonly bigint[], b: readonly bigint[]): Comparison {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = compare(a[index] ?? 0n, b[index] ?? 0n);
    if (order !== 0) return order;
  }
  return 0;
}

/** A development release without a pre-release comes before the first alpha; a release comes after the last candidate. */
function preRank(version: Version): number {
  if (version.pre !== undefined) return LABEL_RANK[version.pre.label];
  return version.post === undefined && version.dev !== undefined ? 0 : 4;
}

function compareDev(a: bigint | undefined, b: bigint | undefined): Comparison {
  if (a === undefined || b === undefined) return compare(a === undefined ? 1 : 0, b === undefined ? 1 : 0);
  return compare(a, b);
}

/** Compares part by part; a number is newer than a text, and additional parts are newer. */
function compareLocal(a: Version['local'] = [], b: Version['local'] = []): Comparison {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const order =
      typeof left === typeof right ? compare(left, right) : typeof left === 'bigint' ? 1 : (-1 as const);
    if (order !== 0) return order;
  }
  return compare(a.length, b.length);
}
