import { describe, expect, it } from 'vitest';
import { straight } from '../test/history.ts';
import { buildSection, cutForPullRequest, renderSection } from './index.ts';

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
  it('that fits comes back as it is', () => {
    expect(cutForPullRequest(TEXT)).toBe(TEXT);
    expect(cutForPullRequest(TEXT, TEXT.length)).toBe(TEXT);
  });

  it.each([80, 120, 300, 700, 900, TEXT.length - 1])(
    'is cut between entries to %i characters and says so',
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
});
