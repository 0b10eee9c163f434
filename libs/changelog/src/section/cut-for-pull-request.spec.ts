import { describe, expect, it } from 'vitest';
import { straight } from '../../test/history.ts';
import { buildSection, cutForPullRequest, renderSection } from '../index.ts';

const TEXT = renderSection(
  buildSection({
    version: '1.0.0',
    date: '2026-01-31',
    commits: straight(
      ...Array.from({ length: 50 }, (_, at) => `${at < 25 ? 'fix' : 'feat'}: number ${at} (#${at})`),
    ),
  }),
);

describe('a text for a pull request', () => {
  it('that fits is returned unchanged', () => {
    expect(cutForPullRequest(TEXT)).toBe(TEXT);
    expect(cutForPullRequest(TEXT, TEXT.length)).toBe(TEXT);
  });

  it.each([80, 120, 300, 700, 900, TEXT.length - 1])(
    'is cut between entries to %i characters, with a note',
    (limit) => {
      const cut = cutForPullRequest(TEXT, limit);
      expect(cut.length).toBeLessThanOrEqual(limit);
      const kept = cut.split('\n').filter((line) => line.startsWith('- '));
      const missing = Number(/_(\d+) more entr/.exec(cut)?.[1]);
      expect(kept.length + missing).toBe(50);
      for (const line of kept) expect(TEXT).toContain(`${line}\n`);
      expect(cut).not.toMatch(/^### .*\n+_/m);
    },
  );

  it('keeps as much as fits', () => {
    const cut = cutForPullRequest(TEXT, TEXT.length - 1);
    expect(/_(\d+) more/.exec(cut)?.[1]).toMatch(/^[1-4]$/);
  });

  const many = (line: (at: number) => string, end = '\n') =>
    `## 1.0.0${end}${end}${Array.from({ length: 40 }, (_, at) => line(at) + end).join('')}`;

  it.each([
    ['an indented list', many((at) => `  - entry ${at}`), '  - entry 9\n\n_30 more entries are in'],
    [
      'nested entries',
      many((at) => `- entry ${at}\n  - part`),
      '- entry 5\n  - part\n\n_34 more entries are in',
    ],
    ['a numbered list', many((at) => `${at + 1}. entry ${at}`), '11. entry 10\n\n_29 more entries are in'],
    ['CRLF lines', many((at) => `- entry ${at}`, '\r\n'), '- entry 10\n\n_29 more entries are in'],
    ['prose', many((at) => `Paragraph ${at}.\n`), 'Paragraph 8.\n\n_The rest is in'],
    ['one very long entry', `## 1.0.0\n\n- ${'😀'.repeat(200)}\n`, '## 1.0.0\n\n_1 more entry is in'],
    [
      'entries after a long entry',
      `## 1.0.0\n\n- a\n- ${'😀'.repeat(200)}\n- b\n`,
      '- a\n\n_2 more entries are in',
    ],
  ])('of %s keeps whole entries', (_, text, end) => {
    const cut = cutForPullRequest(text, 181);
    expect(cut.length).toBeLessThanOrEqual(181);
    expect(cut).toMatch(/^## 1\.0\.0\r?\n/);
    expect(cut.isWellFormed()).toBe(true);
    expect(cut).toContain(`${end} the changelog file._\n`);
  });

  it('is cut even if the note does not fit', () => {
    expect(cutForPullRequest(TEXT, 10)).toHaveLength(10);
    expect(cutForPullRequest('words '.repeat(50), 45)).toBe('_The rest is in the changelog file._\n');
  });
});
