import { describe, expect, it } from 'vitest';
import { readJunit } from './junit-report.ts';
import { importNames, packageSources } from './package-sources.ts';

const INFO = ['demo-1.dist-info/METADATA', 'demo-1.data/scripts/x'];

describe('package sources', () => {
  it.each<[string, string[], string[], string[]]>([
    [
      'src layout',
      ['src/demo/__init__.py', 'src/demo/a/b.py', 'src/other.txt'],
      ['demo/__init__.py', 'demo/a/b.py'],
      ['src/demo/__init__.py', 'src/demo/a/b.py'],
    ],
    [
      'flat layout',
      ['demo/__init__.py', 'tests/test_a.py', 'setup.py'],
      ['demo/__init__.py'],
      ['demo/__init__.py'],
    ],
    [
      'another folder',
      ['python/demo/__init__.py', 'demo.toml'],
      ['demo/__init__.py'],
      ['python/demo/__init__.py'],
    ],
    [
      'a file in the package that the wheel leaves out',
      ['demo/__init__.py', 'demo/_dev.py'],
      ['demo/__init__.py'],
      ['demo/__init__.py', 'demo/_dev.py'],
    ],
    ['a single module', ['demo.py', 'src/x/demo.py', 'README'], ['demo.py'], ['demo.py']],
    [
      'a copy of the package in the test data',
      ['src/demo/__init__.py', 'tests/data/demo/__init__.py'],
      ['demo/__init__.py'],
      ['src/demo/__init__.py'],
    ],
    [
      'a smaller copy elsewhere',
      ['src/demo/__init__.py', 'src/demo/a.py', 'demo/__init__.py'],
      ['demo/__init__.py', 'demo/a.py'],
      ['src/demo/__init__.py', 'src/demo/a.py'],
    ],
    [
      'tests packed into the wheel by accident',
      ['demo/__init__.py', 'tests/test_a.py'],
      ['demo/__init__.py', 'tests/test_a.py'],
      ['demo/__init__.py'],
    ],
    [
      'two packages',
      ['a/__init__.py', 'lib/b/__init__.py'],
      ['a/__init__.py', 'b/__init__.py'],
      ['a/__init__.py', 'lib/b/__init__.py'],
    ],
    ['nothing in common', ['demo/__init__.py'], ['other/__init__.py'], []],
  ])('%s', (_, files, members, sources) => {
    expect([...packageSources(files, [...members, ...INFO])].sort()).toEqual(sources);
  });

  it('are imported under the top-level names of the wheel that contain code', () => {
    const members = [
      'demo/__init__.py',
      'single.py',
      'fast.cpython-312-x86_64-linux-gnu.so',
      'data/x.txt',
      'not-a-name/x.py',
    ];
    expect(importNames([...members, ...INFO])).toEqual(['demo', 'fast', 'single']);
  });
});

describe('a JUnit report', () => {
  it('is summed over its test suites', () => {
    const xml =
      '<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="2" tests="7" time="1"/>' +
      '<testsuite tests="1" skipped="0"></testsuite></testsuites>';
    expect(readJunit(xml)).toEqual({ tests: 8, skipped: 2 });
    expect(readJunit('<nothing/>')).toBeUndefined();
  });
});
