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

  it('writes the version in the form of the release', async () => {
    const text = '[project]\nversion = "1.3"\n';
    expect(await edited({ 'pyproject.toml': text })).toEqual({
      'pyproject.toml': '[project]\nversion = "1.3.0"\n',
    });
  });

  it('changes nothing for the same version', async () => {
    const files = { 'pyproject.toml': '[project]\nversion = "1.3.0"\n', 'a.txt': 'v1.3.0' };
    expect(await edited(files, ['a.txt:v{version}'])).toEqual({});
  });

  it('changes several places in one file and leaves its input alone', async () => {
    const files = { 'pyproject.toml': STATIC, 'a.txt': 'v1.2.0 and "1.2.0"' };
    const asked = await change(files, ['a.txt:v{version}', 'a.txt:"{version}"']);
    const before = structuredClone([...asked.texts]);
    const edits = editVersion(asked);
    expect(edits.kind === 'edits' && edits.files.get('a.txt')).toBe('v1.3.0 and "1.3.0"');
    expect([...asked.texts]).toEqual(before);
  });

  it.each([
    ['not at all', 'v1.1.0', 'a.txt does not contain v1.2.0'],
    ['as part of another version', 'v1.2.0rc1', 'a.txt does not contain v1.2.0'],
    ['twice', 'v1.2.0\nv1.2.0\n', 'a.txt contains v1.2.0 more than once, again in line 2'],
  ])('refuses the whole change if a file has the old version %s', async (_, text, problem) => {
    const files = { 'pyproject.toml': STATIC, 'a.txt': text };
    expect(await edited(files, ['a.txt:v{version}'])).toEqual([problem]);
  });

  it('reports every problem', async () => {
    const files = { 'pyproject.toml': STATIC, 'b.txt': '' };
    expect(await edited(files, ['a.txt:v{version}', 'b.txt'])).toEqual([
      'a.txt is not in the repository',
      'b.txt does not contain 1.2.0',
    ]);
  });

  it('refuses a file that is not UTF-8: its other bytes would be lost', async () => {
    const files = { 'pyproject.toml': STATIC, 'a.txt': 'caf\uFFFD v1.2.0' };
    expect(await edited(files, ['a.txt:v{version}'])).toEqual(['a.txt is not entirely UTF-8']);
  });

  describe('if the version comes from the tag', () => {
    const repeated = ['a.txt:v{version}'];
    it.each([
      ['no file changes', {}, [], {}],
      ['a repeated version follows the last release', { 'a.txt': 'v1.2.0' }, repeated, { 'a.txt': 'v1.3.0' }],
      ['a repeated draft finds the new version', { 'a.txt': 'v1.3.0' }, repeated, {}],
      ['a file contains neither version', { 'a.txt': 'v1.1.0' }, repeated, ['a.txt does not contain v1.2.0']],
    ])('%s', async (_, files, settings, expected) => {
      expect(await edited({ 'pyproject.toml': SCM, ...files }, settings)).toEqual(expected);
    });

    it('before the first release the files state the coming version', async () => {
      const files = { 'pyproject.toml': SCM, 'a.txt': 'v1.3.0' };
      expect(await edited(files, repeated, { lastRelease: undefined })).toEqual({});
    });
  });
});
