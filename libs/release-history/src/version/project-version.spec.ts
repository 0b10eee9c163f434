import { describe, expect, it } from 'vitest';
import { readProjectVersion, statedVersion } from './project-version.ts';
import { textTree } from '../checkout/read-tree.ts';
import { versionIn } from './version-in.ts';

const FLIT =
  '[project]\nname = "demo"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "flit_core.buildapi"\n';
const tree = (files: Readonly<Record<string, string>>) => textTree(new Map(Object.entries(files)));

describe('readProjectVersion', () => {
  it('reads pyproject.toml, and no other file for a static version', async () => {
    const text = '[project]\nversion = "1.2.3"\n';
    const asked: string[] = [];
    const found = await readProjectVersion((path) => {
      asked.push(path);
      return Promise.resolve(text);
    });
    expect(found).toEqual({
      kind: 'stated',
      version: '1.2.3',
      path: 'pyproject.toml',
      text,
      origin: { kind: 'static', version: '1.2.3' },
    });
    expect(asked).toEqual(['pyproject.toml']);
  });

  it.each([
    ['flat', 'demo/__init__.py'],
    ['src', 'src/demo/__init__.py'],
    ['a module', 'demo.py'],
  ])('finds the file that contains it: %s', async (_, path) => {
    const text = '"""Demo."""\n__version__ = "1.2.3"\n';
    const found = await readProjectVersion(tree({ 'pyproject.toml': FLIT, [path]: text }));
    expect(found).toMatchObject({ kind: 'stated', version: '1.2.3', path, text });
    expect(statedVersion(found)).toBe('1.2.3');
  });

  it('has no stated version if the tag has it', async () => {
    const pyproject =
      '[project]\nname = "a-b"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "setuptools.build_meta"\n[tool.setuptools_scm]\n';
    const found = await readProjectVersion(tree({ 'pyproject.toml': pyproject }));
    expect(found).toMatchObject({
      kind: 'tag',
      origin: { variable: 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_A_B' },
    });
    expect(statedVersion(found)).toBeUndefined();
  });

  it.each([
    ['no such file', {}, /the repository has no such file/],
    ['a file without it', { 'demo/__init__.py': 'VERSION = 1\n' }, /assigns a plain text to __version__$/],
  ])('%s', async (_, files, message) => {
    const reading = readProjectVersion(tree({ 'pyproject.toml': FLIT, ...files }));
    await expect(reading).rejects.toMatchObject({ code: 'VERSION_MISSING', message });
  });
});

describe('versionIn', () => {
  it.each([
    ['an empty tree', {}],
    ['no version', { 'pyproject.toml': '[project]\n' }],
    ['not a PEP 440 version', { 'pyproject.toml': '[project]\nversion = "latest"\n' }],
    ['an unsupported place', { 'pyproject.toml': '[project]\ndynamic = ["version"]\n' }],
    ['a file that is missing', { 'pyproject.toml': FLIT }],
    ['broken TOML', { 'pyproject.toml': '[' }],
  ])('is undefined for %s', async (_, files) => {
    expect(await versionIn(tree(files))).toBeUndefined();
  });

  it('passes on errors of reading', async () => {
    await expect(versionIn(() => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  });
});
