import { describe, expect, it } from 'vitest';
import { DEFAULT_STYLE } from './changelog-style.ts';
import { type GroupKind, meaningsOf } from './group-meaning.ts';
import { GroupNames } from './group-names.ts';

describe('the meaning of a name', () => {
  it.each<[string, readonly GroupKind[]]>([
    ['Features & Improvements', ['feature', 'change']],
    ['Features and Improvements', ['feature', 'change']],
    ['Removals and Deprecations', ['removal', 'deprecation']],
    ['Miscellany', ['other']],
    ['Enhancements made', ['feature']],
    ['New features added', ['feature']],
    ['Bugs fixed', ['fix']],
    ['🐛 Bug Fixes', ['fix']],
    ['Maintenance and upkeep improvements', ['other']],
    ['Documentation improvements', ['docs']],
    ['API and Breaking Changes', ['change', 'breaking']],
    ['Deprecated features', ['deprecation']],
    ['Other merged PRs', ['other']],
    ['Behavior Changes', ['change']],
    ['Behavioural Changes', ['change']],
    ['Backward-incompatible Changes', ['breaking']],
    ['Backwards Incompatible Changes', ['breaking']],
    ['Vendored Libraries', ['dependencies']],
    ['Performance improvements', ['performance']],
    ['Security fixes', ['security']],
    ['Bug Fixes / Improvements', ['fix', 'change']],
    ['Trivial/Internal Changes', ['other']],
    ['Preview features', []],
    ['Rule changes', []],
    ['Known issues', []],
    ['New Contributors', []],
    ['Contributors to this release', []],
    ["What's Changed", []],
    ['Highlights', []],
  ])('%s is %j', (name, kinds) => {
    expect(meaningsOf(name)).toEqual(kinds);
  });
});

describe('the group of an entry', () => {
  const groupOf = (names: readonly string[], kind: GroupKind) => {
    const groups = { ...DEFAULT_STYLE.groups, names };
    return new GroupNames({ groups }).of(
      kind === 'breaking' ? { kind: 'change', breaking: true } : { kind, breaking: false },
    );
  };
  const PDM = ['Features & Improvements', 'Bug Fixes', 'Removals and Deprecations', 'Miscellany'];
  const JUPYTER = [
    'Enhancements made',
    'Bugs fixed',
    'Maintenance and upkeep improvements',
    'Documentation improvements',
  ];

  it.each<[readonly string[], GroupKind, string]>([
    [PDM, 'feature', 'Features & Improvements'],
    [PDM, 'change', 'Features & Improvements'],
    [PDM, 'performance', 'Features & Improvements'],
    [PDM, 'fix', 'Bug Fixes'],
    [PDM, 'removal', 'Removals and Deprecations'],
    [PDM, 'deprecation', 'Removals and Deprecations'],
    [PDM, 'other', 'Miscellany'],
    [PDM, 'docs', 'Miscellany'],
    [PDM, 'breaking', 'Breaking Changes'],
    [JUPYTER, 'feature', 'Enhancements made'],
    [JUPYTER, 'fix', 'Bugs fixed'],
    [JUPYTER, 'other', 'Maintenance and upkeep improvements'],
    [JUPYTER, 'docs', 'Documentation improvements'],
    [['Features', 'Features & Improvements'], 'feature', 'Features'],
    [['Features & Improvements', 'Improvements'], 'change', 'Improvements'],
    [['Preview features', 'Bug fixes'], 'feature', 'Features'],
  ])('among %j of kind %s is %s', (names, kind, group) => {
    expect(groupOf(names, kind)).toBe(group);
  });
});
