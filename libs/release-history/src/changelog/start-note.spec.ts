import { describe, expect, it } from 'vitest';
import { startNote } from './start-note.ts';
import { readVersions } from '../version/tag-template.ts';

const DEFAULT = 'v{version}';

describe('startNote', () => {
  it.each<[string, string, string | undefined, string, RegExp | undefined]>([
    ['the usual case', 'TDX v1.0.0 v1.1.0', 'v1.1.0', DEFAULT, undefined],
    ['a few tags of another kind', 'core-v2.1.0 v1.0.0 v1.1.0', 'v1.1.0', DEFAULT, undefined],
    ['no tag', '', undefined, DEFAULT, /^no tags yet/],
    ['no version', 'TDX newack', undefined, DEFAULT, /^none of 2 tags is a version/],
    ['no tag of this branch', 'v9.0.0', undefined, DEFAULT, /^this branch has no version tag/],
    [
      'another form',
      'hatch-v1.0.0 hatchling-v1.0.0 hatchling-v2.0.0',
      undefined,
      DEFAULT,
      /^changes since the first commit; 2 tags look like hatchling-v2\.0\.0: .*"hatchling-v\{version\}"$/,
    ],
    ['mostly another form', '2.5.3 server-6.0.0 server-6.1.0', '2.5.3', DEFAULT, /"server-\{version\}"$/],
    ['without v', 'v0.4.0 0.16.4', '0.16.4', DEFAULT, /tag-template = "\{version\}"$/],
    ['without v, as set', '0.16.3 0.16.4', '0.16.4', '{version}', undefined],
    [
      'a higher version on another branch',
      'v1.0.0 v9.0.0 v8.0.0',
      'v1.0.0',
      DEFAULT,
      /changelog v9\.0\.0\.\./,
    ],
    ['a higher pre-release on another branch', 'v1.0.0 v9.0.0rc1', 'v1.0.0', DEFAULT, undefined],
  ])('%s', (_, names, previousTag, template, expected) => {
    const named = names.split(' ').flatMap((name) => (name === '' ? [] : [{ name }]));
    const tags = readVersions(named, template);
    const note = startNote({ tags, template, previousTag, coming: true });
    if (expected === undefined) expect(note).toBeUndefined();
    else expect(note).toMatch(expected);
  });

  it('for an earlier release mentions only tags of another form', () => {
    const tags = readVersions([{ name: 'v1.0.0' }, { name: 'v9.0.0' }], DEFAULT);
    expect(startNote({ tags, template: DEFAULT, previousTag: undefined, coming: false })).toBeUndefined();
  });
});
