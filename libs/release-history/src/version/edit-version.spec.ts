import { describe, expect, it } from 'vitest';
import { editVersion } from './edit-version.ts';
import type { VersionChange } from './edit-version.ts';
import { readProjectVersion } from './project-version.ts';
import { textTree } from '../checkout/read-tree.ts';

const STATIC = '\uFEFF[project]\r\nname = "demo"\r\nversion = \'1.2.0\' # ours\r\n';
const POETRY_DYNAMIC =
  '[project]\nname = "demo"\ndynamic = ["version"]\n[tool.poetry]\nversion = "1.2.0"\n[build-system]\nbuild-backend = "poetry.core.masonry.api"\n';
const SCM =
  '[project]\nname = "demo"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "setuptools.build_meta"\n[tool.setuptools_scm]\n';

async function change(
  files: Readonly<Record<string, string>>,
  repeated: readonly string[] = [],
  more: Partial<VersionChange> = {},
): Promise<VersionChange> {
  const texts = new Map(Object.entries(files));
  const project = await readProjectVersion(textTree(texts));
  const named = repeated.map((setting) => setting.split(':')[0] ?? '');
  return {
    project,
    lastRelease: '1.2.0',
    to: '1.3.0',
    repeated,
    texts: new Map(named.map((path) => [path, texts.get(path)])),
    ...more,
  };
}

const edited = async (...args: Parameters<typeof change>) => {
  const edits = editVersion(await change(...args));
  return edits.kind === 'edits' ? Object.fromEntries(edits.files) : edits.problems;
};

describe('editVersion', () => {
  it.each([
    ['pyproject.toml, byte for byte', STATIC],
    ['the table of Poetry', POETRY_DYNAMIC],
  ])('%s', async (_, text) => {
    expect(await edited({ 'pyproject.toml': text })).toEqual({
      'pyproject.toml': text.replace('1.2.0', '1.3.0'),
    });
  });

  it('writes the spelling that the release has', async () => {
    const text = '[project]\nversion = "1.3"\n';
    expect(await edited({ 'pyproject.toml': text })).toEqual({
      'pyproject.toml': '[project]\nversion = "1.3.0"\n',
    });
  });

  it('changes nothing for the same version', async () => {
    const files = { 'pyproject.toml': '[project]\nversion = "1.3.0"\n', 'a.txt': 'v1.3.0' };
    expect(await edited(files, ['a.txt:v{version}'])).toEqual({});
  });

  it('changes several places of one file, and no input', async () => {
    const files = { 'pyproject.toml': STATIC, 'a.txt': 'v1.2.0 and "1.2.0"' };
    const asked = await change(files, ['a.txt:v{version}', 'a.txt:"{version}"']);
    const before = structuredClone([...asked.texts]);
    const edits = editVersion(asked);
    expect(edits.kind === 'edits' && edits.files.get('a.txt')).toBe('v1.3.0 and "1.3.0"');
    expect([...asked.texts]).toEqual(before);
  });

  it.each([
    ['0 times', 'v1.1.0', 'a.txt has v1.2.0 0 times'],
    ['as part of another version', 'v1.2.0rc1', 'a.txt has v1.2.0 0 times'],
    ['twice', 'v1.2.0\nv1.2.0\n', 'a.txt has v1.2.0 at least 2 times, again in line 2'],
  ])('refuses everything where the old version is there %s', async (_, text, problem) => {
    const files = { 'pyproject.toml': STATIC, 'a.txt': text };
    expect(await edited(files, ['a.txt:v{version}'])).toEqual([problem]);
  });

  it('names all that is wrong', async () => {
    const files = { 'pyproject.toml': STATIC, 'b.txt': '' };
    expect(await edited(files, ['a.txt:v{version}', 'b.txt'])).toEqual([
      'a.txt is not in the repository',
      'b.txt has 1.2.0 0 times',
    ]);
  });

  it('refuses a file that is no UTF-8: its other bytes would be lost', async () => {
    const files = { 'pyproject.toml': STATIC, 'a.txt': 'caf\uFFFD v1.2.0' };
    expect(await edited(files, ['a.txt:v{version}'])).toEqual(['a.txt is not UTF-8 throughout']);
  });

  describe('where the tag tells the version', () => {
    const repeated = ['a.txt:v{version}'];
    it.each([
      ['no file changes', {}, [], {}],
      ['a repeated version follows the last release', { 'a.txt': 'v1.2.0' }, repeated, { 'a.txt': 'v1.3.0' }],
      ['a draft that is repeated finds the new one', { 'a.txt': 'v1.3.0' }, repeated, {}],
      ['neither is there', { 'a.txt': 'v1.1.0' }, repeated, ['a.txt has v1.2.0 0 times']],
    ])('%s', async (_, files, settings, expected) => {
      expect(await edited({ 'pyproject.toml': SCM, ...files }, settings)).toEqual(expected);
    });

    it('before the first release the files state the version to come', async () => {
      const files = { 'pyproject.toml': SCM, 'a.txt': 'v1.3.0' };
      expect(await edited(files, repeated, { lastRelease: undefined })).toEqual({});
    });
  });
});
