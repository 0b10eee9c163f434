import { describe, expect, it } from 'vitest';
import { areReleaseFiles, differOnlyInVersion } from './release-files.ts';

const FILES = { changelog: 'docs/CHANGES.md', versions: new Set(['pyproject.toml', 'demo/__init__.py']) };

describe('areReleaseFiles', () => {
  it.each<[string, readonly string[], boolean]>([
    ['nothing', [], true],
    ['the changelog', ['docs/CHANGES.md'], true],
    ['version files', ['pyproject.toml', 'demo/__init__.py'], true],
    ['an intent file', ['.changeset/brave-cats.md'], true],
    ['a file beside intent files', ['.changeset/config.json'], false],
    ['a file in a folder of them', ['.changeset/deep/a.md'], false],
    ['another changelog', ['CHANGELOG.md'], false],
    ['code beside the changelog', ['docs/CHANGES.md', 'demo/more.py'], false],
  ])('%s: %s', (_, paths, expected) => {
    expect(areReleaseFiles(paths, FILES)).toBe(expected);
  });
});

describe('differOnlyInVersion', () => {
  it.each<[string, string | undefined, string | undefined, boolean]>([
    ['the same text', 'a', 'a', true],
    ['another version', 'version = "1.2.0"\n', 'version = "1.3.0rc1"\n', true],
    ['a version that begins another', 'v = 1.3.0\n', 'v = 1.3.0rc1\n', true],
    ['an unknown version', 'version = "1.2.0"\n', 'version = "1.2.9"\n', false],
    ['a line more', 'version = "1.2.0"\n', 'version = "1.3.0"\nmore = 1\n', false],
    ['a new file', undefined, 'version = "1.3.0"\n', false],
    ['no file before and after', undefined, undefined, true],
  ])('%s', (_, one, other, expected) => {
    expect(differOnlyInVersion(one, other, ['1.2.0', '1.3.0', '1.3.0rc1', ''])).toBe(expected);
  });
});
