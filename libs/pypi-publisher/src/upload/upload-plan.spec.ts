import { describe, expect, it } from 'vitest';
import { buildFolder, buildSdist, buildWheel } from '../../test/built-files.ts';
import { readDistribution } from '../distribution/distribution.ts';
import type { IndexFile } from '../simple-index/index-file.ts';
import { planUploads } from './upload-plan.ts';

const folder = await buildFolder();
const sdist = await readDistribution(await buildSdist(folder));
const wheel = await readDistribution(await buildWheel(folder));
const otherWheel = await readDistribution(
  await buildWheel(folder, { filename: 'demo-1.0.0-py2-none-any.whl', code: 'X = 2\n' }),
);

const shown = (sha256: string | undefined, filename = sdist.filename): IndexFile => ({
  filename,
  url: 'https://example.com/f',
  yanked: false,
  sha256,
});

describe('planUploads', () => {
  it.each<[string, IndexFile[], 'missing' | 'present' | 'conflicts']>([
    ['an empty index', [], 'missing'],
    ['another file', [shown(sdist.sha256, 'demo-1.1.tar.gz')], 'missing'],
    ['the same file', [shown(sdist.sha256)], 'present'],
    ['the same hash in capitals', [shown(sdist.sha256.toUpperCase())], 'present'],
    ['other content', [shown('b'.repeat(64))], 'conflicts'],
    ['the name without a digest', [shown(undefined)], 'conflicts'],
    ['the name in capitals', [shown('b'.repeat(64), sdist.filename.toUpperCase())], 'missing'],
  ])('%s', (_what, index, list) => {
    const { missing, present, conflicts } = planUploads([sdist], index);
    const { filename } = sdist;
    const expected = { missing: [], present: [], conflicts: [], [list]: [filename] };
    const names = (files: readonly { readonly filename: string }[]) => files.map((file) => file.filename);
    expect({
      missing: names(missing),
      present: names(present),
      conflicts: names(conflicts),
    }).toEqual(expected);
  });

  it('lists missing files in upload order: wheels by name, then the sdist', () => {
    const given = [sdist, wheel, otherWheel];
    expect(planUploads(given, []).missing).toEqual([otherWheel, wheel, sdist]);
    expect(given).toEqual([sdist, wheel, otherWheel]);
  });

  it('separates the files and reports the published digest of a conflict', () => {
    const published = 'b'.repeat(64);
    const index = [shown(wheel.sha256, wheel.filename), shown(published, otherWheel.filename)];
    const { missing, present, conflicts } = planUploads([sdist, wheel, otherWheel], index);
    expect(missing).toEqual([sdist]);
    expect(present).toEqual([wheel]);
    expect(conflicts).toEqual([
      { filename: otherWheel.filename, published, because: expect.stringContaining(published) as unknown },
    ]);
  });
});
