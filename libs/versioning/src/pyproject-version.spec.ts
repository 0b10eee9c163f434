import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  corpusFiles,
  corpusProjects,
  corpusPyprojects,
  type CorpusPyproject,
  corpusText,
  hasCorpus,
} from '../test/corpus.ts';
import { oddPyprojects } from '../test/pyprojects.ts';
import { askPython, pythonCan } from '../test/python.ts';
import { VersionError, type VersionErrorCode } from './errors.ts';
import { readPyprojectVersion, writePyprojectVersion } from './pyproject-version.ts';

const NEW = '9.8.7rc1';

/** The result of reading, in the format of the corpus' index. */
function reading(text: string): Pick<CorpusPyproject, 'kind' | 'version'> | { kind: VersionErrorCode } {
  try {
    const found = readPyprojectVersion(text);
    if (found.kind !== 'static') return { kind: found.kind, version: null };
    return { kind: found.table === 'project' ? 'static' : 'poetry', version: found.version };
  } catch (error) {
    if (!(error instanceof VersionError)) throw error;
    return error.code === 'PYPROJECT_INVALID' ? { kind: 'invalid', version: null } : { kind: error.code };
  }
}

/** The text after a write, if there is a version to replace. */
function written(text: string): string | null {
  return ['static', 'poetry'].includes(reading(text).kind) ? writePyprojectVersion(text, NEW) : null;
}

/** The two texts without their common beginning and end. */
function difference(before: string, after: string): [string, string] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end))
    end += 1;
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}

const FIXTURES = new URL('../test/fixtures/', import.meta.url);
const fixture = (file: string) => readFileSync(new URL(file, FIXTURES), 'utf8');
const fixtures = JSON.parse(fixture('index.json')) as CorpusPyproject[];

describe('readPyprojectVersion', () => {
  it('returns the place', () => {
    const text = '\uFEFF[project]\r\nname = "demo"\r\n  version = \'1.2.3\' # ours';
    expect(readPyprojectVersion(text)).toEqual({
      kind: 'static',
      version: '1.2.3',
      table: 'project',
      name: 'demo',
      line: 3,
      column: 14,
      start: 40,
      end: 45,
    });
    expect(text.slice(40, 45)).toBe('1.2.3');
  });

  test.each(fixtures)('$file: $kind $version', ({ file, kind, version }) => {
    expect(reading(fixture(file))).toEqual({ kind, version });
  });

  test.each([
    ['both tables', '[tool.poetry]\nversion = "1"\n[project]\nversion = "2"', 'project', '2'],
    ['a project without version', '[tool.poetry]\nversion = "1"\n[project]\nname = "x"', 'tool.poetry', '1'],
    [
      'Poetry together with settings for tags',
      '[tool.poetry]\nversion = "1"\n[tool.setuptools_scm]',
      'tool.poetry',
      '1',
    ],
    ['dynamic as well', '[project]\nversion = "1"\ndynamic = ["version"]', 'project', '1'],
    ['not a PEP 440 version', '[project]\nversion = "one"', 'project', 'one'],
    ['an empty version', '[project]\nversion = ""', 'project', ''],
    ['an empty version in three quotes', '[project]\nversion = """"""', 'project', ''],
    ['white space', '[project]\nversion = " 1 "', 'project', ' 1 '],
    ['an escape', '[project]\nversion = "1.\\u0032"', 'project', '1.2'],
    ['a continued line', '[project]\nversion = """\\\n   1.2"""', 'project', '1.2'],
  ])('%s', (_, text, table, version) => {
    expect(readPyprojectVersion(text)).toMatchObject({ kind: 'static', table, version });
  });

  test.each([
    ['an empty file', ''],
    ['settings of tools', '[tool.ruff]\nversion = "1"'],
    ['neither version nor dynamic', '[project]\nname = "x"'],
    ['dynamic without version', '[project]\nname = "x"\ndynamic = ["readme"]'],
    ['an array of tables', '[[project]]\nversion = "1"'],
    ['a project that is not a table', 'project = "1"'],
  ])('none: %s', (_, text) => {
    expect(readPyprojectVersion(text)).toMatchObject({ kind: 'none' });
  });

  test.each(['1.2', '1', '{ use_scm = true }', '["1.2"]', 'true', '1979-05-27'])(
    'version = %s is not a string',
    (value) => {
      expect(() => readPyprojectVersion(`[project]\nversion = ${value}\n`)).toThrow(
        expect.objectContaining({ code: 'PYPROJECT_VERSION_NOT_TEXT', line: 2, column: 11 }) as Error,
      );
    },
  );

  test.each([
    ['two versions', '[project]\nversion = "1"\nversion = "2"', 3],
    ['two versions, one quoted', '[project]\nversion = "1"\n"version" = "2"', 3],
    ['two tables', '[project]\nversion = "1"\n[project]\nname = "x"', 3],
    ['a table after a dotted key', 'project.version = "1"\n[project]\nversion = "2"', 2],
    ['a dotted key after an inline table', 'project = { name = "x" }\nproject.version = "1"', 2],
    ['no quotes', '[project]\nversion = 1.2.3', 2],
  ])('%s: refused with the place', (_, text, line) => {
    expect(() => readPyprojectVersion(text)).toThrow(
      expect.objectContaining({
        code: 'PYPROJECT_INVALID',
        line,
        frame: expect.stringContaining('^') as string,
      }) as Error,
    );
  });

  it('returns the source of a dynamic version, and the place of its declaration', () => {
    const text = '[project]\nname = "My.Demo"\ndynamic = ["version"]\n[tool.setuptools_scm]\n';
    expect(readPyprojectVersion(text)).toEqual({
      kind: 'dynamic',
      table: 'project',
      name: 'My.Demo',
      line: 3,
      column: 1,
      source: { kind: 'tag', tool: 'setuptools-scm', variable: 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_MY_DEMO' },
    });
  });

  it('treats the version of [tool.poetry] as a placeholder if the plugin that reads tags is enabled', () => {
    const text = '[tool.poetry]\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = ON\n';
    expect(readPyprojectVersion(text.replace('ON', 'true'))).toMatchObject({
      kind: 'dynamic',
      table: 'tool.poetry',
      line: 2,
      source: { kind: 'tag', variable: 'POETRY_DYNAMIC_VERSIONING_BYPASS' },
    });
    expect(readPyprojectVersion(text.replace('ON', 'false'))).toMatchObject({
      kind: 'static',
      version: '0.0.0',
    });
  });
});

describe('writePyprojectVersion', () => {
  test.each([
    ['"1.2.3"', '"9.8.7rc1"'],
    ["'1.2.3'", "'9.8.7rc1'"],
    ['"""1.2.3"""', '"""9.8.7rc1"""'],
    ["'''\r\n1.2.3'''", "'''\r\n9.8.7rc1'''"],
    ['"1.2.\\u0033"', '"9.8.7rc1"'],
    ['""', '"9.8.7rc1"'],
    ["''", "'9.8.7rc1'"],
    ['""""""', '"""9.8.7rc1"""'],
    ['" 1.2.3 "', '"9.8.7rc1"'],
  ])('%j becomes %j', (before, after) => {
    const text = (value: string) =>
      `\uFEFF# é 𝄞\r\n[project]\r\n\tversion =  ${value}\t# "1.2.3"\r\n[x]\nversion = "1.2.3"`;
    expect(writePyprojectVersion(text(before), NEW)).toBe(text(after));
  });

  it('changes nothing if the version is the same', () => {
    const text = '[project]\nversion = "1.2.3"';
    expect(writePyprojectVersion(text, '1.2.3')).toBe(text);
  });

  it('writes the given text, not the canonical one', () => {
    expect(writePyprojectVersion('[project]\nversion = "1"', '1.2.0-rc.1')).toBe(
      '[project]\nversion = "1.2.0-rc.1"',
    );
  });

  it('writes to [tool.poetry] if the version is dynamic in [project]', () => {
    const text =
      '[project]\ndynamic = ["version"]\n[tool.poetry]\nversion = "1"\n[build-system]\nbuild-backend = "poetry.core.masonry.api"';
    expect(writePyprojectVersion(text, '2')).toBe(text.replace('"1"', '"2"'));
  });

  test.each<[string, VersionErrorCode]>([
    ['[project]\nname = "x"', 'PYPROJECT_VERSION_MISSING'],
    ['[project]\ndynamic = ["version"]', 'PYPROJECT_VERSION_DYNAMIC'],
    ['[project]\ndynamic = ["version"]\n[tool.setuptools_scm]', 'PYPROJECT_VERSION_DYNAMIC'],
    [
      '[project]\ndynamic = ["version"]\n[tool.setuptools]\ndynamic.version.file = "V"',
      'PYPROJECT_VERSION_DYNAMIC',
    ],
    ['[project]\nversion = 1', 'PYPROJECT_VERSION_NOT_TEXT'],
    ['[project', 'PYPROJECT_INVALID'],
  ])('%j: %s', (text, code) => {
    expect(() => writePyprojectVersion(text, '1.0')).toThrow(expect.objectContaining({ code }) as Error);
  });

  test.each(['', 'x', '1.0"', '1.0\n', '1.0 '])('refuses to write %j', (version) => {
    expect(() => writePyprojectVersion('[project]\nversion = "1"', version)).toThrow(
      expect.objectContaining({ code: 'VERSION_INVALID' }) as Error,
    );
  });

  it('keeps every other byte, and the new version can be read', () => {
    fc.assert(
      fc.property(oddPyprojects, (text) => {
        expect(readPyprojectVersion(text)).toMatchObject({ kind: 'static', version: '1.2.3' });
        const after = writePyprojectVersion(text, NEW);
        expect(readPyprojectVersion(after)).toMatchObject({ kind: 'static', version: NEW });
        expect([text, ...difference(text, after)]).toEqual([
          text,
          expect.stringMatching(/^1\.2\.(?:3|\\u0033)$/),
          NEW,
        ]);
        expect(writePyprojectVersion(after, NEW)).toBe(after);
      }),
      { numRuns: 1000 },
    );
  });
});

describe.skipIf(!hasCorpus)('the corpus of real files (skipped if the corpus is missing)', () => {
  /** Old settings of PDM: `version` is a table, which the index still counts as a version. */
  const TABLES = ['014.toml', '015.toml'];
  const rows = hasCorpus ? corpusPyprojects() : [];

  it.each(rows.filter(({ file }) => !TABLES.includes(file)))(
    '$file: $kind $version',
    ({ file, kind, version }) => {
      expect(reading(corpusText(`pyproject/${file}`))).toEqual({ kind, version });
    },
  );

  it.each(TABLES)('%s: a version that is a table has a separate error', (file) => {
    expect(reading(corpusText(`pyproject/${file}`))).toEqual({ kind: 'PYPROJECT_VERSION_NOT_TEXT' });
  });
});

describe.skipIf(!pythonCan('import tomllib'))(
  'compared with Python’s tomllib (skipped without python3.11 or later)',
  () => {
    it('reads the same, and changes nothing else in a write', () => {
      const texts = [
        ...fixtures.map(({ file }) => fixture(file)),
        ...fc.sample(oddPyprojects, { numRuns: 1000, seed: 518 }),
      ];
      if (hasCorpus) {
        texts.push(...corpusPyprojects().map(({ file }) => corpusText(`pyproject/${file}`)));
        texts.push(...corpusProjects('pyproject.toml').map((name) => corpusText(`${name}/pyproject.toml`)));
        texts.push(
          ...corpusProjects('pyproject-history').flatMap((name) =>
            corpusFiles(`${name}/pyproject-history`).map(corpusText),
          ),
        );
      }
      const question = texts.map((before) => ({ before, after: written(before), version: NEW }));
      const answers = askPython('tomllib_oracle.py', question) as (CorpusPyproject & {
        problem: string | null;
      })[];
      const ours = texts.map((text) => ({ problem: null, ...reading(text) }));
      const different = answers.flatMap((answer, at) =>
        JSON.stringify(ours[at]) ===
        JSON.stringify({ problem: answer.problem, kind: answer.kind, version: answer.version })
          ? []
          : [{ text: texts[at]!.slice(0, 300), ours: ours[at], tomllib: answer }],
      );
      expect(different.filter(({ ours }) => ours?.kind !== 'PYPROJECT_VERSION_NOT_TEXT')).toEqual([]);
      expect(question.filter(({ after }) => after !== null).length).toBeGreaterThan(1000);
    });

    it('refuses the same of 3,000 files with a few changed characters', () => {
      const every = fixture('every-kind.toml');
      const originals = [every, every, ...fixtures.map(({ file }) => fixture(file))];
      const pieces = [
        ...[
          '"',
          "'",
          '"""',
          "'''",
          '\n',
          '\r\n',
          '\r',
          '=',
          '[',
          ']',
          '[[',
          ']]',
          '{',
          '}',
          ',',
          '.',
          '#',
          '\\',
        ],
        ...[
          ':',
          ' ',
          '\t',
          '\u0000',
          '\u007f',
          'é',
          'a',
          'e',
          'T',
          '1',
          '0',
          '_',
          '-',
          '+',
          '\\e',
          '\\x41',
          '\\u',
        ],
        ...['x = 1\n', ''],
      ];
      const changed = fc
        .tuple(fc.constantFrom(...originals), fc.nat(), fc.nat(2), fc.constantFrom(...pieces))
        .map(([text, place, cut, piece]) => {
          const at = place % (text.length + 1);
          return text.slice(0, at) + piece + text.slice(at + cut);
        });
      const texts = fc.sample(changed, { numRuns: 3000, seed: 1979 });
      const question = texts.map((before) => ({ before, after: null, version: NEW }));
      const answers = askPython('tomllib_oracle.py', question) as CorpusPyproject[];
      const different = texts.flatMap((text, at) => {
        const { kind, version } = answers[at]!;
        const ours = reading(text);
        const isAlike = JSON.stringify(ours) === JSON.stringify({ kind, version });
        return isAlike || ours.kind === 'PYPROJECT_VERSION_NOT_TEXT'
          ? []
          : [{ text, ours, tomllib: kind, version }];
      });
      expect(different).toEqual([]);
      const refused = answers.filter(({ kind }) => kind === 'invalid').length;
      expect(refused).toBeGreaterThan(500);
      expect(refused).toBeLessThan(2500);
    });
  },
);
