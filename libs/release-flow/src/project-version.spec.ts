import { describe, expect, it } from 'vitest';
import { readProjectVersion } from './project-version.ts';

describe('readProjectVersion', () => {
  it.each([
    ['[project]', '[project]\nversion = "1.2.3"\n'],
    ['[tool.poetry]', '[tool.poetry]\nversion = "1.2.3"\n'],
  ])('%s', (_, text) => {
    expect(readProjectVersion(text)).toBe('1.2.3');
  });

  it.each([
    ['no file', undefined, 'PROJECT_MISSING'],
    ['an empty file', '', 'VERSION_MISSING'],
    ['no version', '[project]\nname = "demo"\n', 'VERSION_MISSING'],
    ['a dynamic version', '[project]\nname = "demo"\ndynamic = ["version"]\n', 'VERSION_UNSUPPORTED'],
    ['invalid TOML', '[project\n', 'PYPROJECT_INVALID'],
    ['a version that is no text', '[project]\nversion = 1.2\n', 'PYPROJECT_VERSION_NOT_TEXT'],
  ])('%s', (_, text, code) => {
    expect(() => readProjectVersion(text)).toThrow(
      expect.objectContaining({ code, hint: expect.any(String) as string }) as Error,
    );
  });
});
