import { describe, expect, it } from 'vitest';
import { history } from '../../test/history.ts';
import { readLabels } from '../commit/label-kinds.ts';
import { type ParsedUnit, parseUnit } from '../commit/parsed-unit.ts';
import { decideFate, type Fate, FATE_RULES, type FateFacts } from './decide-fate.ts';

const NO_FACTS: FateFacts = { revertedBy: undefined, isRevert: false, labels: undefined, twin: undefined };
const SKIP = readLabels(['skip-changelog']);

function unit(subject: string, parents: readonly string[] = ['x'], body = ''): ParsedUnit {
  const [commit] = history({ a: { subject, body, parents } });
  return parseUnit({ commit: commit!, merged: [] });
}

function merge(subject: string, inner: string): ParsedUnit {
  const [commit, ...merged] = history({
    inner: { subject: inner },
    merge: { subject, parents: ['x', 'inner'] },
  });
  return parseUnit({ commit: commit!, merged });
}

const MERGE = unit("Merge branch '1.x'", ['x', 'y']);
const LISTED: Fate = { outcome: 'listed' };

const RULES: readonly (readonly [name: string, unit: ParsedUnit, facts: Partial<FateFacts>, fate: Fate])[] = [
  [
    'reverted within the range',
    unit('feat!: add'),
    { revertedBy: 'abc' },
    { outcome: 'left-out', reason: 'reverted', into: 'abc' },
  ],
  [
    'reverts a unit of the range',
    unit('Revert "feat: add"'),
    { isRevert: true },
    { outcome: 'left-out', reason: 'revert' },
  ],
  [
    'changes only the files of a release',
    unit('Better words'),
    { onlyRelease: true },
    { outcome: 'left-out', reason: 'release' },
  ],
  ['announces a release', unit('Release v1.2.3 (#4)'), {}, { outcome: 'left-out', reason: 'release' }],
  ['merge without commits of the range', MERGE, {}, { outcome: 'left-out', reason: 'empty-merge' }],
  ['edits only the changelog', unit('Update CHANGELOG.md'), {}, { outcome: 'left-out', reason: 'changelog' }],
  ['left out by a label', unit('feat: add (#1)'), { labels: SKIP }, { outcome: 'left-out', reason: 'label' }],
  [
    'same pull request twice',
    unit('feat: add (#1)'),
    { twin: 'abc' },
    { outcome: 'folded', reason: 'same-pull-request', into: 'abc' },
  ],
];

describe('the fate of a unit', () => {
  it.each(RULES)('%s', (name, of, facts, fate) => {
    const rule = FATE_RULES.find((one) => one.applies(of, { ...NO_FACTS, ...facts }));
    expect(rule?.name).toBe(name);
    expect(decideFate(of, { ...NO_FACTS, ...facts })).toEqual(fate);
  });

  it('has a row for every rule, in order', () => {
    expect(FATE_RULES.map(({ name }) => name)).toEqual(RULES.map(([name]) => name));
  });

  it('is decided by the first rule that applies', () => {
    const all = { revertedBy: 'abc', isRevert: true, labels: SKIP, twin: 'def' };
    expect(decideFate(unit('Release v1.2.3 (#4)'), all)).toMatchObject({ reason: 'reverted' });
    expect(decideFate(unit('feat: add (#1)'), { ...NO_FACTS, labels: SKIP, twin: 'def' })).toMatchObject({
      reason: 'label',
    });
  });

  it.each<[string, ParsedUnit, Partial<FateFacts>]>([
    ['a unit without any of these facts', unit('feat: add (#1)'), {}],
    ['a merge with commits of the range', merge("Merge branch '1.x'", 'feat: add'), {}],
    ['an empty merge of a pull request', unit('Merge pull request #3 from me/x', ['x', 'y'], 'Port it'), {}],
    ['an edit of the changelog in a pull request', unit('Update CHANGELOG.md (#7)'), {}],
    ['a pull request with other labels', unit('feat: add (#1)'), { labels: readLabels(['bug']) }],
  ])('%s is listed', (_, of, facts) => {
    expect(decideFate(of, { ...NO_FACTS, ...facts })).toEqual(LISTED);
  });

  const note = 'BREAKING CHANGE: gone';
  it.each<[string, ParsedUnit, Partial<FateFacts>]>([
    ['a release', unit('Release v1.2.3', ['x'], note), {}],
    ['an empty merge', unit("Merge branch '1.x'", ['x', 'y'], note), {}],
    ['an edit of the changelog', unit('Update CHANGELOG.md', ['x'], note), {}],
    ['a pull request with a skip label', unit('feat!: drop (#1)'), { labels: SKIP }],
    [
      'a pull request that labels call breaking',
      unit('feat: drop (#1)'),
      { labels: readLabels(['skip-changelog', 'major']) },
    ],
    ['a release with a breaking commit', merge('Release v1.2.3', 'feat!: drop'), {}],
  ])('%s is listed when it is breaking', (_, of, facts) => {
    expect(decideFate(of, { ...NO_FACTS, ...facts })).toEqual(LISTED);
  });

  it('is folding even for a breaking change', () => {
    expect(decideFate(unit('feat!: drop (#1)'), { ...NO_FACTS, twin: 'abc' })).toMatchObject({
      outcome: 'folded',
    });
  });
});
