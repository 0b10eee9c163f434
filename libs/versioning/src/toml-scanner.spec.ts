import { parse } from 'smol-toml';
import { describe, expect, it, test, vi } from 'vitest';
import { readPyprojectVersion } from './pyproject-version.ts';
import { scanToml, type ScanWork } from './toml-scanner.ts';

/** The text of the value at a path, as it is written. */
function valueAt(text: string, ...path: string[]): string | undefined {
  const value = scanToml(text, path)?.value;
  return value && text.slice(value.start, value.end);
}

/** Document, path, the value as it is written. The text OURS stands for the value that is meant. */
const FOUND: readonly (readonly [string, string, string])[] = [
  ['a key of a table', '[a]\nb = OURS', 'a.b'],
  ['a key before all tables', 'b = OURS\n[a]\nb = 1', 'b'],
  ['a dotted key', 'a.b = OURS', 'a.b'],
  ['a dotted key with spaces', 'a . b = OURS', 'a.b'],
  ['a dotted key in a table', '[a]\nb.c = OURS', 'a.b.c'],
  ['a quoted key', '[a]\n"b" = OURS', 'a.b'],
  ['a literal key', "[a]\n'b' = OURS", 'a.b'],
  ['a key with an escape', '[a]\n"\\u0062" = OURS', 'a.b'],
  ['a key with a long escape', '[a]\n"\\U00000062" = OURS', 'a.b'],
  ['a quoted table', '["a"]\nb = OURS', 'a.b'],
  ['a table with spaces', '[ a . "b" ]\nc = OURS', 'a.b.c'],
  ['an indented table', '  [a]\n\t b = OURS', 'a.b'],
  ['an inline table', 'a = { x = 1, b = OURS, y = 2 }', 'a.b'],
  ['nested inline tables', 'a = {b={c=OURS}}', 'a.b.c'],
  ['a dotted key in an inline table', 'a = { b.c = OURS }', 'a.b.c'],
  ['an inline table in an array', 'a = [{b=1}, {b=OURS}]', 'a.1.b'],
  ['an element of an array', 'a = [1, [2, OURS], 3]', 'a.1.1'],
  ['an element behind comments', 'a = [ # 1,\n 1, # 2\n OURS ]', 'a.1'],
  ['an element of an array of tables', '[[a]]\nb=1\n[[a]]\nb=OURS', 'a.1.b'],
  ['a table below an element', '[[a]]\n[[a]]\n[a.b]\nc=OURS', 'a.1.b.c'],
  ['arrays of tables in one another', '[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[[a.b]]\nc=OURS', 'a.1.b.1.c'],
  ['behind a string with quotes', 'x = """a"b""c"""""\ny = \'\'\'it\'s \'\'\'\'\'\n[a]\nb=OURS', 'a.b'],
  ['behind a string that ends in an escape', 'x = "\\\\"\n[a]\nb=OURS', 'a.b'],
  ['behind an escaped quote', 'x = """\\""""\n[a]\nb=OURS', 'a.b'],
  ['behind text that looks like it', 'x = """\n[a]\nb = 1\n"""\n[a]\nb=OURS', 'a.b'],
  ['behind literal text that looks like it', "x = '''\n[a]\nb = 1\n'''\n[a]\nb=OURS", 'a.b'],
  ['behind a comment that looks like it', '# [a] b = 1\n[x] # [a]\nb = 1 # x\n[a]\nb=OURS', 'a.b'],
  [
    'behind dates and numbers',
    'x = 1979-05-27 07:32:00-08:00\ny = 07:32:00.5\nz = [-inf, 1_0, 0xF]\n[a]\nb=OURS',
    'a.b',
  ],
  ['beside a longer key', '[a]\nbb = 1\nb = OURS', 'a.b'],
  ['beside the same key deeper', '[a.x]\nb = 1\n[x.a]\nb = 1\n[a]\nb = OURS', 'a.b'],
  ['with CRLF', '[x]\r\nb = 1\r\n[a]\r\nb = OURS\r\n', 'a.b'],
  ['with a byte order mark', '\uFEFFb = OURS', 'b'],
  ['a key of no characters', '[a]\n"" = OURS', 'a.'],
  ['a key named __proto__', '[__proto__]\nb = OURS', '__proto__.b'],
];

describe('scanToml', () => {
  for (const [kind, written] of [
    ['a string', '"o"'],
    ['an empty string', "''"],
    ['a number', '1.5'],
    ['a date', '1979-05-27 07:32:00'],
    ['a table', '{ o = [1, "}"] }'],
    ['lines', '"""\no "" ] } # """'],
  ]) {
    test.each(FOUND)(`finds ${kind!}: %s`, (_, document, path) => {
      const text = document.replace('OURS', written!);
      // What the row shows is TOML, and the value is there for the other parser too.
      const found = path
        .split('.')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], parse(text));
      expect(found).toEqual(parse(`v = ${written!}`)['v']);
      expect(valueAt(text, ...path.split('.'))).toBe(written);
    });
  }

  test.each([
    ['a.b', '[a]\nb = 1', 4],
    ['a', '[a]\nb = 1', 1],
    ['a', '[x]\n[ a.b ]', 6],
    ['a.b', '[x]\n[ a.b ]', 8],
    ['a', '[a.b]\n[a]\n[a.c]', 1],
    ['a', 'x=1\na.b.c = 1', 4],
    ['a.b', 'x=1\na.b.c = 1', 6],
    ['a.1', '[[a]]\n[[a]]', 8],
    ['a.1', 'a = [1, 22]', 8],
  ])('gives the place of the key %s of %j', (path, text, offset) => {
    expect(scanToml(text, path.split('.'))?.key).toBe(offset);
  });

  test.each([
    ['a.c', '[a]\nb = 1'],
    ['b', '[a]\nb = 1'],
    ['a.b.c', '[a]\nb = 1'],
    ['a.2', 'a = [1, 2]'],
    ['a.b', '[[a]]\nb = 1'],
    ['a.b', '# [a]\n# b = 1'],
    ['a.b', 'x = """\n[a]\nb = 1"""'],
    ['a.b', ''],
  ])('finds no %s in %j', (path, text) => {
    expect(scanToml(text, path.split('.'))).toBeUndefined();
  });
});

describe('the work', () => {
  const shapes: Readonly<Record<string, (size: number) => string>> = {
    tables: (size) => Array.from({ length: size }, (_, at) => `[t${at}]\nversion = "1"\n`).join(''),
    'arrays of tables': (size) => '[[a]]\n[[a.b]]\nc = 1\n'.repeat(size),
    'dotted keys': (size) => Array.from({ length: size }, (_, at) => `a.b.c${at} = 1\n`).join(''),
    'one long dotted key': (size) => `${'a.'.repeat(size)}b = 1\n`,
    'one long header': (size) => `[${'a.'.repeat(size)}b]\n`,
    'a long array': (size) => `a = [${'1, '.repeat(size)}]\n`,
    'an array of inline tables': (size) => `a = [${'{ version = "1" },\n'.repeat(size)}]\n`,
    'a long line': (size) => `a = "${'x'.repeat(size * 10)}"\n`,
    'a long comment': (size) => `#${' #'.repeat(size * 5)}\n`,
    escapes: (size) => `a = "${'\\\\'.repeat(size)}"\n`,
    'quotes in lines': (size) => `a = '''${"''x".repeat(size)}'''\nb = """${'""x'.repeat(size)}"""\n`,
    'blank lines': (size) => '\r\n \t'.repeat(size),
    'long keys': (size) => `${'k'.repeat(size * 10)} = 1\n`,
  };

  test.each(Object.keys(shapes))('grows with the text and no faster: %s', (shape) => {
    const count = (size: number) => {
      const text = `${shapes[shape]!(size)}[project]\nversion = "1.2.3"\n`;
      const work: ScanWork = { steps: 0 };
      expect(scanToml(text, ['project', 'version'], work)?.value).toBeDefined();
      expect(work.steps).toBeLessThanOrEqual(text.length * 2);
      return work.steps / text.length;
    };
    expect(count(10_000)).toBeLessThan(count(1000) * 1.2);
  });

  test.each(Object.keys(shapes))(
    'of reading as a whole, the other parser included, grows no faster: %s',
    (shape) => {
      const looks = vi.spyOn(String.prototype, 'charCodeAt');
      const count = (size: number) => {
        const text = `${shapes[shape]!(size)}[project]\nversion = "1.2.3"\n`;
        looks.mockClear();
        expect(readPyprojectVersion(text)).toMatchObject({ kind: 'static', version: '1.2.3' });
        return looks.mock.calls.length / text.length;
      };
      try {
        expect(count(2000)).toBeLessThan(count(200) * 1.5);
      } finally {
        looks.mockRestore();
      }
    },
  );

  it('stays within the stack in a deep document', () => {
    const nested = (depth: number) =>
      `a = ${'['.repeat(depth)}${']'.repeat(depth)}\n[project]\nversion = "1"`;
    expect(valueAt(nested(1000), 'project', 'version')).toBe('"1"');
    expect(() => scanToml(nested(100_000), ['a'])).toThrow(
      expect.objectContaining({ offset: 1004 }) as Error,
    );
  });
});
