import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { versionTexts } from '../test/arbitraries.ts';
import { askPython, pythonCan } from '../test/python.ts';
import { compareVersions } from './compare-versions.ts';
import { formatVersion, tryParseVersion } from './version.ts';

const COUNT = 20_000;
const NEEDED =
  'import packaging.version as p; from packaging import __version__ as v; assert p.Version(v) >= p.Version("24.2")';

describe.skipIf(!pythonCan(NEEDED))(
  'compared with Python’s packaging (skipped without python3 and packaging 24.2 or later)',
  () => {
    const texts = fc.sample(versionTexts, { numRuns: COUNT, seed: 440 });
    const ours = texts.map(tryParseVersion);
    // Each with its neighbour, and each with a distant one: both directions of the order and many equal pairs.
    const pairs = texts.flatMap((_, at): [number, number][] => [
      [at, (at + 1) % COUNT],
      [at, (at * 7919 + 13) % COUNT],
    ]);
    let theirs: { canonical: (string | null)[]; order: (number | null)[] };

    beforeAll(() => {
      theirs = askPython('packaging_oracle.py', { texts, pairs }) as typeof theirs;
    });

    it('parses and formats 20,000 texts identically', () => {
      const different = texts.flatMap((text, at) => {
        const version = ours[at];
        const printed = version === undefined ? null : formatVersion(version);
        return printed === theirs.canonical[at] ? [] : [{ text, printed, packaging: theirs.canonical[at] }];
      });
      expect(different).toEqual([]);
      const valid = ours.filter((version) => version !== undefined).length;
      expect(valid).toBeGreaterThan(COUNT / 2);
      expect(valid).toBeLessThan(COUNT - 1000);
    });

    it('orders 40,000 pairs identically', () => {
      const different = pairs.flatMap(([left, right], at) => {
        const [a, b] = [ours[left], ours[right]];
        const order = a === undefined || b === undefined ? null : compareVersions(a, b);
        return order === theirs.order[at]
          ? []
          : [{ a: texts[left], b: texts[right], order, packaging: theirs.order[at] }];
      });
      expect(different).toEqual([]);
      for (const order of [-1, 0, 1])
        expect(theirs.order.filter((each) => each === order).length).toBeGreaterThan(100);
    });
  },
);
