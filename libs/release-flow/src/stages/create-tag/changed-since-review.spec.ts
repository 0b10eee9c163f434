import { expect, it } from 'vitest';
import { changedSinceReview } from './changed-since-review.ts';

const PATHS = ['pyproject.toml', 'heroku-release.toml', 'CHANGELOG.md'];
const reviewed = new Map<string, string | undefined>([
  ['pyproject.toml', 'a'],
  ['heroku-release.toml', undefined],
  ['CHANGELOG.md', 'b'],
  ['README.md', 'c'],
]);

it.each<[string, Record<string, string | undefined>, string[]]>([
  ['nothing', {}, []],
  ['a file outside of the release', { 'README.md': 'x' }, []],
  ['a changed file', { 'CHANGELOG.md': 'x' }, ['CHANGELOG.md']],
  ['a new file', { 'heroku-release.toml': 'x' }, ['heroku-release.toml']],
  [
    'a removed file, and a changed one',
    { 'pyproject.toml': undefined, 'CHANGELOG.md': 'x' },
    ['pyproject.toml', 'CHANGELOG.md'],
  ],
])('%s', (_, changes, expected) => {
  const merged = new Map([...reviewed, ...Object.entries(changes)]);
  expect(changedSinceReview(PATHS, { reviewed, merged })).toEqual(expected);
});

it('nothing is known of the reviewed head: everything that exists differs', () => {
  expect(changedSinceReview(PATHS, { reviewed: new Map(), merged: reviewed })).toEqual([
    'pyproject.toml',
    'CHANGELOG.md',
  ]);
});
