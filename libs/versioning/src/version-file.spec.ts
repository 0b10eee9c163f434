import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { versions } from '../test/arbitraries.ts';
import type { VersionErrorCode } from './errors.ts';
import { readPyprojectVersion } from './pyproject-version.ts';
import { formatVersion } from './version.ts';
import { pickVersionFile, readVersionFile, writeVersionFile } from './version-file.ts';
import type { FileVersionSource, VersionLookup } from './version-source.ts';

const source = (lookup: VersionLookup): FileVersionSource => ({
  kind: 'file',
  tool: 'hatch',
  paths: ['v'],
  lookup,
});
const attribute = source({ kind: 'attribute', name: '__version__' });
const whole = source({ kind: 'whole' });
const pattern = (text: string) => source({ kind: 'pattern', pattern: text });

/** The source in a pyproject.toml with these settings. */
function sourceOf(settings: string, backend: string): FileVersionSource {
  const text = `[project]\nname = "demo"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "${backend}"\n${settings}`;
  const found = readPyprojectVersion(text);
  if (found.kind !== 'dynamic' || found.source.kind !== 'file') throw new Error('the source is not a file');
  return found.source;
}

const hatch = sourceOf('[tool.hatch.version]\npath = "v"', 'hatchling.build');
const pdm = sourceOf('[tool.pdm.version]\nsource = "file"\npath = "v"', 'pdm.backend');

/** OURS is replaced by the version. */
const FILES: readonly (readonly [string, FileVersionSource, string])[] = [
  [
    'an attribute',
    attribute,
    '"""Demo.\n\n__version__ = "0"\n"""\r\n__version__ = \'OURS\'  # here\r\n\tx = 1',
  ],
  ['a whole file', whole, '\uFEFF  OURS\r\n\r\n'],
  ['a whole file without a line break', whole, 'OURS'],
  ['a pattern', pattern('^(?P<version>.+)$'), 'OURS\n'],
  ['a pattern with a first group', pattern('^(x) = "(?P<version>.+)"'), 'x = "OURS"'],
  ['the pattern of Hatch', hatch, '# x\n__version__ = "vOURS"\n'],
  ['the pattern of Hatch, in capitals', hatch, "VERSION = 'OURS'"],
  ['the pattern of Hatch, in small letters', hatch, "version='OURS'"],
  ['the pattern of Hatch, annotated', hatch, '__version__: str = "OURS"'],
  ['the pattern of PDM', pdm, "from x import y\r\n__version__ = 'OURS'  # here\r\nz = 1"],
  [
    'a key of TOML',
    source({ kind: 'key', path: ['tool', 'poetry', 'version'] }),
    '[tool.poetry]\nversion = "OURS"',
  ],
];

describe('readVersionFile and writeVersionFile', () => {
  test.each(FILES)('%s', (_, from, text) => {
    const before = text.replace('OURS', '1.2.3');
    expect(readVersionFile(before, from)).toMatchObject({ version: '1.2.3', start: text.indexOf('OURS') });
    expect(writeVersionFile(before, from, '10.0rc1')).toBe(text.replace('OURS', '10.0rc1'));
  });

  test.each(FILES)('%s: reads the version that was written', (_, from, text) => {
    fc.assert(
      fc.property(versions.map(formatVersion), (version) => {
        fc.pre(version.length <= 255);
        const after = writeVersionFile(text.replace('OURS', '1.2.3'), from, version);
        expect(readVersionFile(after, from).version).toBe(version);
        expect(after).toBe(text.replace('OURS', version));
      }),
    );
  });

  it('returns the place', () => {
    expect(readVersionFile('\n  __version__', pattern('__(version)__'))).toEqual({
      version: 'version',
      start: 5,
      end: 12,
      line: 2,
      column: 5,
    });
  });

  test.each<[string, string, FileVersionSource, VersionErrorCode]>([
    ['no assignment', 'from .about import __version__', attribute, 'VERSION_TEXT_NOT_FOUND'],
    ['a computed version', '__version__ = version("demo")', attribute, 'VERSION_TEXT_NOT_FOUND'],
    ['an empty string', '__version__ = ""', attribute, 'VERSION_TEXT_NOT_FOUND'],
    ['an empty file', '', whole, 'VERSION_TEXT_NOT_FOUND'],
    ['a file of white space', ' \r\n', whole, 'VERSION_TEXT_NOT_FOUND'],
    ['a file with more in it', '1.2.3\n# comment\n', whole, 'VERSION_TEXT_NOT_FOUND'],
    ['no match', 'x', pattern('(y)'), 'VERSION_TEXT_NOT_FOUND'],
    ['a group that does not participate', 'x', pattern('x|(?P<version>y)'), 'VERSION_TEXT_NOT_FOUND'],
    ['an invalid pattern', 'x', pattern('('), 'VERSION_SOURCE_INVALID'],
    ['a key that is absent', '', source({ kind: 'key', path: ['a', 'b'] }), 'VERSION_TEXT_NOT_FOUND'],
    ['invalid TOML', '[', source({ kind: 'key', path: ['a', 'b'] }), 'PYPROJECT_INVALID'],
  ])('%s: refused', (_, text, from, code) => {
    expect(() => readVersionFile(text, from)).toThrow(expect.objectContaining({ code }) as Error);
    expect(() => writeVersionFile(text, from, '1.0')).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('refuses to write an invalid version', () => {
    expect(() => writeVersionFile('1', whole, '1"; import os')).toThrow(
      expect.objectContaining({ code: 'VERSION_INVALID' }) as Error,
    );
  });
});

describe('pickVersionFile', () => {
  const flit = sourceOf('', 'flit_core.buildapi');

  test.each([
    ['src/demo/__init__.py', { 'src/demo/__init__.py': '__version__ = "1"' }],
    ['demo/__init__.py', { 'demo/__init__.py': '__version__ = "1"', 'demo/version.py': '__version__ = "2"' }],
    [
      'demo/version.py',
      { 'demo/__init__.py': 'from .version import __version__', 'demo/version.py': '__version__ = "1"' },
    ],
    ['demo.py', { 'demo.py': '__version__ = "1"' }],
  ])('%s', (path, files) => {
    expect(pickVersionFile(new Map(Object.entries(files)), flit)).toMatchObject({ path, version: '1' });
  });

  it('fails if no file contains it', () => {
    for (const files of [new Map<string, string>(), new Map([['demo.py', 'x = 1']])]) {
      expect(() => pickVersionFile(files, flit)).toThrow(
        expect.objectContaining({ code: 'VERSION_TEXT_NOT_FOUND' }) as Error,
      );
    }
  });
});
