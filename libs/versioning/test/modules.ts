import * as fc from 'fast-check';

/** Statements that do not assign a version at the top level of a Python module, although some look like it. */
const other = fc.constantFrom(
  '# __version__ = "0.1"',
  '"""Text.\n\n__version__ = "0.2"\n"""',
  "'''it's\n__version__ = \"0.3\"\n'''",
  'x = "\\\n__version__ = 0.4"',
  "y = '''\\'''\n__version__ = \"0.5\"\n'''",
  'def f():\n    __version__ = "0.6"\n    return __version__',
  'class C:\n    __version__ = "0.7"',
  'try:\n    __version__ = "0.8"\nexcept Exception:\n    pass',
  'z = [\n"a",\n]',
  'w = (1 +\n2)',
  'v = 1 + \\\n2',
  'import os; import sys',
  '__version_info__ = "0.9"',
  'my__version__ = "0.10"',
  'C = type("C", (), {}); C.__version__ = "0.11"',
  'print("__version__ =", "0.12")',
  'd = {"a": r"\\\\", "b": rb\'\\\\\'}',
  's = \'a\' "b" # \' "',
  'if "__version__" == "0.13": pass',
  '__all__ = ["__version__"]',
  'fs = f"{1}"',
  '__version__: str',
  'kw = dict(\n__version__="0.15",\n)',
  '__version__ == "0.16"',
  'if (1 and\n__version__): pass',
  'if True: __version__ = "0.14"',
);

/** Assignments of plain strings. */
export const PLAIN = [
  '__version__ = "1.2.3"',
  "__version__ = '1.2.3'",
  '__version__="1.2.3"  # here',
  '__version__: str = "1.2.3"',
  '__version__: "Final[str]" = "1.2.3"',
  '__version__ = VERSION = "1.2.3"',
  'VERSION = __version__ = "1.2.3"',
  '__version__ = ("1.2.3")',
  '__version__ = """1.2.3"""',
  "__version__ = r'1.2.3'",
  '__version__ = u"1.2.3"; x = 1',
  '__version__ = ""',
];

/** Assignments of other values. */
export const NOT_PLAIN = [
  '__version__ = "1.2" ".3"',
  '__version__ = "1.2" + ".3"',
  '__version__ = f"1.2.3"',
  '__version__ = b"1.2.3"',
  '__version__ = "1.2.3".strip()',
  '__version__ = "1.2\\x2e3"',
  '__version__ = str(1)',
  '__version__ = (1, 2, 3)',
  '__version__ = "1", "2"',
  '__version__ = (\n    "1.2.3"\n)',
  '__version__ = "1.2.\\\n3"',
];

/** Modules with a random mix of other statements and assignments. */
export const modules: fc.Arbitrary<string> = fc
  .record({
    statements: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: other },
        { weight: 1, arbitrary: fc.constantFrom(...PLAIN, ...NOT_PLAIN) },
      ),
      { maxLength: 8 },
    ),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    last: fc.constantFrom('', '\n'),
  })
  .map(({ statements, lineEnd, last }) => (statements.join('\n') + last).replaceAll('\n', lineEnd));
