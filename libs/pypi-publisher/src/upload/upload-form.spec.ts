import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { buildFolder, buildSdist, buildWheel } from '../../test/built-files.ts';
import { contentOf } from '../../test/odd-index.ts';
import { readDistribution } from '../distribution/distribution.ts';
import { uploadFields, uploadForm } from './upload-form.ts';

const folder = await buildFolder();
const BOUNDARY = '0123456789abcdef0123456789abcdef';

describe('the upload form', () => {
  it('keeps every line break of the description, has the exact length, and ends with the file', async () => {
    const description = 'a\nb\r\nc\n\u00e9\u20ac\n';
    const distribution = await readDistribution(await buildWheel(folder, { description }));
    const form = uploadForm(distribution, { boundary: BOUNDARY });
    const body = Buffer.concat(await Array.fromAsync(form.body.open()));
    expect(body.length).toBe(form.body.length);
    expect(form.contentType).toBe(`multipart/form-data; boundary=${BOUNDARY}`);
    const { fields, filename, content } = contentOf(body);
    expect(Object.fromEntries(fields)['description']).toBe(description);
    expect(filename).toBe('demo-1.0.0-py3-none-any.whl');
    expect(content.equals(await readFile(distribution.path))).toBe(true);
    expect(body.toString('latin1')).not.toMatch(/name="(?!content)[^"]*"; filename/);
  });

  it('takes its fields from the file', async () => {
    const headers = [
      'Summary: A demo',
      'Requires-Dist: a',
      'Requires-Dist: b>1',
      'Project-URL: Home, https://example.com',
      'Provides-Extra: test',
      'Import-Name: demo',
    ];
    const wheel = await readDistribution(await buildWheel(folder, { headers, metadataVersion: '2.5' }));
    expect(uploadFields(wheel)).toEqual([
      [':action', 'file_upload'],
      ['protocol_version', '1'],
      ['filetype', 'bdist_wheel'],
      ['pyversion', 'py3'],
      ['sha256_digest', wheel.sha256],
      ['metadata_version', '2.5'],
      ['name', 'demo'],
      ['version', '1.0.0'],
      ['summary', 'A demo'],
      ['description', '# Demo\n'],
      ['requires_dist', 'a'],
      ['requires_dist', 'b>1'],
      ['project_urls', 'Home, https://example.com'],
      ['provides_extra', 'test'],
      ['import_name', 'demo'],
      // GitLab requires the field, even when it is empty.
      ['requires_python', ''],
    ]);
    const sdist = await readDistribution(await buildSdist(folder));
    const fields = Object.fromEntries(uploadFields(sdist));
    expect(fields).toMatchObject({ filetype: 'sdist', pyversion: 'source', requires_python: '>=3.10' });
  });

  it('has attestations only when some are given', async () => {
    const wheel = await readDistribution(await buildWheel(folder));
    expect(Object.fromEntries(uploadFields(wheel, [{ version: 1 }]))['attestations']).toBe('[{"version":1}]');
    expect(uploadFields(wheel, []).some(([name]) => name === 'attestations')).toBe(false);
  });

  it('refuses a file name that would break its header', async () => {
    const wheel = await readDistribution(await buildWheel(folder));
    expect(() => uploadForm({ ...wheel, filename: 'a"\r\nb' }, { boundary: BOUNDARY })).toThrow(
      expect.objectContaining({ code: 'PYPI_DISTRIBUTION_INVALID' }),
    );
  });
});
