import { type ReleasePlan } from '@heroku-release/release-flow';
import { parseSettings } from '@heroku-release/release-history';
import { describe, expect, it } from 'vitest';
import { compareArtifacts } from './comparison.ts';

const [ONE, TWO] = ['1'.repeat(64), '2'.repeat(64)];

const plan: ReleasePlan = {
  format: 1,
  name: 'demo',
  version: '1.3.0',
  tag: 'v1.3.0',
  commit: '0'.repeat(40),
  repository: 'heroku/demo',
  component: 'demo',
  prerelease: false,
  settings: parseSettings({}),
  artifacts: [{ name: 'demo.whl', kind: 'wheel', size: 3, sha256: ONE }],
  tested: 'wheel',
  tests: [
    { python: '3.11', outcome: 'passed', sha256: ONE },
    { python: '3.12', outcome: 'passed', sha256: TWO },
    { python: '3.13', outcome: 'skipped', sha256: ONE },
  ],
  lint: 'passed',
  attestations: 'off',
  notes: '',
};

describe('compareArtifacts', () => {
  it.each([
    { name: 'equal everywhere', release: ONE, index: ONE, equal: true },
    { name: 'not on the index', release: ONE, index: undefined, equal: false },
    { name: 'not on the release', release: undefined, index: ONE, equal: false },
    { name: 'other bytes on the index', release: ONE, index: TWO, equal: false },
    { name: 'other bytes on both', release: TWO, index: TWO, equal: false },
  ])('$name: equal is $equal', ({ release, index, equal }) => {
    const there = (hash: string | undefined) => new Map(hash === undefined ? [] : [['demo.whl', hash]]);
    const [found] = compareArtifacts(plan, there(release), there(index));
    expect(found).toEqual({
      name: 'demo.whl',
      size: 3,
      sha256: ONE,
      release,
      index,
      equal,
      testedOn: ['3.11'],
    });
  });
});
