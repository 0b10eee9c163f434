import { describe, expect, it } from 'vitest';
import { readLabels } from './label-kinds.ts';

describe('labels', () => {
  it.each<[string, Partial<ReturnType<typeof readLabels>>]>([
    ['bug', { kind: 'fix', breaking: false, skip: false }],
    ['Type: Bug', { kind: 'fix' }],
    ['kind/feature', { kind: 'feature' }],
    ['C-enhancement', { kind: 'feature' }],
    ['dependencies', { kind: 'dependencies' }],
    ['good first issue', { kind: undefined, breaking: false, skip: false }],
    ['breaking', { breaking: true }],
    ['breaking_change', { breaking: true }],
    ['Type: Breaking Changes', { breaking: true }],
    ['semver: major', { breaking: true }],
    ['not breaking', { breaking: false }],
    ['skip changelog', { skip: true }],
    ['skip_changelog', { skip: true }],
    ['skip: changelog', { skip: true }],
    ['no-changelog', { skip: true }],
    ['changelog: skip', { skip: true }],
    ['changelog: added', { skip: false }],
  ])('%s', (label, reading) => {
    expect(readLabels([label])).toMatchObject(reading);
  });

  it('an empty list has no meaning', () => {
    expect(readLabels([])).toEqual({ kind: undefined, breaking: false, skip: false });
  });
});
