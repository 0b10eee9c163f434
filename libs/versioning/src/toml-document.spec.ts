import { describe, expect, it, test } from 'vitest';
import { VersionError } from './errors.ts';
import { locateTomlKey, parseToml } from './toml-document.ts';

function failure(text: string): VersionError {
  try {
    parseToml(text);
  } catch (error) {
    if (error instanceof VersionError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('parseToml', () => {
  it('returns tables without a prototype, and exact big integers', () => {
    const document = parseToml('\uFEFFa = 9007199254740993\n[__proto__]\nb = 1\n');
    expect(document['a']).toBe(9007199254740993n);
    expect(Object.getPrototypeOf(document)).toBeNull();
    expect(({} as Record<string, unknown>)['b']).toBeUndefined();
  });

  test.each([
    ['an unterminated string', 'a = 1\nb = "x\nc = 1', 2, 7],
    ['a value without a key', 'a = 1\n = 2', 2, 2],
    ['a duplicate key', 'a = 1\nb = 1\na = 2', 3, 1],
    ['a duplicate key, quoted', '[p]\nversion = "1"\n"version" = "2"', 3, 1],
    ['a duplicate dotted key', 'p.version = "1"\np.version = "2"', 2, 1],
    ['a duplicate key in an inline table', 'p = { version = "1", version = "2" }', 1, 22],
    ['a duplicate table', '[p]\n[q]\n[p]', 3, 2],
    ['a table that is a dotted key too', '[p]\nq.r = 1\n[p.q]', 3, 2],
    ['an inline table that is extended', 'p = { a = 1 }\n[p.b]', 2, 2],
    ['a table and an array of tables', '[p]\n[[p]]', 2, 3],
    ['a control character in a date', 'a = 1979-\u00005-27', 1, 5],
    ['conflict markers', '[p]\n<<<<<<< HEAD\nv = 1', 2, 1],
    ['a bare carriage return', 'a = 1\rb = 2', 1, 6],
    ['a control character', 'a = "\u0001"', 1, 6],
    ['an unterminated header', '[p\nv = 1', 1, 3],
    ['an error after a byte order mark', '\uFEFFa = \n', 1, 5],
    ['lines with CRLF', 'a = 1\r\nb = x\r\n', 2, 5],
    // TOML 1.1, which Python only reads since 3.15.
    ['a line break in an inline table', 'p = {\n a = 1 }', 1, 6],
    ['a trailing comma in an inline table', 'p = { a = 1, }', 1, 14],
    ['a comment in an inline table', 'p = { a = 1 # x\n }', 1, 13],
    ['the escape \\e', 'a = "x\\e"', 1, 7],
    ['the escape \\x', 'a = "x\\x41"', 1, 7],
    ['the escape \\e in a multi-line string', 'a = """x\\e"""', 1, 9],
    ['a time without seconds', 'a = 07:32', 1, 5],
    ['a date with a time without seconds', 'a = 1979-05-27T07:32', 1, 5],
  ])('%s', (_, text, line, column) => {
    expect(failure(text)).toMatchObject({
      code: 'PYPROJECT_INVALID',
      line,
      column,
      hint: expect.any(String) as string,
    });
  });

  it('shows the place in a frame', () => {
    const error = failure(['[project]', 'name = "demo"', 'version = 1.2.3', 'x = 1'].join('\r\n'));
    expect(error.frame).toBe(
      ['2 | name = "demo"', '3 | version = 1.2.3', '  |              ^', '4 | x = 1'].join('\n'),
    );
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('aligns the line numbers of a frame', () => {
    const error = failure(`${'\n'.repeat(8)}a = \nb = 1`);
    expect(error.frame).toBe([' 8 |', ' 9 | a =', '   |     ^', '10 | b = 1'].join('\n'));
  });

  it('cuts a long line around the caret', () => {
    const { frame, column } = failure(`a = "${'x'.repeat(5000)}" y`);
    expect(column).toBe(5008);
    const [source, caret] = frame!.split('\n');
    expect(source!.length).toBeLessThan(120);
    expect(source![caret!.indexOf('^')]).toBe('y');
  });
});

describe('locateTomlKey', () => {
  const text = [
    '[project]',
    'name = "demo"',
    '',
    '[tool.demo]',
    '  \'tag-template\' = "v{version}"',
    'files = ["a", "b"]',
  ].join('\n');

  test.each([
    [['project'], 1, 2],
    [['project', 'name'], 2, 1],
    [['tool'], 4, 2],
    [['tool', 'demo'], 4, 7],
    [['tool', 'demo', 'tag-template'], 5, 3],
    [['tool', 'demo', 'files'], 6, 1],
    [['tool', 'demo', 'files', '1'], 6, 15],
  ])('%j is in line %i, column %i', (path, line, column) => {
    const place = locateTomlKey(text, path);
    expect(place).toMatchObject({ line, column });
    expect(text.split('\n')[line - 1]!.slice(column - 1)).toBe(text.slice(place!.offset).split('\n')[0]);
  });

  test.each([[['tool', 'other']], [['tool', 'demo', 'files', '2']], [['name']], [[]]])(
    '%j is not found',
    (path) => {
      expect(locateTomlKey(text, path)).toBeUndefined();
    },
  );

  it('counts a byte order mark in the offset, but not in the column', () => {
    expect(locateTomlKey('\uFEFFa = 1', ['a'])).toEqual({ line: 1, column: 1, offset: 1 });
  });

  it('never throws', () => {
    expect(locateTomlKey('[a\nb = ', ['a', 'b'])).toBeUndefined();
    expect(locateTomlKey('['.repeat(1_000_000), ['a'])).toBeUndefined();
    expect(locateTomlKey(`a = ${'['.repeat(1_000_000)}`, ['a'])).toBeUndefined();
  });
});
