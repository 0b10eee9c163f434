import * as fc from 'fast-check';

/** Text that looks like the version, and must stay unchanged. */
const noise = fc.constantFrom(
  '# version = "0.0.1"',
  '',
  '[tool.other]\nversion = "0.0.2"\nname = "x"',
  '[tool.bumpversion]\ncurrent_version = "1.2.3"',
  '[tool.text]\nlines = """\n[project]\nversion = "0.0.3"\n"""',
  "[tool.literal]\nlines = '''\n[project]\nversion = \"0.0.4\" ''\n'''",
  '[tool.tricky]\na = "\\"[project]\\\\"\nb = \'[project]\'\nc = """"x"""""',
  '[[tool.list]]\nversion = "0.0.5"\n[[tool.list]]\nproject = { version = "0.0.6" }',
  '[tool.array]\nversions = [ # [project]\n  "0.0.7", { version = "0.0.8" },\n]',
  '[tool.project]\nversion = "0.0.9"',
  '[tool."project.version"]\nx = 1979-05-27 07:32:00Z # é 𝄞',
  '[a.project]\n\tversion = 1',
);

/** The places for the version; VALUE is replaced. The first group belongs before all tables. */
const atTop = fc.constantFrom(
  'project.version = VALUE',
  'project = { name = "demo", version = VALUE }',
  'project = { version = VALUE , urls = { version = "0" } }',
  'project . "version"=VALUE # here',
  'tool.poetry.version = VALUE',
  'tool = { poetry = { version = VALUE } }',
);
const inTable = fc.constantFrom(
  '[project]\nname = "demo"\nversion = VALUE',
  '[project]\nversion=VALUE# here\nname = "demo"',
  '  [ project ]\n\t"version"  =  VALUE  ',
  '["project"]\n\'version\' = VALUE\nx = """\nversion = "0"\n"""',
  '[project.urls]\nversion = "0"\n[project]\n"ver\\u0073ion" = VALUE',
  '[tool.poetry]\nversion = VALUE',
  '[tool]\npoetry.version = VALUE',
  '[tool]\npoetry = { name = "demo", version = VALUE }',
);

/** One version as every kind of TOML string. */
const quotedVersion = fc.constantFrom(
  '"1.2.3"',
  "'1.2.3'",
  '"""1.2.3"""',
  "'''1.2.3'''",
  '"""\n1.2.3"""',
  "'''\n1.2.3'''",
  '"1.2.\\u0033"',
);

/** A pyproject.toml with the static version 1.2.3, written in unusual ways and with unusual surroundings. */
export const oddPyprojects: fc.Arbitrary<string> = fc
  .record({
    before: fc.array(noise, { maxLength: 3 }),
    after: fc.array(noise, { maxLength: 3 }),
    place: fc.oneof(
      atTop.map((text) => ({ text, isFirst: true })),
      inTable.map((text) => ({ text, isFirst: false })),
    ),
    value: quotedVersion,
    lineEnd: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '', '\uFEFF'),
    last: fc.constantFrom('', '\n', '\n\n# end'),
  })
  .map(({ before, after, place, value, lineEnd, mark, last }) => {
    const lines = distinct([...before, ...after]);
    const written = place.text.replace('VALUE', () => value);
    // An inline table cannot be extended by a header.
    const around = /^tool = |poetry = |^\[tool\]/.test(written)
      ? lines.filter((line) => !line.includes('[tool'))
      : lines;
    const parts = place.isFirst ? [written, ...around] : [...around.slice(0, 2), written, ...around.slice(2)];
    return mark + (parts.join('\n') + last).replaceAll('\n', lineEnd);
  });

/** A table must not be defined twice. */
function distinct(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
