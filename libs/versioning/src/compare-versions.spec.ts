import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { versions } from '../test/arbitraries.ts';
import { compareVersions } from './compare-versions.ts';
import { formatVersion, parseVersion } from './version.ts';

const ASCENDING = [
  ...[
    '1.0.dev1',
    '1.0a1.dev1',
    '1.0a1',
    '1.0a1.post1.dev1',
    '1.0a1.post1',
    '1.0a2',
    '1.0a10',
    '1.0b1.dev1',
    '1.0b1',
  ],
  ...[
    '1.0rc1.dev1',
    '1.0rc1',
    '1.0rc1.post1',
    '1.0',
    '1.0+a',
    '1.0+a.1',
    '1.0+b',
    '1.0+1',
    '1.0+1.a',
    '1.0+1.1',
  ],
  ...[
    '1.0+2',
    '1.0+10',
    '1.0.post1.dev1',
    '1.0.post1',
    '1.0.post1+local',
    '1.0.post2',
    '1.0.1.dev1',
    '1.0.1',
    '1.1',
  ],
  ...['1.2', '1.10', '2.0', '2024.1', '9007199254740992.0', '9007199254740993.0', '1!0.1'],
];

const compare = (a: string, b: string) => compareVersions(parseVersion(a), parseVersion(b));

describe('compareVersions', () => {
  it('orders every pair of the ascending list', () => {
    for (const [i, a] of ASCENDING.entries()) {
      for (const [j, b] of ASCENDING.entries())
        expect([a, b, compare(a, b)]).toEqual([a, b, Math.sign(i - j)]);
    }
  });

  test.each([
    ['1.0', '1.0.0'],
    ['1.0', '1'],
    ['1.0.0.dev0', '1.dev0'],
    ['1.0+ubuntu-1', '1.0+Ubuntu.1'],
    ['1.0+1', '1.0+01'],
    ['0!1.0', '1.0'],
  ])('%s equals %s', (a, b) => {
    expect(compare(a, b)).toBe(0);
  });

  it('works with sort', () => {
    const shuffled = ASCENDING.toSorted((a, b) => (a < b ? 1 : -1)).map(parseVersion);
    expect(shuffled.sort(compareVersions).map(formatVersion)).toEqual(ASCENDING);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(versions, versions, versions, (a, b, c) => {
        expect(compareVersions(a, a)).toBe(0);
        expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0);
        const [low, middle, high] = [a, b, c].sort(compareVersions);
        expect(compareVersions(low!, middle!)).toBeLessThanOrEqual(0);
        expect(compareVersions(middle!, high!)).toBeLessThanOrEqual(0);
        expect(compareVersions(low!, high!)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
