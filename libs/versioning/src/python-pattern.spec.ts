import { describe, expect, test } from 'vitest';
import { pythonPattern } from './python-pattern.ts';

/** The group `version`, otherwise the first group. */
function found(pattern: string, text: string): string | undefined {
  const match = pythonPattern(pattern).exec(text);
  return match?.groups?.['version'] ?? match?.[1];
}

describe('pythonPattern', () => {
  test.each([
    ['^(?P<version>.+)$', '1.2.3\n', '1.2.3'],
    ['^(?P<version>.+)$', '1.2.3\r\n', '1.2.3'],
    ['(?i)^VERSION = (?P<q>["\'])(?P<version>.+?)(?P=q)', "x\nversion = '1.2'", '1.2'],
    ['^v = "(.+?)"', 'x = 1\nv = "1.2"', '1.2'],
    ['\\Av = (.+)', 'v = 1', '1'],
    ['\\Av = (.+)', 'x\nv = 1', undefined],
    ['v = (\\d)\\Z', 'v = 1\nv = 2', '2'],
    ['(?s)a(?P<version>.)b', 'a\nb', '\n'],
    ['(?is)A(?P<version>.)b', 'a\nB', '\n'],
    ['\\(?P<version> (?P<version>1)', 'P<version> 1', '1'],
    ["BUILD = 'b(?P<version>[^']+)'", "BUILD = 'b1.2'", '1.2'],
  ])('%j in %j: %j', (pattern, text, version) => {
    expect(found(pattern, text)).toBe(version);
  });

  test.each(['(', '(?P<version>', '(?P<v-x>a)', 'abc', '(?:a)', '(?x) (a)', '(?P<a>.)(?P<a>.)'])(
    '%j cannot be used',
    (pattern) => {
      expect(() => pythonPattern(pattern)).toThrow(
        expect.objectContaining({ code: 'VERSION_SOURCE_INVALID' }) as Error,
      );
    },
  );
});
