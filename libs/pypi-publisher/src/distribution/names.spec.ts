import { describe, expect, it } from 'vitest';
import { parseFileName } from './file-name.ts';
import { classifyPlatform } from './platform-tag.ts';
import { fileNameForm, isProjectName, normalizeProjectName } from './project-name.ts';

describe('project names', () => {
  it.each([
    ['Friendly-._.-bArD', 'friendly-bard', 'friendly_bard'],
    ['zope.interface', 'zope-interface', 'zope_interface'],
    ['A', 'a', 'a'],
    ['heroku_applink', 'heroku-applink', 'heroku_applink'],
  ])('%s is %s on the index and %s in file names', (name, normalized, form) => {
    expect(isProjectName(name)).toBe(true);
    expect(normalizeProjectName(name)).toBe(normalized);
    expect(fileNameForm(name)).toBe(form);
  });

  it.each(['-foo', 'foo-', 'fo o', 'föö', '', 'foo\n'])('%j is not valid', (name) => {
    expect(isProjectName(name)).toBe(false);
  });
});

describe('file names', () => {
  const plain = { kind: 'wheel', name: 'foo', version: '1.0', python: 'py3', abi: 'none', platform: 'any' };

  it.each([
    ['foo-1.0-py3-none-any.whl', plain],
    ['foo-1.0-1-py3-none-any.whl', { ...plain, build: '1' }],
    ['foo-1.0-1abc-py3-none-any.whl', { ...plain, build: '1abc' }],
    ['foo-1.0-py2.py3-none-any.whl', { ...plain, python: 'py2.py3' }],
    ['foo-1.0+local-py3-none-any.whl', { ...plain, version: '1.0+local' }],
    ['Foo_Bar-1.0-py3-none-any.whl', { ...plain, name: 'Foo_Bar' }],
    ['foo.bar-1.0-py3-none-any.whl', { ...plain, name: 'foo.bar' }],
    ['foo-1.0.tar.gz', { kind: 'sdist', name: 'foo', version: '1.0' }],
    // An ambiguity of the format: this is version 1 of the project foo-1.0.
    ['foo-1.0-1.tar.gz', { kind: 'sdist', name: 'foo-1.0', version: '1' }],
  ])('%s is parsed', (filename, parsed) => {
    expect(parseFileName(filename)).toEqual(parsed);
  });

  it.each([
    'foo-1.0-rc1-py3-none-any.whl',
    'foo__bar-1.0-py3-none-any.whl',
    'foo-bar-1.0-py3-none-any.whl',
    '-1.0-py3-none-any.whl',
    'foo-1.0-py3-none.whl',
    'foo-x-py3-none-any.whl',
    'foo-1.0.WHL',
    'foo-1.0.zip',
    'foo-1.0.tgz',
    'foo-1.0.egg',
    'foo.tar.gz',
    '-1.0.tar.gz',
  ])('%s is refused', (filename) => {
    expect(() => parseFileName(filename)).toThrow(
      expect.objectContaining({ code: 'PYPI_DISTRIBUTION_INVALID' }),
    );
  });
});

describe('platform tags', () => {
  it.each([
    ['any', 'allowed'],
    ['win_amd64', 'allowed'],
    ['manylinux1_x86_64', 'allowed'],
    ['manylinux2014_aarch64', 'allowed'],
    ['manylinux_2_28_riscv64', 'allowed'],
    ['musllinux_1_2_x86_64', 'allowed'],
    ['macosx_11_0_arm64', 'allowed'],
    ['macosx_10_9_universal2', 'allowed'],
    ['linux_armv7l', 'allowed'],
    ['linux_x86_64', 'refused'],
    ['macosx_11_1_arm64', 'doubtful'],
    ['manylinux1_aarch64', 'doubtful'],
    ['musllinux_1_2_ppc64', 'doubtful'],
    ['haiku_1_x86_64', 'doubtful'],
  ])('%s is %s', (tag, verdict) => {
    expect(classifyPlatform(tag)).toBe(verdict);
  });
});
