import { describe, expect, it } from 'vitest';
import { growthOf, LINEAR_GROWTH } from '../../test/growth.ts';
import { cutForPullRequest } from '../section/cut-for-pull-request.ts';
import { detectStyle } from './detect-style.ts';
import { readSection } from './read-section.ts';

const START = '# Changelog\n\n## [1.0.0] - 2026-01-01\n\n- a\n';
const repeated =
  (unit: string, before = '', after = '') =>
  (length: number) =>
    `${before}${unit.repeat(length / unit.length)}${after}`;

describe('a changelog that somebody made to hang the program', () => {
  it.each<[string, (length: number) => string]>([
    ['bullets', repeated('- a\n', START)],
    ['brackets in a bullet', repeated('[', `${START}- a `)],
    ['links in a bullet that do not end', repeated('[a](http://', `${START}- a `)],
    ['brackets in a heading', repeated('[a](', '# Changelog\n\n## 1.0.0 ', '\n\n- a\n')],
    ['blanks in a heading', repeated(' ', `${START}\n## a`, 'x\n')],
    ['blanks in a group', repeated(' ', `${START}### a`, 'x\n- a\n')],
    ['the same section', repeated('## [1.0.0]\n', START)],
    ['versions in turns', repeated('## 1.0\n# x\n## 2.0\n# y\n')],
    ['deep headings of versions', repeated('### 1.0.1\n', `${START}\n## 0.9.0\n## 0.8.0\n`)],
    [
      'groups of different names',
      (length) => START + Array.from({ length: length / 10 }, (_, at) => `### n${at}\n\n- a\n`).join(''),
    ],
    ['blanks in a comment', repeated(' ', `${START}<!-- `, 'x -->\n')],
    ['a link definition that does not end', repeated('.1', `${START}\n[1`, '\n')],
    ['a named link that does not end', repeated(' <a', 'Title `a', '\n')],
  ])('takes time in proportion to its length: %s', (_, textOf) => {
    expect(growthOf((text) => [detectStyle(text), readSection(text, '1.0.0')], textOf)).toBeLessThan(
      LINEAR_GROWTH,
    );
  });

  it('is read and cut with 200,000 entries', () => {
    const text = `${START}${'- a\n'.repeat(200_000)}`;
    expect(detectStyle(text).kind).toBe('markdown');
    expect(readSection(text, '1.0.0')?.length).toBeGreaterThan(800_000);
    expect(cutForPullRequest(text).length).toBeLessThanOrEqual(60_000);
  });
});
