import { describe, expect, it } from 'vitest';
import { HistoryError } from '../errors.ts';
import { parseSettings } from './parse-settings.ts';
import type { SettingsSources } from './parse-settings.ts';

const DEFAULTS = {
  'base-branches': ['main'],
  'branch-template': 'release-v{version}',
  'tag-template': 'v{version}',
  changelog: 'CHANGELOG.md',
  'version-files': [],
  pythons: ['3.10', '3.11', '3.12', '3.13'],
  skip: [],
  wait: { lock: '10m', 'lock-every': '15s', index: '15m', association: '14s', record: '30m' },
};

function refusal(sources: SettingsSources): HistoryError {
  try {
    parseSettings(sources);
  } catch (error) {
    if (error instanceof HistoryError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('parseSettings', () => {
  it.each<[string, SettingsSources]>([
    ['no source', {}],
    ['a pyproject without our table', { pyproject: '[project]\nname = "demo"\n' }],
    ['an empty table', { pyproject: '[tool.heroku-release]\n' }],
    ['an empty own file', { ownFile: '# nothing\n' }],
    ['empty overrides', { overrides: '' }],
    ['overrides without keys', { overrides: '{}' }],
    ['an empty table wait', { pyproject: '[tool.heroku-release.wait]\n' }],
  ])('%s gives every default', (_, sources) => {
    expect(parseSettings(sources)).toEqual(DEFAULTS);
  });

  it('accepts every key', () => {
    const settings = {
      component: 'applink',
      'base-branches': ['main', '1.x'],
      'branch-template': 'ship-{version}',
      'tag-template': 'demo-{version}',
      changelog: 'docs/CHANGES.md',
      'version-files': ['docs/conf.py:release = "{version}"'],
      pythons: ['3.12'],
      test: ['pytest', '-q'],
      lint: ['ruff', 'check'],
      build: ['python', '-m', 'build'],
      skip: ['lint'],
      wait: { lock: '1m', 'lock-every': '1s', index: '2m', association: '3s', record: '4m' },
    };
    expect(parseSettings({ overrides: JSON.stringify(settings) })).toEqual(settings);
  });

  it('accepts inline and dotted keys', () => {
    const inline = 'tool = { heroku-release = { wait = { lock = "1m" } } }\n';
    const dotted = '[tool]\nheroku-release.wait.lock = "1m"\n';
    for (const pyproject of [inline, dotted]) {
      expect(parseSettings({ pyproject }).wait).toEqual({ ...DEFAULTS.wait, lock: '1m' });
    }
  });

  it('reads heroku-release.toml only if pyproject.toml has no table for this tool', () => {
    const ownFile = 'changelog = "NEWS.md"\n';
    expect(parseSettings({ ownFile, pyproject: '[project]\nname = "demo"\n' }).changelog).toBe('NEWS.md');
    const pyproject = '[tool.heroku-release]\npythons = ["3.12"]\n';
    expect(parseSettings({ ownFile, pyproject })).toMatchObject({
      changelog: 'CHANGELOG.md',
      pythons: ['3.12'],
    });
  });

  it('applies overrides key by key, and replaces whole arrays', () => {
    const pyproject =
      '[tool.heroku-release]\npythons = ["3.10", "3.11"]\n[tool.heroku-release.wait]\nlock = "5m"\nindex = "6m"\n';
    const overrides = '{"pythons":["3.13"],"wait":{"lock":"1m"}}';
    expect(parseSettings({ pyproject, overrides })).toMatchObject({
      pythons: ['3.13'],
      wait: { lock: '1m', index: '6m', record: '30m' },
    });
  });

  it.each([
    ['an unknown key', '[tool.heroku-release]\nchangelog = "C.md"\n  pyhtons = ["3.12"]\n', 3, 3],
    ['one in a nested table', '[tool.heroku-release.wait]\nlocks = "1m"\n', 2, 1],
    ['an unknown table', '[project]\nname = "x"\n\n[tool.heroku-release.waits]\nlock = "1m"\n', 4, 22],
    ['inline', '[tool]\nheroku-release = { changelog = "C.md", pyhtons = [] }\n', 2, 40],
    ['dotted', '[tool]\nheroku-release.pyhtons = []\n', 2, 16],
    ['quoted', '[tool."heroku-release"]\n"pyhtons" = []\n', 2, 1],
    ['after CRLF', '[project]\r\nname = "x"\r\n[tool.heroku-release]\r\n\tpyhtons = []\r\n', 4, 2],
  ])('unknown key, %s', (_, pyproject, line, column) => {
    const error = refusal({ pyproject });
    expect(error.code).toBe('SETTINGS_UNKNOWN_KEY');
    expect(error.message).toContain(`pyproject.toml:${line}:${column}: `);
  });

  it.each([
    ['a number instead of a string', '[tool.heroku-release]\nchangelog = 3\n', 2, 1],
    ['a string instead of an array', '[tool.heroku-release]\n\npythons = "3.12"\n', 3, 1],
    ['an element', '[tool.heroku-release]\npythons = [\n  "3.12",\n  12,\n]\n', 4, 3],
    ['not a supported Python', '[tool.heroku-release]\npythons = ["2.7"]\n', 2, 12],
    ['no Pythons', '[tool.heroku-release]\npythons = []\n', 2, 1],
    ['not a duration', '[tool.heroku-release]\nwait.lock = "soon"\n', 2, 6],
    ['a pause of zero', '[tool.heroku-release.wait]\nlock-every = "0s"\n', 2, 1],
    ['a duration longer than a timer can wait', '[tool.heroku-release.wait]\nlock = "9999h"\n', 2, 1],
    ['a string instead of a table', '[tool.heroku-release]\nwait = "1m"\n', 2, 1],
    ['an empty command', '[tool.heroku-release]\ntest = []\n', 2, 1],
    ['a command as one string', '[tool.heroku-release]\nlint = "ruff check"\n', 2, 1],
    ['an unknown check to skip', '[tool.heroku-release]\nskip = ["build"]\n', 2, 9],
    ['a template without version', '[tool.heroku-release]\ntag-template = "v"\n', 2, 1],
    ['a template with two versions', '[tool.heroku-release]\ntag-template = "{version}-{version}"\n', 2, 1],
    [
      'a template that is not a valid git name',
      '[tool.heroku-release]\nbranch-template = "a b {version}"\n',
      2,
      1,
    ],
    [
      'a version file without a pattern',
      '[tool.heroku-release]\nversion-files = ["conf.py:release"]\n',
      2,
      18,
    ],
    ['a date', '[tool.heroku-release]\ncomponent = 2026-01-01\n', 2, 1],
    ['not a slug', '[tool.heroku-release]\ncomponent = "a/b"\n', 2, 1],
    ['not a table', '[tool]\nheroku-release = 3\n', 2, 1],
    ['an array of tables', '[[tool.heroku-release]]\nchangelog = "C.md"\n', 1, 8],
  ])('wrong type, %s', (_, pyproject, line, column) => {
    const error = refusal({ pyproject });
    expect(error.code).toBe('SETTINGS_INVALID');
    expect(error.message).toContain(`pyproject.toml:${line}:${column}: `);
  });

  it.each([
    ['an unknown key', 'changelog = "C.md"\npyhtons = []\n', 'SETTINGS_UNKNOWN_KEY', 2, 1],
    ['an unknown table', '# ours\n[waits]\nlock = "1m"\n', 'SETTINGS_UNKNOWN_KEY', 2, 2],
    ['a wrong type', '\n  pythons = 3\n', 'SETTINGS_INVALID', 2, 3],
    ['a wrong type in a table', '[wait]\nindex = 15\n', 'SETTINGS_INVALID', 2, 1],
    [
      'the table of pyproject.toml',
      '[tool.heroku-release]\nchangelog = "C.md"\n',
      'SETTINGS_UNKNOWN_KEY',
      1,
      2,
    ],
  ])('heroku-release.toml, %s', (_, ownFile, code, line, column) => {
    const error = refusal({ ownFile, pyproject: '[project]\nname = "demo"\n' });
    expect(error.code).toBe(code);
    expect(error.message).toContain(`heroku-release.toml:${line}:${column}: `);
  });

  it.each<[string, SettingsSources, string]>([
    ['a missing value', { pyproject: '[tool.heroku-release]\nchangelog =\n' }, 'pyproject.toml:2:'],
    ['an unclosed bracket', { pyproject: '[project]\nname = "x"\n[tool\n' }, 'pyproject.toml:3:'],
    ['a duplicate key', { ownFile: 'changelog = "a"\nchangelog = "b"\n' }, 'heroku-release.toml:2:'],
  ])('invalid TOML, %s', (_, sources, where) => {
    const error = refusal(sources);
    expect(error.code).toBe('SETTINGS_INVALID');
    expect(error.message).toMatch(new RegExp(`^${where.replaceAll('.', '\\.')}\\d+: `));
  });

  it.each(['{', 'null', '[]', '"x"', '3', 'wait.lock=1m'])('invalid overrides: %s', (overrides) => {
    const error = refusal({ overrides });
    expect(error.code).toBe('SETTINGS_INVALID');
    expect(error.message).toContain('HEROKU_RELEASE_SETTINGS');
  });

  it.each([
    ['a wrong type', '{"wait":{"lock":3}}', 'SETTINGS_INVALID'],
    ['an unknown key', '{"wait":{"locks":"1m"}}', 'SETTINGS_UNKNOWN_KEY'],
    [
      'a name with a special meaning in JavaScript',
      '{"__proto__":{"changelog":"C.md"}}',
      'SETTINGS_UNKNOWN_KEY',
    ],
  ])('overrides, %s: reports the variable, not the file', (_, overrides, code) => {
    const error = refusal({ pyproject: '[tool.heroku-release]\nwait.lock = "1m"\n', overrides });
    expect(error.code).toBe(code);
    expect(error.message).toContain('HEROKU_RELEASE_SETTINGS');
    expect(error.message).not.toContain('pyproject.toml');
  });

  it('reports the unknown key and the known ones', () => {
    const error = refusal({ pyproject: '[tool.heroku-release]\nwait.locks = "1m"\n' });
    expect(error.message).toContain('wait.locks');
    expect(error.hint).toContain('lock-every');
  });
});
