import { buildSection } from '@heroku-release/changelog';
import type { ProvenSection } from '@heroku-release/changelog';
import { describe, expect, it } from 'vitest';
import { reviewProblem } from './decide-review.ts';
import type { ReviewFacts } from './decide-review.ts';

const id = (letter: string) => letter.repeat(40);
const commit = (letter: string, subject: string, parent?: string) => ({
  sha: id(letter),
  parents: parent === undefined ? [] : [id(parent)],
  subject,
  body: '',
});

/** Three changes since v1.2.0, newest first: a pull request, a direct commit, and one that is left out. */
const wanted: ProvenSection = buildSection({
  version: '1.3.0',
  date: '2026-02-03',
  previousTag: 'v1.2.0',
  commits: [
    commit('c', 'Update CHANGELOG.md', 'b'),
    commit('b', 'fix: say\u0007 goodbye', 'a'),
    commit('a', 'feat: greet people (#3)'),
  ],
});

const changelog = (...lines: readonly string[]) =>
  `# Changelog\n\n## 1.3.0 - 2026-02-03\n\n${lines.map((line) => `${line}\n`).join('')}\n## 1.2.0 - 2026-01-01\n\n- Begin (#3)\n`;

const MARK = (letter: string) => `<!-- heroku-release: counted to ${letter.repeat(12)} -->`;
const UNLISTED = 'COMMITS_UNCOUNTED';

interface Row extends Partial<ReviewFacts> {
  readonly lines?: readonly string[];
}

const judge = ({ lines = ['- Greet (#3)', '- Bye (bbbbbbb)'], ...facts }: Row) =>
  reviewProblem({
    version: '1.3.0',
    stated: '1.3.0',
    path: 'CHANGELOG.md',
    changelog: changelog(...lines),
    wanted,
    ...facts,
  });

describe('reviewProblem', () => {
  it.each<[string, Row]>([
    ['everything listed', {}],
    ['other words', { lines: ['- All new: (#3), and a fix for bbbbbbb'] }],
    ['links instead of numbers', { lines: ['- x (https://github.com/o/r/pull/3)', `- y (${id('b')})`] }],
    ['reworded without references, but counted by the draft', { lines: ['- Greet and bye', '', MARK('b')] }],
    ['counted up to the first, the second listed', { lines: ['- Greet', '- bbbbbbb', '', MARK('a')] }],
    ['no version in the tree', { stated: undefined }],
  ])('agrees: %s', (_, row) => {
    expect(judge(row)).toBeUndefined();
  });

  it.each<[string, Row, string, string]>([
    ['another version', { stated: '1.4.0' }, 'VERSION_MISMATCH', 'the tree states 1.4.0'],
    [
      'no changelog',
      { changelog: undefined },
      'CHANGELOG_INCOMPLETE',
      'CHANGELOG.md has no section for 1.3.0',
    ],
    ['no section', { changelog: '# Changelog\n' }, 'CHANGELOG_INCOMPLETE', 'no section'],
    ['an empty section', { lines: [] }, 'CHANGELOG_INCOMPLETE', 'or an empty one'],
    ['only the mark', { lines: [MARK('c')] }, 'CHANGELOG_INCOMPLETE', 'or an empty one'],
    ['one missing', { lines: ['- Bye (bbbbbbb)'] }, UNLISTED, ': aaaaaaa feat: greet people (#3)'],
    ['listed in another section only', { lines: ['- bbbbbbb'] }, UNLISTED, 'since v1.2.0 is not'],
    ['another number', { lines: ['- Greet (#33)', '- bbbbbbb'] }, UNLISTED, 'aaaaaaa feat'],
    [
      'two missing, in the order of the log and without control characters',
      { lines: ['- Something'] },
      UNLISTED,
      '2 changes since v1.2.0 are not in the section of 1.3.0: bbbbbbb fix: say goodbye; aaaaaaa feat: greet people (#3)',
    ],
    ['newer than the mark', { lines: ['- Words', '', MARK('a')] }, UNLISTED, ': bbbbbbb fix'],
    ['a mark of an unknown commit', { lines: ['- Words', '', MARK('d')] }, UNLISTED, '2 changes'],
  ])('refuses: %s', (_, row, code, words) => {
    const refused = judge(row);
    expect(refused).toMatchObject({ code, hint: 'Draft it again: heroku-release draft 1.3.0' });
    expect(refused?.because).toContain(words);
  });
});
