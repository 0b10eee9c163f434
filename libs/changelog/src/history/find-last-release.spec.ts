import { describe, expect, it } from 'vitest';
import type { LastReleaseOptions, TagInfo } from '../index.ts';
import { findLastRelease } from '../index.ts';

const tag = (name: string): TagInfo =>
  name.startsWith('!') ? { name: name.slice(1), sha: name, onBranch: false } : { name, sha: name };

describe('the last release', () => {
  it.each<[string, string, LastReleaseOptions, string | undefined]>([
    ['highest, not newest', 'v1.9.0 v1.10.0 v1.2.0', {}, 'v1.10.0'],
    ['no version tags', 'TDX newack', {}, undefined],
    ['no tags', '', {}, undefined],
    ['other prefixes', 'hatch-v2.0.0 v1.0.0 release/3.0', {}, 'v1.0.0'],
    ['a template', 'hatch-v1.2.0 hatchling-v9.0.0 v3.0.0', { template: 'hatch-v{version}' }, 'hatch-v1.2.0'],
    ['with and without v', 'v0.1.0 0.2.0', {}, '0.2.0'],
    ['off the branch', 'v1.0.0 !v1.0.1', {}, 'v1.0.0'],
    ['older than the version', 'v1.0.0 v1.1.0 v2.0.0', { version: '1.1.1' }, 'v1.1.0'],
    ['not the version itself', 'v1.0.0 v1.1.0', { version: '1.1.0' }, 'v1.0.0'],
    ['a final version ignores pre-releases', 'v1.0.0 v1.1.0rc1 v1.1.0rc2', { version: '1.1.0' }, 'v1.0.0'],
    ['a pre-release considers all', 'v1.0.0 v1.1.0rc1', { version: '1.1.0rc2' }, 'v1.1.0rc1'],
    ['only pre-releases', 'v1.0.0a1 v1.0.0b1', { version: '1.0.0' }, 'v1.0.0b1'],
    ['pre-releases without a version', 'v1.0.0 v1.1.0rc1', {}, 'v1.0.0'],
    ['the longer one of two equal versions', 'v10 v10.6 v10.6.0', { version: '10.6.1' }, 'v10.6.0'],
    ['a post-release', 'v1.0.0 v1.0.0.post1', {}, 'v1.0.0.post1'],
  ])('%s', (_, names, options, expected) => {
    const tags = names
      .split(' ')
      .filter((name) => name !== '')
      .map(tag);
    expect(findLastRelease(tags, options).tag?.name).toBe(expected);
  });

  it('states why other tags were refused', () => {
    const tags = 'TDX !v1.0.5 v3.0.0 v1.0.0 v2.0.0rc1'.split(' ').map(tag);
    const { refused } = findLastRelease(tags, { version: '2.0.0' });
    expect(Object.fromEntries(refused.map((one) => [one.tag.name, one.because]))).toEqual({
      TDX: 'not-a-version',
      'v1.0.5': 'off-branch',
      'v3.0.0': 'not-older',
      'v2.0.0rc1': 'pre-release',
    });
  });
});
