import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BoundedPattern, PatternWorkError } from './bounded-pattern.ts';
import { findByPythonPattern } from './python-pattern.ts';

function found(pattern: string, text: string): string | undefined {
  const span = findByPythonPattern(pattern, text);
  return span === undefined ? undefined : text.slice(span.start, span.end);
}

describe('findByPythonPattern', () => {
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
    ['(?P<quote>["\'])(?P<version>[^"\']+)(?P=quote)', `v = "1'2" '3'`, '3'],
    ['^v = (?:"(?P<version>[^"]+)"|None)$', 'v = None\nv = "1"', undefined],
    ['(?<!# )v = (?P<version>\\d(?:\\.\\d)*)', '# v = 1\nv = 2.3', '2.3'],
    ['v = (?=\\d)(?P<version>[\\w.]{1,5}?)\\b', 'v = x\nv = 12.3', '12'],
    ["BUILD = 'b(?P<version>[^']+)'", "BUILD = 'b1.2'", '1.2'],
  ])('%j in %j: %j', (pattern, text, version) => {
    expect(found(pattern, text)).toBe(version);
  });

  test.each(['(', '(?P<version>', '(?P<v-x>a)', 'abc', '(?:a)', '(?x) (a)', '(?P<a>.)(?P<a>.)'])(
    '%j cannot be used',
    (pattern) => {
      expect(() => findByPythonPattern(pattern, '')).toThrow(
        expect.objectContaining({ code: 'VERSION_SOURCE_INVALID' }) as Error,
      );
    },
  );
});

describe('a hostile pattern', () => {
  const text = `__version__ = "${'a'.repeat(40)}!"\n`;
  test.each([
    ['nested quantifiers', '^__version__ = "(?P<version>(a+)+)"$'],
    ['a choice of the same', '"(?P<version>(?:a|a)*)"'],
    ['a choice of the same, lazy', '"(?P<version>(?:a|aa)+?)"$'],
    ['back references', '"(?P<version>(a*)*\\2b)'],
    ['many optional characters', `"(?P<version>${'a?'.repeat(40)}${'a'.repeat(40)}b)`],
    ['nested counts', '(?P<version>(?:(?:(?:a{0,99}){0,99}){0,99}){0,99})b'],
    ['a huge count', '(?P<version>(?:a|b|){2000000000})'],
    ['a huge count of nothing', '(?P<version>(?:){2000000000})'],
    ['deep nesting', `${'('.repeat(400)}a${')'.repeat(400)}`],
    ['a lookahead', '"(?P<version>(?=(a+)+b)a)'],
    ['a long pattern', `(${'a'.repeat(5000)})`],
  ])('is refused: %s', (_, pattern) => {
    expect(() => findByPythonPattern(pattern, text)).toThrow(
      expect.objectContaining({
        code: 'VERSION_SOURCE_INVALID',
        hint: expect.any(String) as string,
      }) as Error,
    );
  });

  test('is refused on a long file', () => {
    expect(() => findByPythonPattern('(.*\\s*)*x', 'a '.repeat(50_000))).toThrow(
      expect.objectContaining({ code: 'VERSION_SOURCE_INVALID' }) as Error,
    );
  });

  test('does not stop an ordinary pattern on a long file', () => {
    const long = `${'# a line of text that says nothing = 1\n'.repeat(20_000)}__version__ = '1.2'\n`;
    expect(found("^__version__ = '(?P<version>.+?)'", long)).toBe('1.2');
    expect(found("__version__ = '(.+)'", long)).toBe('1.2');
  });
});

describe('BoundedPattern', () => {
  const atom = fc.constantFrom(
    ...[
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '\\w',
      '\\s',
      '1',
      '(?:a|b)',
      '(a)',
      '(a|b)',
      '(?:ab|a)',
      '(b?)',
      '^',
      '$',
    ],
    ...['\\b', '(?=a)', '(?!b)', '(?<=a)', '(?<!b)', '(?:\\1)', '(a*)', '\\n', 'A'],
  );
  const quantified = fc
    .tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?'))
    .map(([part, quantifier]) => (/^(?:[\^$]|\\b|\(\?<[=!])/.test(part) ? part : part + quantifier));
  const sequence = fc.array(quantified, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
  const source = fc
    .tuple(sequence, sequence, fc.constantFrom('', '|', '(?:%)*', '(%)+?', '(%)|', '(?:(%)|b)*'))
    .map(([one, other, form]) =>
      form.includes('%') ? form.replace('%', () => one) + other : one + form + other,
    );
  const subject = fc
    .array(fc.constantFrom('a', 'b', 'A', '1', ' ', '\n'), { maxLength: 8 })
    .map((chars) => chars.join(''));

  test('finds what RegExp finds, in every group', () => {
    fc.assert(
      fc.property(source, subject, fc.constantFrom('m', 'im', 'ms'), (pattern, text, flags) => {
        const references = pattern.includes('\\1') && !/\((?!\?)/.test(pattern);
        fc.pre(!references);
        const expected = new RegExp(pattern, `${flags}d`).exec(text)?.indices;
        const actual = new BoundedPattern(pattern, flags).exec(text);
        const spans = expected && [...expected].map((span) => span ?? null);
        const found =
          actual && Array.from(spans ?? [], (_, at) => actual[at] && [actual[at].start, actual[at].end]);
        expect(found?.map((span) => span ?? null)).toEqual(spans);
      }),
      { numRuns: 3000 },
    );
  });

  test('counts its work', () => {
    expect(() => new BoundedPattern('(a+)+$', 'm').exec(`${'a'.repeat(40)}b`)).toThrow(PatternWorkError);
  });
});
