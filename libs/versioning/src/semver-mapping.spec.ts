import * as fc from 'fast-check';
import { compare as compareSemver } from 'semver';
import { describe, expect, it, test } from 'vitest';
import { compareVersions } from './compare-versions.ts';
import { fromSemver, toSemver } from './semver-mapping.ts';
import { formatVersion, parseVersion } from './version.ts';

describe('fromSemver', () => {
  test.each([
    ['1.2.3', '1.2.3'],
    ['1.2.3-alpha', '1.2.3a0'],
    ['1.2.3-a', '1.2.3a0'],
    ['1.2.3-alpha.4', '1.2.3a4'],
    ['1.2.3-alpha4', '1.2.3a4'],
    ['1.2.3-a.4', '1.2.3a4'],
    ['1.2.3-a4', '1.2.3a4'],
    ['1.2.3-beta.11', '1.2.3b11'],
    ['1.2.3-b.11', '1.2.3b11'],
    ['1.2.3-rc.1', '1.2.3rc1'],
    ['1.2.3-RC.1', '1.2.3rc1'],
    ['1.2.3-c.1', '1.2.3rc1'],
    ['1.2.3-pre.1', '1.2.3rc1'],
    ['1.2.3-preview.1', '1.2.3rc1'],
    ['1.2.3-rc.9007199254740993', '1.2.3rc9007199254740993'],
  ])('%s is %s', (semver, version) => {
    expect(formatVersion(fromSemver(semver))).toBe(version);
  });

  test.each([
    // As text, these are post-releases in PEP 440, newer than 1.2.3; in semver they are older.
    ...['1.2.3-1', '1.2.3-0', '1.2.3-r1', '1.2.3-post.1', '1.2.3-rev.1', '1.2.3-r.1'],
    ...[
      '1.2.3-nightly.1',
      '1.2.3-x.7',
      '1.2.3-alpha.beta',
      '1.2.3-rc.1.2',
      '1.2.3-0.3.7',
      '1.2.3-rc-1',
      '1.2.3-dev.1',
    ],
    ...['1.2.3+build', '1.2.3-rc.1+build.5'],
  ])('%s has no equivalent', (semver) => {
    expect(() => fromSemver(semver)).toThrow(expect.objectContaining({ code: 'SEMVER_UNMAPPABLE' }) as Error);
  });

  test.each([
    '',
    '1.2',
    '1',
    '01.2.3',
    '1.2.3-',
    '1.2.3-rc.01',
    ' 1.2.3',
    '1.2.3\n',
    'x',
    '1.2.3.4',
    '1.2.9007199254740993',
  ])('%j is not a semantic version', (semver) => {
    expect(() => fromSemver(semver)).toThrow(expect.objectContaining({ code: 'SEMVER_INVALID' }) as Error);
  });
});

describe('toSemver', () => {
  test.each([
    ['1.2.3', '1.2.3'],
    ['1', '1.0.0'],
    ['1.2', '1.2.0'],
    ['1.2rc1', '1.2.0-rc.1'],
    ['1.2.3a0', '1.2.3-alpha.0'],
    ['1.2.3b4', '1.2.3-beta.4'],
    ['1.2.3.0.0', '1.2.3'],
    ['2024.10.01', '2024.10.1'],
  ])('%s is %s', (version, semver) => {
    expect(toSemver(parseVersion(version))).toBe(semver);
  });

  test.each([
    '1!1.2.3',
    '1.2.3.post1',
    '1.2.3.dev1',
    '1.2.3rc1.dev1',
    '1.2.3+local',
    '1.2.3.4',
    '1.2.9007199254740992',
  ])('%s has no equivalent', (version) => {
    expect(() => toSemver(parseVersion(version))).toThrow(
      expect.objectContaining({ code: 'SEMVER_UNMAPPABLE' }) as Error,
    );
  });
});

describe('fromSemver and toSemver', () => {
  const canonical = fc
    .tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.constantFrom('', '-alpha', '-beta', '-rc'), fc.nat(30))
    .map(([x, y, z, label, n]) => `${x}.${y}.${z}${label && `${label}.${n}`}`);

  it('return to the same semantic version', () => {
    fc.assert(
      fc.property(canonical, (semver) => {
        expect(toSemver(fromSemver(semver))).toBe(semver);
      }),
    );
  });

  it('keep the order', () => {
    fc.assert(
      fc.property(canonical, canonical, (a, b) => {
        expect(compareVersions(fromSemver(a), fromSemver(b))).toBe(compareSemver(a, b));
      }),
      { numRuns: 500 },
    );
  });
});
