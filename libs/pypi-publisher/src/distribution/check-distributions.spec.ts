import { describe, expect, it } from 'vitest';
import { buildFolder, buildSdist, buildWheel } from '../../test/built-files.ts';
import type { BuiltOptions } from '../../test/built-files.ts';
import { checkDistributions } from './check-distributions.ts';

const folder = await buildFolder();
const GOOD = ['Requires-Python: >=3.10', 'Description-Content-Type: text/markdown'];
const codes = async (
  files: Parameters<typeof checkDistributions>[0],
  expected = { name: 'demo', version: '1.0.0' },
) => (await checkDistributions(files, expected)).map(({ severity, code }) => `${severity} ${code}`);

describe('checkDistributions', () => {
  it('finds nothing in a plain release, however the expected name and version are spelled', async () => {
    const files = [await buildWheel(folder), await buildSdist(folder)];
    expect(await codes(files)).toEqual([]);
    expect(await codes(files, { name: 'DEMO', version: 'v1.0' })).toEqual([]);
  });

  it('reports unreadable files and an empty set instead of throwing', async () => {
    expect(await codes([`${folder}/gone-1.0.tar.gz`])).toEqual(['error UNREADABLE']);
    expect(await codes([])).toEqual(['error NO_FILES']);
  });

  it('compares names and versions with the release', async () => {
    const files = [await buildWheel(folder)];
    expect(await codes(files, { name: 'other', version: '1.0.0' })).toEqual([
      'error NAME_MISMATCH',
      'error NAME_MISMATCH',
    ]);
    expect(await codes(files, { name: 'demo', version: '1.0.1' })).toEqual([
      'error VERSION_MISMATCH',
      'error VERSION_MISMATCH',
    ]);
  });

  it('finds duplicates and a second sdist', async () => {
    const sdist = await buildSdist(folder);
    expect(await codes([sdist, sdist])).toEqual(['error TWO_SDISTS', 'error SAME_FILE_NAME']);
    const wheel = await buildWheel(folder);
    const twin = await buildWheel(folder, { filename: 'demo-1.0.0-py2-none-any.whl' });
    expect(await codes([wheel, twin])).toEqual(['error SAME_CONTENT']);
  });

  it('warns when wheel and sdist disagree in metadata that are not dynamic', async () => {
    const other = { headers: ['Requires-Python: >=3.11', 'Description-Content-Type: text/markdown'] };
    const wheel = await buildWheel(folder);
    expect(await codes([wheel, await buildSdist(folder, other)])).toEqual(['warning METADATA_DISAGREES']);
    const dynamic = { headers: [...other.headers, 'Dynamic: Requires-Python'] };
    expect(await codes([wheel, await buildSdist(folder, dynamic)])).toEqual([]);
  });

  it.each<[string, BuiltOptions]>([
    ['error FILE_NAME_FORM', { filename: 'Demo-1.0.0-py3-none-any.whl' }],
    ['error PLATFORM_TAG', { filename: 'demo-1.0.0-cp312-cp312-linux_x86_64.whl' }],
    ['warning PLATFORM_TAG', { filename: 'demo-1.0.0-cp312-cp312-haiku.whl' }],
    ['error METADATA_VERSION', { metadataVersion: '2.6' }],
    ['error METADATA_VERSION', { metadataVersion: '2.0' }],
    ['error METADATA_VERSION', { metadataVersion: '2.3', headers: [...GOOD, 'License-Expression: MIT'] }],
    ['error METADATA_FIELD', { headers: [...GOOD, `Summary: ${'x'.repeat(513)}`] }],
    ['error METADATA_FIELD', { headers: [...GOOD, 'License: MIT', 'License-Expression: MIT'] }],
    ['error METADATA_FIELD', { headers: [...GOOD, 'Home-page: nowhere'] }],
    ['error METADATA_FIELD', { headers: [...GOOD, 'Dynamic: Version'] }],
    ['error METADATA_FIELD', { headers: [...GOOD, `Project-URL: ${'x'.repeat(33)}, https://example.com`] }],
    ['error METADATA_FIELD', { headers: [...GOOD, 'Project-URL: Home'] }],
    ['error DIRECT_URL', { headers: [...GOOD, 'Requires-Dist: dep @ https://example.com/dep.whl'] }],
    ['error PRIVATE_CLASSIFIER', { headers: [...GOOD, 'Classifier: Private :: Do Not Upload'] }],
    ['warning METADATA_UNKNOWN_FIELD', { headers: [...GOOD, 'X-Own: 1'] }],
    ['warning NO_REQUIRES_PYTHON', { headers: ['Description-Content-Type: text/markdown'] }],
    ['error DESCRIPTION', { headers: ['Requires-Python: >=3', 'Description-Content-Type: text/html'] }],
    [
      'error DESCRIPTION',
      { headers: ['Requires-Python: >=3', 'Description-Content-Type: text/plain; charset=latin-1'] },
    ],
    [
      'error DESCRIPTION',
      { headers: ['Requires-Python: >=3', 'Description-Content-Type: text/markdown; variant=X'] },
    ],
    ['warning DESCRIPTION', { description: '' }],
    ['warning DESCRIPTION', { headers: ['Requires-Python: >=3'], description: '# A title\n' }],
    ['warning DESCRIPTION', rst('.. toctree::\n\n   a\n')],
    ['warning DESCRIPTION', rst('See :ref:`this`.\n')],
    ['warning DESCRIPTION', rst('.. raw:: html\n')],
    ['warning DESCRIPTION', rst('A long title\n====\n')],
  ])('%s for %j', async (finding, options) => {
    expect(await codes([await buildWheel(folder, options)])).toEqual([finding]);
  });

  it.each<[string, BuiltOptions]>([
    ['a marker with an at sign', { headers: [...GOOD, 'Requires-Dist: dep; extra == "a@b"'] }],
    ['valid reStructuredText', rst('=====\nTitle\n=====\n\nPart\n----\n\nText.\n\n+---+\n| a |\n+---+\n')],
    [
      'a Markdown variant',
      { headers: ['Requires-Python: >=3', 'Description-Content-Type: text/markdown; variant=GFM'] },
    ],
  ])('accepts %s', async (_what, options) => {
    expect(await codes([await buildWheel(folder, options)])).toEqual([]);
  });

  it('refuses a local version', async () => {
    const wheel = await buildWheel(folder, { version: '1.0+local' });
    expect(await codes([wheel], { name: 'demo', version: '1.0+local' })).toEqual(['error LOCAL_VERSION']);
  });

  it('requires the exact sdist name and expects its top-level folder', async () => {
    const sdist = await buildSdist(folder, { version: '1.0-rc1', filename: 'demo-1.0rc1.tar.gz' });
    expect(await codes([sdist], { name: 'demo', version: '1.0rc1' })).toEqual(['warning TOP_FOLDER']);
    const shouting = await buildSdist(folder, { filename: 'Demo-1.0.0.tar.gz' });
    expect(await codes([shouting])).toEqual(['error FILE_NAME_FORM']);
  });
});

function rst(description: string): BuiltOptions {
  return { description, headers: ['Requires-Python: >=3', 'Description-Content-Type: text/x-rst'] };
}
