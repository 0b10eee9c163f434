import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { versions } from '../test/arbitraries.ts';
import { VersionError } from './errors.ts';
import { formatVersion, isPrerelease, parseVersion, tryParseVersion } from './version.ts';

const canonical = (text: string) => formatVersion(parseVersion(text));

/** A spelling, and the canonical text as Python's packaging prints it. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ...['1.0', '1', '1.2.0rc1', '1.0.post1', '1.0.dev1', '1.0a1.dev2', '1.0rc1.post2.dev3', '1!1.0'].map(same),
  ...['1.2.3.4.5', '1.0.0.0', '1.0+ubuntu.1', '1.2.3+20130313144700', '10.20.30', '0.0.0'].map(same),
  ['v1.0', '1.0'],
  ['V1.0', '1.0'],
  ['1.2.0-rc.1', '1.2.0rc1'],
  ['1.2.0-rc1', '1.2.0rc1'],
  ['1.2.0_rc_1', '1.2.0rc1'],
  ['1.2.0.RC1', '1.2.0rc1'],
  ['1.2.0c1', '1.2.0rc1'],
  ['1.2.0pre1', '1.2.0rc1'],
  ['1.2.0preview1', '1.2.0rc1'],
  ['1.2.0-rc', '1.2.0rc0'],
  ['1.2.0alpha', '1.2.0a0'],
  ['1.2.0-alpha.1', '1.2.0a1'],
  ['1.2.0-beta.11', '1.2.0b11'],
  ['1.2.0b02', '1.2.0b2'],
  ['1.0-1', '1.0.post1'],
  ['1.0-r4', '1.0.post4'],
  ['1.0.rev2', '1.0.post2'],
  ['1.0post', '1.0.post0'],
  ['1.0dev', '1.0.dev0'],
  ['1.0-dev-3', '1.0.dev3'],
  ['0!1.0', '1.0'],
  ['01.02.03', '1.2.3'],
  ['2024.10.01', '2024.10.1'],
  ['1.2.3-0', '1.2.3.post0'],
  ['1.0+Ubuntu-1', '1.0+ubuntu.1'],
  ['1.0+ABC_1', '1.0+abc.1'],
  ['1.0+001', '1.0+1'],
  ['1.2.3-rc.1+build.5', '1.2.3rc1+build.5'],
  ['1.2.3+exp.sha-5114f85', '1.2.3+exp.sha.5114f85'],
  ['1.0.0-alpha1.dev2', '1.0.0a1.dev2'],
  ['1.9007199254740993', '1.9007199254740993'],
];

const REFUSED = [
  ...['', ' ', '1.0 rc1', '1.0.0-1.2', '1.2.3-0.3.7', '1.2.3-x.7.z.92', '1.2.3-alpha.beta', '1.2.3-rc.1.2'],
  ...[
    '1.2.3-alpha.1.2',
    '1.0.0-nightly.1',
    '1.0+',
    '1.0+a..b',
    '1.0+-a',
    '1.0-',
    '1..0',
    '1.0.',
    '.1',
    '1.0x',
  ],
  ...[
    'abc',
    'dev',
    '1.0.dev1.post1',
    '1.0post1rc1',
    '=1.0',
    '==1.0',
    '>=1.0',
    '1.*',
    '1.0a1a2',
    '1!!1.0',
    '-1.0',
  ],
  ...[
    '1.0.post.-1',
    'vv1.0',
    '1,0',
    '1.0~1',
    '١.0',
    ' 1.0',
    '1.0 ',
    '1.0\n',
    '\t1.0',
    '1.0\u0000',
    '１.0',
    '1.0.poſt1',
  ],
  `1.${'0'.repeat(254)}`,
];

function same(text: string): readonly [string, string] {
  return [text, text];
}

describe('parseVersion and formatVersion', () => {
  test.each(SPELLINGS)('%j is %j', (text, printed) => {
    expect(canonical(text)).toBe(printed);
  });

  test.each(REFUSED)('%j is not a version', (text) => {
    expect(() => parseVersion(text)).toThrow(expect.objectContaining({ code: 'VERSION_INVALID' }) as Error);
    expect(tryParseVersion(text)).toBeUndefined();
  });

  it('leaves out absent parts', () => {
    expect(parseVersion('1.0')).toStrictEqual({ epoch: 0n, release: [1n, 0n] });
    expect(parseVersion('2!1.0rc1.post0.dev3+A.01')).toStrictEqual({
      epoch: 2n,
      release: [1n, 0n],
      pre: { label: 'rc', number: 1n },
      post: 0n,
      dev: 3n,
      local: ['a', 1n],
    });
  });

  it('accepts at most 255 characters', () => {
    expect(canonical(`1.${'0'.repeat(253)}`)).toBe('1.0');
    expect(tryParseVersion(`1.${'0'.repeat(254)}`)).toBeUndefined();
  });

  it('refuses a long hostile text without matching the grammar', () => {
    expect(tryParseVersion('1.'.repeat(1_000_000))).toBeUndefined();
    expect(() => parseVersion('1.'.repeat(1_000_000))).toThrow(/^"(?:1\.){38}1\.\.\." is not/);
  });

  it('throws a VersionError with a hint', () => {
    expect(() => parseVersion('x')).toThrow(VersionError);
    expect(() => parseVersion('x')).toThrow(
      expect.objectContaining({ name: 'VersionError', hint: expect.any(String) as string }) as Error,
    );
  });

  it('parses every version that it formats', () => {
    fc.assert(
      fc.property(versions, (version) => {
        const text = formatVersion(version);
        fc.pre(text.length <= 255);
        expect(parseVersion(text)).toStrictEqual(version);
        expect(formatVersion(parseVersion(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('isPrerelease', () => {
  test.each([
    ['1.0', false],
    ['1.0.post1', false],
    ['1.0a1', true],
    ['1.0.dev1', true],
    ['1.0.post1.dev1', true],
  ])('%s is a pre-release: %s', (text, expected) => {
    expect(isPrerelease(parseVersion(text))).toBe(expected);
  });
});
