import { describe, expect, it } from 'vitest';
import { isProjectName, normaliseName } from './file-name.ts';
import { parseIndexVersion } from './pep440.ts';

// Input and output of Python's `packaging`.
const NORMAL = `1.0→1.0 v1.0→1.0 V1.0→1.0 1→1 1.2.0rc1→1.2.0rc1 1.2.0-rc.1→1.2.0rc1 1.2.0-rc1→1.2.0rc1 1.2.0_rc_1→1.2.0rc1
1.2.0.RC1→1.2.0rc1 1.2.0c1→1.2.0rc1 1.2.0pre1→1.2.0rc1 1.2.0preview1→1.2.0rc1 1.2.0-rc→1.2.0rc0 1.2.0alpha→1.2.0a0 1.2.0-alpha.1→1.2.0a1
1.2.0-beta.11→1.2.0b11 1.2.0b02→1.2.0b2 1.0.post1→1.0.post1 1.0-1→1.0.post1 1.0-r4→1.0.post4 1.0.rev2→1.0.post2 1.0post→1.0.post0
1.0.dev1→1.0.dev1 1.0dev→1.0.dev0 1.0-dev-3→1.0.dev3 1.0a1.dev2→1.0a1.dev2 1.0rc1.post2.dev3→1.0rc1.post2.dev3 1!1.0→1!1.0 0!1.0→1.0
01.02.03→1.2.3 2024.10.01→2024.10.1 1.2.3-0→1.2.3.post0 1.0+Ubuntu-1→1.0+ubuntu.1 1.0+001→1.0+1 1.0.0.0→1.0.0.0
9007199254740993.0→9007199254740993.0`;

describe('versions', () => {
  it.each(NORMAL.split(/\s+/).map((pair) => pair.split('→') as [string, string]))(
    '%s is %s',
    (text, normal) => {
      expect(parseIndexVersion(text)?.normalised).toBe(normal);
    },
  );

  it.each([
    '',
    '1.0 rc1',
    '1.0.0-1.2',
    '1.2.3-alpha.beta',
    '1.2.3-rc.1.2',
    '1.0+',
    '1.0+a..b',
    '1.0-',
    '1..0',
    '1.0.',
    '.1',
    '1.0x',
    'abc',
    '1.0.dev1.post1',
    '==1.0',
    '1.*',
    '1!!1.0',
    'vv1.0',
    '1,0',
    '١.0',
    ' 1.0',
    '1.0\n',
  ])('%j is none', (text) => {
    expect(parseIndexVersion(text)).toBeUndefined();
  });

  it.each([
    ['1.0', '1'],
    ['1.0.0.dev0', '1.dev0'],
    ['1.0+ubuntu-1', '1.0+Ubuntu.1'],
    ['0.0', '0'],
  ])('%s equals %s', (a, b) => {
    expect(parseIndexVersion(a)?.canonical).toBe(parseIndexVersion(b)?.canonical);
  });

  it('tells local versions apart', () => {
    expect([parseIndexVersion('1.0+a')?.local, parseIndexVersion('1.0')?.local]).toEqual([true, false]);
  });
});

describe('project names', () => {
  it.each([
    ['Friendly-._.-bArD', 'friendly-bard'],
    ['zope.interface', 'zope-interface'],
    ['A', 'a'],
  ])('%s is %s', (name, normal) => {
    expect([isProjectName(name), normaliseName(name)]).toEqual([true, normal]);
  });

  it.each(['-foo', 'foo-', 'fo o', 'föö', '', 'foo\n'])('%j is none', (name) => {
    expect(isProjectName(name)).toBe(false);
  });
});
