import { describe, expect, it } from 'vitest';
import { versionOrigin, versionPaths } from './version-origin.ts';

describe('versionOrigin', () => {
  it.each([
    ['[project]', '[project]\nversion = "1.2.3"\n'],
    ['[tool.poetry]', '[tool.poetry]\nversion = "1.2.3"\n'],
  ])('static: %s', (_, text) => {
    expect(versionOrigin(text)).toEqual({ kind: 'static', version: '1.2.3' });
    expect(versionPaths(versionOrigin(text))).toEqual([]);
  });

  it('a file that the build back end reads', () => {
    const text =
      '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\ndynamic = ["version"]\n[tool.hatch.version]\npath = "src/demo/__about__.py"\n';
    expect(versionOrigin(text).kind).toBe('file');
    expect(versionPaths(versionOrigin(text))).toEqual(['src/demo/__about__.py']);
  });

  it('the tag', () => {
    const text = '[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools_scm]\n';
    expect(versionOrigin(text).kind).toBe('tag');
  });

  it.each([
    ['no file', undefined, 'PROJECT_MISSING'],
    ['an empty file', '', 'VERSION_MISSING'],
    ['no version', '[project]\nname = "demo"\n', 'VERSION_MISSING'],
    [
      'a dynamic version from nowhere',
      '[project]\nname = "demo"\ndynamic = ["version"]\n',
      'VERSION_UNSUPPORTED',
    ],
    ['invalid TOML', '[project\n', 'PYPROJECT_INVALID'],
    ['a version that is no text', '[project]\nversion = 1.2\n', 'PYPROJECT_VERSION_NOT_TEXT'],
  ])('%s', (_, text, code) => {
    expect(() => versionOrigin(text)).toThrow(
      expect.objectContaining({ code, hint: expect.any(String) as string }) as Error,
    );
  });
});
