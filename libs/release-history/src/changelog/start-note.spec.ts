import { describe, expect, it } from 'vitest';
import { startNote } from './start-note.ts';
import { readVersions } from '../version/tag-template.ts';

const DEFAULT = 'v{version}';

describe('startNote', () => {
  it.each<[string, string, string | undefined, string, RegExp | undefined]>([
    ['the usual', 'TDX v1.0.0 v1.1.0', 'v1.1.0', DEFAULT, undefined],
    ['a few tags of another kind', 'core-v2.1.0 v1.0.0 v1.1.0', 'v1.1.0', DEFAULT, undefined],
    ['no tag', '', undefined, DEFAULT, /^no tag yet/],
    ['no version', 'TDX newack', undefined, DEFAULT, /^no version among 2 tags/],
    ['none of this branch', 'v9.0.0', undefined, DEFAULT, /^no version tag is on this branch/],
    [
      'another form',
      'hatch-v1.0.0 hatchling-v1.0.0 hatchling-v2.0.0',
      undefined,
      DEFAULT,
      /^changes since the first commit: 2 tags are like hatchling-v2\.0\.0; .*"hatchling-v\{version\}"$/,
    ],
    ['mostly another form', '2.5.3 server-6.0.0 server-6.1.0', '2.5.3', DEFAULT, /"server-\{version\}"$/],
    ['without v', 'v0.4.0 0.16.4', '0.16.4', DEFAULT, /tag-template = "\{version\}"$/],
    ['without v, as it is set', '0.16.3 0.16.4', '0.16.4', '{version}', undefined],
    ['a higher one elsewhere', 'v1.0.0 v9.0.0 v8.0.0', 'v1.0.0', DEFAULT, /changelog v9\.0\.0\.\./],
    ['a higher pre-release elsewhere', 'v1.0.0 v9.0.0rc1', 'v1.0.0', DEFAULT, undefined],
  ])('%s', (_, names, previousTag, template, expected) => {
    const named = names.split(' ').flatMap((name) => (name === '' ? [] : [{ name }]));
    const tags = readVersions(named, template);
    const note = startNote({ tags, template, previousTag, coming: true });
    if (expected === undefined) expect(note).toBeUndefined();
    else expect(note).toMatch(expected);
  });

  it('of a release of the past says only that tags look different', () => {
    const tags = readVersions([{ name: 'v1.0.0' }, { name: 'v9.0.0' }], DEFAULT);
    expect(startNote({ tags, template: DEFAULT, previousTag: undefined, coming: false })).toBeUndefined();
  });
});
