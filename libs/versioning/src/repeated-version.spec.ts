import { describe, expect, it, test } from 'vitest';
import type { VersionErrorCode } from './errors.ts';
import { parseRepeatedVersion, replaceVersionOnce } from './repeated-version.ts';

const replace = (text: string, pattern: string) => replaceVersionOnce(text, pattern, '1.2.3', '2.0.0rc1');

describe('replaceVersionOnce', () => {
  test.each([
    ['{version}', 'version 1.2.3.', 'version 2.0.0rc1.'],
    ['{version}', 'v1.2.3', 'v2.0.0rc1'],
    ['{version}', '1.2.3', '2.0.0rc1'],
    ['{version}', '(1.2.3)\r\n', '(2.0.0rc1)\r\n'],
    ['{version}', 'demo-1.2.3-py3-none-any.whl', 'demo-2.0.0rc1-py3-none-any.whl'],
    ['{version}', 'demo-1.2.3.tar.gz', 'demo-2.0.0rc1.tar.gz'],
    [
      '{version}',
      '1.2.3 and 1.2.3.4, 11.2.3, 0.1.2.3, 1!1.2.3, 1.2.34',
      '2.0.0rc1 and 1.2.3.4, 11.2.3, 0.1.2.3, 1!1.2.3, 1.2.34',
    ],
    [
      '{version}',
      '1.2.3 and 1.2.3rc1 1.2.3-beta 1.2.3.dev0 1.2.3-1 1.2.3+x 1.2.3.post1',
      '2.0.0rc1 and 1.2.3rc1 1.2.3-beta 1.2.3.dev0 1.2.3-1 1.2.3+x 1.2.3.post1',
    ],
    [
      'release = "{version}"',
      'version = "1.2.3"\nrelease = "1.2.3"',
      'version = "1.2.3"\nrelease = "2.0.0rc1"',
    ],
    ['demo=={version}', 'other==1.2.3 demo==1.2.3', 'other==1.2.3 demo==2.0.0rc1'],
    ['{version} (latest)', '1.2.3\n1.2.3 (latest)', '1.2.3\n2.0.0rc1 (latest)'],
    ['[v]*{version}$', 'vv1.2.3 [v]*1.2.3$', 'vv1.2.3 [v]*2.0.0rc1$'],
    ['a\n{version}', 'x\na\n1.2.3', 'x\na\n2.0.0rc1'],
  ])('%j in %j', (pattern, text, after) => {
    expect(replace(text, pattern)).toBe(after);
  });

  test.each<[string, string, VersionErrorCode]>([
    ['{version}', '', 'VERSION_TEXT_NOT_FOUND'],
    ['{version}', '1.2.4', 'VERSION_TEXT_NOT_FOUND'],
    ['{version}', '1x2x3', 'VERSION_TEXT_NOT_FOUND'],
    ['{version}', '1.2.3rc1 1.2.3.4', 'VERSION_TEXT_NOT_FOUND'],
    ['release = {version}', 'release = "1.2.3"', 'VERSION_TEXT_NOT_FOUND'],
    ['{version}', '1.2.3 1.2.3', 'VERSION_TEXT_AMBIGUOUS'],
    ['{version}', '1.2.3\n1.2.3\n1.2.3', 'VERSION_TEXT_AMBIGUOUS'],
    ['', '1.2.3', 'VERSION_SOURCE_INVALID'],
    ['version', '1.2.3', 'VERSION_SOURCE_INVALID'],
    ['{version} {version}', '1.2.3', 'VERSION_SOURCE_INVALID'],
  ])('%j in %j: %s', (pattern, text, code) => {
    expect(() => replace(text, pattern)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('reports the place of the second match', () => {
    expect(() => replace('1.2.3\n  1.2.3', '{version}')).toThrow(
      expect.objectContaining({ code: 'VERSION_TEXT_AMBIGUOUS', line: 2, column: 3 }) as Error,
    );
  });

  it('does not find an empty version', () => {
    expect(() => replaceVersionOnce('x', '{version}', '', '1.0')).toThrow(
      expect.objectContaining({ code: 'VERSION_TEXT_NOT_FOUND' }) as Error,
    );
  });

  it('refuses to write an invalid version', () => {
    expect(() => replaceVersionOnce('1.2.3', '{version}', '1.2.3', '$&')).toThrow(
      expect.objectContaining({ code: 'VERSION_INVALID' }) as Error,
    );
  });
});

describe('parseRepeatedVersion', () => {
  test.each([
    ['docs/conf.py:release = "{version}"', 'docs/conf.py', 'release = "{version}"'],
    ['README.md:pip install demo=={version}', 'README.md', 'pip install demo=={version}'],
    ['a.yaml:version: {version}', 'a.yaml', 'version: {version}'],
    ['VERSION', 'VERSION', '{version}'],
  ])('%s', (setting, path, pattern) => {
    expect(parseRepeatedVersion(setting)).toEqual({ path, pattern });
  });

  test.each(['', ':', ':{version}', ' :{version}', 'a.py:', 'a.py:release', 'a.py:{version}{version}'])(
    '%j is refused',
    (setting) => {
      expect(() => parseRepeatedVersion(setting)).toThrow(
        expect.objectContaining({ code: 'VERSION_SOURCE_INVALID' }) as Error,
      );
    },
  );
});
