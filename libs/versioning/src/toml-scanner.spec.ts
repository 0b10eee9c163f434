import { parse } from 'smol-toml';
import { describe, expect, it, test, vi } from 'vitest';
import { readPyprojectVersion } from './pyproject-version.ts';
import { scanToml, type ScanWork } from './toml-scanner.ts';

/** The text of the value at a path, as written. */
function valueAt(text: string, ...path: string[]): string | undefined {
  const value = scanToml(text, path)?.value;
  return value && text.slice(value.start, value.end);
}

/** Title, document, path. OURS is replaced by the value at the path. */
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
  ['an element after comments', 'a = [ # 1,\n 1, # 2\n OURS ]', 'a.1'],
  ['an element of an array of tables', '[[a]]\nb=1\n[[a]]\nb=OURS', 'a.1.b'],
  ['a table below an element', '[[a]]\n[[a]]\n[a.b]\nc=OURS', 'a.1.b.c'],
  ['nested arrays of tables', '[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[[a.b]]\nc=OURS', 'a.1.b.1.c'],
  ['after a string with quotes', 'x = """a"b""c"""""\ny = \'\'\'it\'s \'\'\'\'\'\n[a]\nb=OURS', 'a.b'],
  ['after a string that ends with an escape', 'x = "\\\\"\n[a]\nb=OURS', 'a.b'],
  ['after an escaped quote', 'x = """\\""""\n[a]\nb=OURS', 'a.b'],
  ['after a string that looks like it', 'x = """\n[a]\nb = 1\n"""\n[a]\nb=OURS', 'a.b'],
  ['after a literal string that looks like it', "x = '''\n[a]\nb = 1\n'''\n[a]\nb=OURS", 'a.b'],
  ['after a comment that looks like it', '# [a] b = 1\n[x] # [a]\nb = 1 # x\n[a]\nb=OURS', 'a.b'],
  [
    'after dates and numbers',
    'x = 1979-05-27 07:32:00-08:00\ny = 07:32:00.5\nz = [-inf, 1_0, 0xF]\n[a]\nb=OURS',
    'a.b',
  ],
  ['next to a longer key', '[a]\nbb = 1\nb = OURS', 'a.b'],
  ['next to the same key at a deeper level', '[a.x]\nb = 1\n[x.a]\nb = 1\n[a]\nb = OURS', 'a.b'],
  ['with CRLF', '[x]\r\nb = 1\r\n[a]\r\nb = OURS\r\n', 'a.b'],
  ['with a byte order mark', '\uFEFFb = OURS', 'b'],
  ['an empty key', '[a]\n"" = OURS', 'a.'],
  ['a key named __proto__', '[__proto__]\nb = OURS', '__proto__.b'],
];

describe('scanToml', () => {
  for (const [kind, written] of [
    ['a string', '"o"'],
    ['an empty string', "''"],
    ['a number', '1.5'],
    ['a date', '1979-05-27 07:32:00'],
    ['a table', '{ o = [1, "}"] }'],
    ['a multi-line string', '"""\no "" ] } # """'],
  ]) {
    test.each(FOUND)(`finds ${kind!}: %s`, (_, document, path) => {
      const text = document.replace('OURS', written!);
      // The row is valid TOML, and the other parser finds the value too.
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
  ])('returns the place of the key %s in %j', (path, text, offset) => {
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
  ])('does not find %s in %j', (path, text) => {
    expect(scanToml(text, path.split('.'))).toBeUndefined();
  });
});

describe('the number of steps', () => {
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
    'quotes in multi-line strings': (size) =>
      `a = '''${"''x".repeat(size)}'''\nb = """${'""x'.repeat(size)}"""\n`,
    'blank lines': (size) => '\r\n \t'.repeat(size),
    'long keys': (size) => `${'k'.repeat(size * 10)} = 1\n`,
  };

  test.each(Object.keys(shapes))('grows linearly with the text: %s', (shape) => {
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
    'grows linearly for the whole reading, including the other parser: %s',
    (shape) => {
      const reads = vi.spyOn(String.prototype, 'charCodeAt');
      const count = (size: number) => {
        const text = `${shapes[shape]!(size)}[project]\nversion = "1.2.3"\n`;
        reads.mockClear();
        expect(readPyprojectVersion(text)).toMatchObject({ kind: 'static', version: '1.2.3' });
        return reads.mock.calls.length / text.length;
      };
      try {
        expect(count(2000)).toBeLessThan(count(200) * 1.5);
      } finally {
        reads.mockRestore();
      }
    },
  );

  it('does not overflow the stack in a deeply nested document', () => {
    const nested = (depth: number) =>
      `a = ${'['.repeat(depth)}${']'.repeat(depth)}\n[project]\nversion = "1"`;
    expect(valueAt(nested(1000), 'project', 'version')).toBe('"1"');
    expect(() => scanToml(nested(100_000), ['a'])).toThrow(
      expect.objectContaining({ offset: 1004 }) as Error,
    );
  });
});
