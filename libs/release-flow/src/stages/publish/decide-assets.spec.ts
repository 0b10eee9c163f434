import type { ReleaseAsset } from '@heroku-release/gh-ops';
import { describe, expect, it } from 'vitest';
import type { LocalFile } from './local-file.ts';
import { decideAssets } from './decide-assets.ts';

const file = (name: string, sha = 'a'): LocalFile => ({
  name,
  path: `/tmp/${name}`,
  size: 10,
  sha256: sha.repeat(64),
});
const asset = (name: string, changes: Partial<ReleaseAsset> = {}): ReleaseAsset => ({
  id: name.length,
  name,
  size: 10,
  digest: `sha256:${'a'.repeat(64)}`,
  state: 'uploaded',
  ...changes,
});
const files = [file('demo.whl'), file('demo.tar.gz')];
const both = [asset('demo.tar.gz'), asset('demo.whl')];

describe('decideAssets', () => {
  it.each<[string, readonly ReleaseAsset[]]>([
    ['all there, in any order', both],
    ['without digests, by size', both.map((one) => ({ ...one, digest: undefined }))],
  ])('equal: %s', (_, assets) => {
    expect(decideAssets(files, assets)).toEqual({ kind: 'equal' });
  });

  it.each<[string, readonly ReleaseAsset[], string[], string[]]>([
    ['nothing there', [], [], ['demo.whl', 'demo.tar.gz']],
    ['one missing', [asset('demo.whl')], [], ['demo.tar.gz']],
    [
      'a broken upload',
      [asset('demo.whl', { state: 'starter', size: 0, digest: undefined }), asset('demo.tar.gz')],
      ['demo.whl'],
      ['demo.whl'],
    ],
    [
      'a broken upload of full size',
      [asset('demo.whl', { state: 'starter' }), asset('demo.tar.gz')],
      ['demo.whl'],
      ['demo.whl'],
    ],
    [
      'another digest',
      [asset('demo.whl', { digest: `sha256:${'b'.repeat(64)}` }), asset('demo.tar.gz')],
      ['demo.whl'],
      ['demo.whl'],
    ],
    [
      'a digest of another kind',
      [asset('demo.whl', { digest: `sha512:${'a'.repeat(64)}` }), asset('demo.tar.gz')],
      ['demo.whl'],
      ['demo.whl'],
    ],
    [
      'another size',
      [asset('demo.whl', { size: 9, digest: undefined }), asset('demo.tar.gz')],
      ['demo.whl'],
      ['demo.whl'],
    ],
  ])('repair: %s', (_, assets, remove, upload) => {
    const decision = decideAssets(files, assets);
    if (decision.kind !== 'repair') throw new Error(decision.kind);
    expect(decision.remove.map(({ name }) => name)).toEqual(remove);
    expect(decision.upload.map(({ name }) => name)).toEqual(upload);
  });

  it.each<[string, readonly ReleaseAsset[], string[]]>([
    ['next to all of ours', [...both, asset('notes.txt')], ['notes.txt']],
    [
      'next to a broken one of ours: nothing is changed',
      [asset('demo.whl', { state: 'starter' }), asset('x')],
      ['x'],
    ],
    ['in other case', [asset('Demo.whl')], ['Demo.whl']],
  ])('foreign: %s', (_, assets, names) => {
    expect(decideAssets(files, assets)).toEqual({ kind: 'foreign', names });
  });
});
