import { parseSettings } from '@heroku-release/release-history';
import { describe, expect, it } from 'vitest';
import { rehearsalSettings } from './rehearsal-settings.ts';

const installed = ['3.11', '3.12'].map((minor) => ({
  minor,
  path: `/bin/python${minor}`,
  version: `${minor}.1`,
}));
const facts = { settings: parseSettings({}), installed, branch: 'main', skip: [] };

describe('rehearsalSettings', () => {
  it('shortens every wait and keeps its real value', () => {
    const { waits, overrides } = rehearsalSettings(facts);
    expect(Object.keys(waits)).toEqual(['lock', 'lock-every', 'index', 'association', 'record']);
    expect(waits['lock']).toEqual({ real: '10m', rehearsed: '1m' });
    expect(overrides['wait']).toEqual(
      Object.fromEntries(Object.entries(waits).map(([name, { rehearsed }]) => [name, rehearsed])),
    );
  });

  it('uses the requested patience', () => {
    const { waits, overrides } = rehearsalSettings({ ...facts, patienceMs: 90_000 });
    expect(waits['lock']).toEqual({ real: '10m', rehearsed: '90s' });
    expect(overrides['wait']).toMatchObject({ lock: '90s', 'lock-every': '1s' });
  });

  it('keeps the installed Pythons and lists the missing ones', () => {
    const { overrides, missingPythons } = rehearsalSettings(facts);
    expect(overrides['pythons']).toEqual(['3.11', '3.12']);
    expect(missingPythons).toEqual(['3.10', '3.13']);
  });

  it('keeps the configured Pythons when none is installed, so that package reports it', () => {
    const { overrides, missingPythons } = rehearsalSettings({ ...facts, installed: [] });
    expect(overrides['pythons']).toBeUndefined();
    expect(missingPythons).toEqual(['3.10', '3.11', '3.12', '3.13']);
  });

  it.each([
    { branch: 'main', bases: undefined },
    { branch: 'trunk', bases: ['trunk'] },
  ])('releases from the current branch $branch', ({ branch, bases }) => {
    expect(rehearsalSettings({ ...facts, branch }).overrides['base-branches']).toEqual(bases);
  });

  it('skips each check once, whether settings or options ask for it', () => {
    const settings = parseSettings({ pyproject: '[tool.heroku-release]\nskip = ["tests"]\n' });
    expect(rehearsalSettings({ ...facts, settings, skip: ['tests', 'lint'] }).overrides['skip']).toEqual([
      'tests',
      'lint',
    ]);
    expect(rehearsalSettings({ ...facts, settings }).overrides['skip']).toBeUndefined();
  });

  it('is valid as HEROKU_RELEASE_SETTINGS', () => {
    const { overrides } = rehearsalSettings({ ...facts, branch: 'trunk', skip: ['lint'], patienceMs: 500 });
    expect(parseSettings({ overrides: JSON.stringify(overrides) })).toMatchObject({
      skip: ['lint'],
      'base-branches': ['trunk'],
      wait: { lock: '500ms' },
    });
  });
});
