import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history } from '../../test/history.ts';
import { childrenFirst } from './children-first.ts';
import type { Commit } from '../index.ts';

/** A history in which each commit has up to two of those before it as parents. */
const histories = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 30 }).map((picks) =>
  history(
    Object.fromEntries(
      picks.map(([first, second, merges], at) => {
        const parents = at === 0 ? [] : merges ? [first % at, second % at] : [first % at];
        return [`${at}`, { subject: `${at}`, parents: [...new Set(parents.map(String))] }];
      }),
    ),
  ),
);

function isOrdered(commits: readonly Commit[]): boolean {
  const places = new Map(commits.map(({ sha }, at) => [sha, at]));
  return commits.every(({ parents }, at) => parents.every((parent) => (places.get(parent) ?? Infinity) > at));
}

describe('childrenFirst', () => {
  it('keeps commits that are in order', () => {
    fc.assert(
      fc.property(histories, (commits) => {
        expect(childrenFirst(commits)).toEqual(commits);
      }),
    );
  });

  it('corrects any order without losing commits', () => {
    const shuffled = histories.chain((commits) =>
      fc.shuffledSubarray(commits, { minLength: commits.length, maxLength: commits.length }),
    );
    fc.assert(
      fc.property(shuffled, (commits) => {
        const sorted = childrenFirst(commits);
        expect(isOrdered(sorted)).toBe(true);
        expect(new Set(sorted)).toEqual(new Set(commits));
        expect(sorted).toHaveLength(commits.length);
      }),
    );
  });

  it('moves only commits that came too early', () => {
    const [c, b, a, root] = history({
      root: { subject: 'root' },
      a: { subject: 'a' },
      b: { subject: 'b', parents: ['root'] },
      c: { subject: 'c', parents: ['b', 'a'] },
    });
    expect(childrenFirst([c!, root!, b!, a!]).map(({ subject }) => subject)).toEqual(['c', 'b', 'a', 'root']);
  });
});
