import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { versions } from '../test/arbitraries.ts';
import { type Bump, BUMPS, type BumpOptions, bumpVersion, nextVersion } from './bump-version.ts';
import { compareVersions } from './compare-versions.ts';
import { VersionError } from './errors.ts';
import { formatVersion, parseVersion, type Version } from './version.ts';

/** The text of the resulting version, or the code of the error. */
function outcome(compute: () => Version): string {
  try {
    return formatVersion(compute());
  } catch (error) {
    return error instanceof VersionError ? error.code : String(error);
  }
}

/** The rows of the README's table: the version, then one cell per column. A dash means that the bump is refused. */
function readmeTable(): string[][] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => /^\| `[0-9]/.test(line));
  const cell = (text: string) => (text.trim() === '–' ? 'VERSION_NOT_NEWER' : text.replaceAll(/[ `]/g, ''));
  return rows.map((row) => row.split('|').slice(1, -1).map(cell));
}

const COLUMNS: readonly (readonly [Bump, BumpOptions])[] = [
  ['major', {}],
  ['minor', {}],
  ['patch', {}],
  ['prerelease', {}],
  ['prerelease', { preid: 'a' }],
  ['prerelease', { preid: 'b' }],
  ['prerelease', { preid: 'rc' }],
  ['release', {}],
];

describe('bumpVersion, row by row of the README', () => {
  const table = readmeTable();

  it('has a row for final, pre-, post- and development releases', () => {
    expect(table.map(([from]) => from)).toEqual(
      expect.arrayContaining([
        '1.2.3',
        '1.2.3a1',
        '1.2.0b2',
        '2.0.0rc1',
        '1.2.3.dev4',
        '1.2.3.post1',
        '1!1.2.3',
      ]),
    );
    expect(table).toHaveLength(22);
  });

  test.each(table.map(([from = '', ...cells]) => ({ from, cells })))('$from', ({ from, cells }) => {
    const version = parseVersion(from);
    expect(COLUMNS.map(([bump, options]) => outcome(() => bumpVersion(version, bump, options)))).toEqual(
      cells,
    );
    expect(version).toStrictEqual(parseVersion(from));
  });
});

describe('bumpVersion', () => {
  it('always returns a newer version with the same epoch and without a dev or local part', () => {
    const bumps = fc.record(
      { bump: fc.constantFrom(...BUMPS), preid: fc.constantFrom('a' as const, 'b' as const, 'rc' as const) },
      { requiredKeys: ['bump'] },
    );
    let succeeded = 0;
    fc.assert(
      fc.property(versions, bumps, (version, { bump, ...options }) => {
        try {
          const next = bumpVersion(version, bump, options);
          succeeded += 1;
          expect(compareVersions(next, version)).toBe(1);
          expect(next.epoch).toBe(version.epoch);
          expect(next.local).toBeUndefined();
          expect(next.dev).toBeUndefined();
        } catch (error) {
          if (!(error instanceof VersionError)) throw error;
          expect(error.code).toBe('VERSION_NOT_NEWER');
          expect(['prerelease', 'release']).toContain(bump);
        }
      }),
      { numRuns: 2000 },
    );
    expect(succeeded).toBeGreaterThan(1000);
  });
});

describe('nextVersion', () => {
  const next = (target: string, previous: string) =>
    outcome(() => nextVersion({ target, previous: parseVersion(previous) }));

  test.each([
    ['patch', '1.2.2', '1.2.3'],
    ['minor', '1.2.2', '1.3.0'],
    ['release', '1.2.2rc1', '1.2.2'],
    ['1.4.0', '1.2.2', '1.4.0'],
    ['v1.4.0', '1.2.2', '1.4.0'],
    ['1.4.0-rc.1', '1.2.2', '1.4.0rc1'],
    ['1.2.2.post1', '1.2.2', '1.2.2.post1'],
    ['1.2.2', '1.2.2', 'VERSION_NOT_NEWER'],
    ['1.2.2.0', '1.2.2', 'VERSION_NOT_NEWER'],
    ['1.2.2rc1', '1.2.2', 'VERSION_NOT_NEWER'],
    ['1.2.1', '1.2.2', 'VERSION_NOT_NEWER'],
    ['1.4.0+local', '1.2.2', 'VERSION_LOCAL'],
    ['auto', '1.2.2', 'VERSION_INVALID'],
    ['Patch', '1.2.2', 'VERSION_INVALID'],
    ['', '1.2.2', 'VERSION_INVALID'],
  ])('%j after %s is %s', (target, previous, expected) => {
    expect(next(target, previous)).toBe(expected);
  });

  it('passes preid on', () => {
    const version = nextVersion({ target: 'prerelease', previous: parseVersion('1.2.2'), preid: 'b' });
    expect(formatVersion(version)).toBe('1.2.3b1');
  });
});
