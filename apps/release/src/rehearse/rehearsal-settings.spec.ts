import { parseSettings } from '@heroku-release/release-flow';
import { describe, expect, it } from 'vitest';
import { rehearsalSettings } from './rehearsal-settings.ts';

const installed = ['3.11', '3.12'].map((minor) => ({
  minor,
  path: `/bin/python${minor}`,
  version: `${minor}.1`,
}));
const facts = { settings: parseSettings({}), installed, branch: 'main', skip: [] };

describe('rehearsalSettings', () => {
  it('lowers every wait and says what it is in a real release', () => {
    const { waits, overrides } = rehearsalSettings(facts);
    expect(Object.keys(waits)).toEqual(['lock', 'lock-every', 'index', 'association', 'record']);
    expect(waits['lock']).toEqual({ real: '10m', rehearsed: '1m' });
    expect(overrides['wait']).toEqual(
      Object.fromEntries(Object.entries(waits).map(([name, { rehearsed }]) => [name, rehearsed])),
    );
  });

  it('takes the patience that is asked for', () => {
    const { waits, overrides } = rehearsalSettings({ ...facts, patienceMs: 90_000 });
    expect(waits['lock']).toEqual({ real: '10m', rehearsed: '90s' });
    expect(overrides['wait']).toMatchObject({ lock: '90s', 'lock-every': '1s' });
  });

  it('keeps the Pythons that are installed and names the others', () => {
    const { overrides, missingPythons } = rehearsalSettings(facts);
    expect(overrides['pythons']).toEqual(['3.11', '3.12']);
    expect(missingPythons).toEqual(['3.10', '3.13']);
  });

  it('keeps the real list when none is installed: package then says so', () => {
    const { overrides, missingPythons } = rehearsalSettings({ ...facts, installed: [] });
    expect(overrides).not.toHaveProperty('pythons');
    expect(missingPythons).toEqual(['3.10', '3.11', '3.12', '3.13']);
  });

  it.each([
    { branch: 'main', bases: undefined },
    { branch: 'trunk', bases: ['trunk'] },
  ])('releases from the branch $branch that is checked out', ({ branch, bases }) => {
    expect(rehearsalSettings({ ...facts, branch }).overrides['base-branches']).toEqual(bases);
  });

  it('leaves out what either side wants left out, once', () => {
    const settings = parseSettings({ pyproject: '[tool.heroku-release]\nskip = ["tests"]\n' });
    expect(rehearsalSettings({ ...facts, settings, skip: ['tests', 'lint'] }).overrides['skip']).toEqual([
      'tests',
      'lint',
    ]);
    expect(rehearsalSettings({ ...facts, settings }).overrides).not.toHaveProperty('skip');
  });

  it('is understood by the program that reads it', () => {
    const { overrides } = rehearsalSettings({ ...facts, branch: 'trunk', skip: ['lint'], patienceMs: 500 });
    expect(parseSettings({ overrides: JSON.stringify(overrides) })).toMatchObject({
      skip: ['lint'],
      'base-branches': ['trunk'],
      wait: { lock: '500ms' },
    });
  });
});
