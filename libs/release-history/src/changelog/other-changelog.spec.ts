import { describe, expect, it } from 'vitest';
import { isSettingGiven } from '../settings/parse-settings.ts';
import { isChangelogName } from './other-changelog.ts';

describe('names of changelogs', () => {
  it.each([
    'CHANGES',
    'CHANGES.rst',
    'Changes.txt',
    'changes.md',
    'HISTORY.md',
    'History.rst',
    'NEWS',
    'NEWS.rst',
    'RELEASES.md',
    'ChangeLog',
    'CHANGELOG.rst',
    'changelog.md',
    'RELEASE_NOTES.md',
  ])('%s', (path) => {
    expect(isChangelogName(path)).toBe(true);
  });

  it.each(['README.md', 'changes.py', 'NEWS.html', 'newsfragments', 'history_test.py', 'docs/changes.md'])(
    'not %s',
    (path) => {
      expect(isChangelogName(path)).toBe(false);
    },
  );
});

describe('a setting', () => {
  const pyproject = '[tool.heroku-release]\nchangelog = "CHANGELOG.md"\n';

  it.each([
    ['in pyproject.toml', { pyproject }, true],
    ['in its own file', { ownFile: 'changelog = "CHANGELOG.md"\n' }, true],
    ['in the variable', { overrides: '{"changelog":"CHANGELOG.md"}' }, true],
    [
      'in the file that is not read',
      { pyproject: '[tool.heroku-release]\n', ownFile: 'changelog = "a"' },
      false,
    ],
    ['left at its default', { pyproject: '[project]\nname = "a"\n' }, false],
  ])('%s is given: %j -> %s', (_, sources, given) => {
    expect(isSettingGiven(sources, 'changelog')).toBe(given);
  });
});
