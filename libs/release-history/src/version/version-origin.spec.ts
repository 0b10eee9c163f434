import { describe, expect, it } from 'vitest';
import { versionOrigin, versionPaths } from './version-origin.ts';

const dynamic = (backend: string, more = '') =>
  `[project]\nname = "demo"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "${backend}"\n${more}`;

describe('versionOrigin', () => {
  it.each([
    ['[project]', '[project]\nversion = "1.2.3"\n', []],
    ['[tool.poetry]', '[tool.poetry]\nversion = "1.2.3"\n', []],
  ])('static in %s', (_, text, paths) => {
    const origin = versionOrigin(text);
    expect(origin).toEqual({ kind: 'static', version: '1.2.3' });
    expect(versionPaths(origin)).toEqual(paths);
  });

  it('a file', () => {
    const text = dynamic('hatchling.build', '[tool.hatch.version]\npath = "src/demo/__about__.py"\n');
    const origin = versionOrigin(text);
    expect(origin).toMatchObject({ kind: 'file', tool: 'hatch' });
    expect(versionPaths(origin)).toEqual(['src/demo/__about__.py']);
  });

  it('the tag', () => {
    const origin = versionOrigin(dynamic('hatchling.build', '[tool.hatch.version]\nsource = "vcs"\n'));
    expect(origin).toMatchObject({ kind: 'tag', variable: 'SETUPTOOLS_SCM_PRETEND_VERSION' });
    expect(versionPaths(origin)).toEqual([]);
  });

  it.each([
    ['no file', undefined, 'PROJECT_MISSING'],
    ['an empty file', '', 'VERSION_MISSING'],
    ['no version', '[project]\nname = "demo"\n', 'VERSION_MISSING'],
    ['a back end that stores it elsewhere', dynamic('maturin'), 'VERSION_UNSUPPORTED'],
    ['setup.py', '[project]\nname = "demo"\ndynamic = ["version"]\n', 'VERSION_UNSUPPORTED'],
    ['invalid TOML', '[project\n', 'PYPROJECT_INVALID'],
    ['a version that is not a string', '[project]\nversion = 1.2\n', 'PYPROJECT_VERSION_NOT_TEXT'],
  ])('%s', (_, text, code) => {
    expect(() => versionOrigin(text)).toThrow(
      expect.objectContaining({ code, hint: expect.any(String) as string }) as Error,
    );
  });

  it('reports the position of an unsupported version', () => {
    expect(() => versionOrigin(dynamic('maturin'))).toThrow(/^pyproject\.toml:3:1: .*Cargo\.toml/);
  });
});
