import type { ReleaseAsset } from '@heroku-release/gh-ops';
import { describe, expect, it } from 'vitest';
import type { LocalFile } from './local-file.ts';
import { decideAssets, holdsExactly } from './decide-assets.ts';

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

const decide = (assets: readonly ReleaseAsset[]) => {
  const decision = decideAssets(files, { assets });
  const { equal, broken, different, foreign, missing } = decision;
  const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name);
  return {
    exactly: holdsExactly(decision),
    equal: names(equal),
    broken: names(broken),
    different: names(different),
    foreign: names(foreign),
    missing: names(missing),
  };
};
const NOTHING = { exactly: false, equal: [], broken: [], different: [], foreign: [], missing: [] };

describe('decideAssets', () => {
  it('finds all files, in any order', () => {
    expect(decide(both)).toEqual({ ...NOTHING, exactly: true, equal: ['demo.tar.gz', 'demo.whl'] });
  });

  const other = { ...NOTHING, equal: ['demo.tar.gz'], missing: ['demo.whl'] };
  const rest = asset('demo.tar.gz');

  it.each<[string, readonly ReleaseAsset[], object]>([
    ['nothing there', [], { ...NOTHING, missing: ['demo.whl', 'demo.tar.gz'] }],
    ['one missing', [rest], other],
    [
      'a broken upload',
      [asset('demo.whl', { state: 'starter', size: 0, digest: undefined }), rest],
      { ...other, broken: ['demo.whl'] },
    ],
    [
      'a broken upload of full size',
      [asset('demo.whl', { state: 'starter' }), rest],
      { ...other, broken: ['demo.whl'] },
    ],
    [
      'another digest',
      [asset('demo.whl', { digest: `sha256:${'b'.repeat(64)}` }), rest],
      { ...other, different: ['demo.whl'] },
    ],
    [
      'a digest of another kind',
      [asset('demo.whl', { digest: `sha512:${'a'.repeat(64)}` }), rest],
      { ...other, different: ['demo.whl'] },
    ],
    [
      'no digest: the size proves nothing',
      [asset('demo.whl', { digest: undefined }), rest],
      { ...other, different: ['demo.whl'] },
    ],
    ['another size', [asset('demo.whl', { size: 9 }), rest], { ...other, different: ['demo.whl'] }],
  ])('%s', (_, assets, expected) => {
    expect(decide(assets)).toEqual(expected);
  });

  it.each<[string, readonly ReleaseAsset[], string[]]>([
    ['beside all of ours', [...both, asset('notes.txt')], ['notes.txt']],
    ['beside a broken one of ours', [asset('demo.whl', { state: 'starter' }), asset('x')], ['x']],
    ['in other case', [asset('Demo.whl')], ['Demo.whl']],
  ])('foreign: %s', (_, assets, names) => {
    expect(decide(assets)).toMatchObject({ exactly: false, foreign: names });
  });
});
