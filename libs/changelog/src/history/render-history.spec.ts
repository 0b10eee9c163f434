import { describe, expect, it } from 'vitest';
import { history, shaOf } from '../../test/history.ts';
import type { Commit, DatedTag, HistoryRequest } from '../index.ts';
import { ChangelogError, readSection, renderHistory } from '../index.ts';

async function render(
  commits: readonly Commit[],
  tags: Readonly<Record<string, string>>,
  more: Partial<HistoryRequest> = {},
  size = 1,
): Promise<string> {
  async function* batches(): AsyncGenerator<Commit | Commit[]> {
    for (let at = 0; at < commits.length; at += size) {
      await Promise.resolve();
      yield size === 1 ? commits[at]! : commits.slice(at, at + size);
    }
  }
  const dated: DatedTag[] = Object.entries(tags).map(([name, at]) => ({
    name,
    sha: shaOf(at),
    date: '2026-01-31T00:00:00Z',
  }));
  return (await Array.fromAsync(renderHistory({ commits: batches(), tags: dated, ...more }))).join('');
}

const STORIES = history({
  a: { subject: 'feat: a' },
  b: { subject: 'fix: b' },
  side: { subject: 'feat: side', parents: ['a'] },
  c: { subject: 'feat: c', parents: ['b'] },
  merge: { subject: 'Merge pull request #5 from me/side', body: 'feat: side', parents: ['c', 'side'] },
  d: { subject: 'fix: d' },
});

describe('a whole history', () => {
  it.each([1, 2, 100])('is divided into versions, newest first, in batches of %i', async (size) => {
    const text = await render(STORIES, { 'v1.0.0': 'a', 'v1.1.0': 'c', TDX: 'b' }, {}, size);
    expect(text.match(/^## .*$/gm)).toEqual([
      '## Unreleased',
      '## 1.1.0 - 2026-01-31',
      '## 1.0.0 - 2026-01-31',
    ]);
    expect(readSection(text, '1.1.0')).toBe(
      `### Added\n\n- c (${shaOf('c').slice(0, 7)})\n\n### Fixed\n\n- b (${shaOf('b').slice(0, 7)})`,
    );
    expect(text).toContain('- side (#5)');
  });

  it('assigns a side branch to the version that contains it, for any order of the log', async () => {
    // The side branch is older than v1.1.0 and merged after it; git may print it below the tag.
    const [d, merge, c, side, b, a] = STORIES;
    const moved = [d!, merge!, c!, b!, side!, a!];
    const tags = { 'v1.0.0': 'a', 'v1.1.0': 'c', 'v1.2.0': 'd' };
    expect(await render(moved, tags)).toBe(await render(STORIES, tags));
    expect(readSection(await render(moved, tags), '1.2.0')).toContain('side (#5)');
    expect(readSection(await render(moved, tags), '1.1.0')).not.toContain('side');
  });

  it('moves a parent that came too early below its children', async () => {
    const [d, merge, c, side, b, a] = STORIES;
    const tags = { 'v1.2.0': 'd' };
    const expected = await render(STORIES, tags);
    expect(expected).toMatch(/- c .*\n- a /);
    expect(await render([d!, merge!, side!, a!, c!, b!], tags)).toBe(expected);
    expect(await render([d!, merge!, c!, side!, a!, b!], tags)).toBe(expected);
  });

  it('refuses a log that shows the version of a commit too late', async () => {
    const [d, merge, c, side, b, a] = STORIES;
    // Through the side branch a counts as unreleased; then b comes, whose tag contains it.
    const log = [d!, merge!, c!, side!, a!, b!];
    const refused = render(log, { 'v1.0.0': 'b' });
    await expect(refused).rejects.toThrow(ChangelogError);
    await expect(refused).rejects.toMatchObject({
      code: 'CHANGELOG_COMMITS_UNORDERED',
      message: `commit ${a!.sha} comes before its child ${b!.sha}, which belongs to an older version`,
    });
  });

  it('accepts an early parent that belongs to an older version than its child', async () => {
    const [d, merge, c, side, b, a] = STORIES;
    const tags = { 'v1.0.0': 'a', 'v1.1.0': 'c' };
    expect(await render([d!, merge!, c!, b!, a!, side!], tags)).toBe(await render(STORIES, tags));
  });

  it('starts with the newest version when nothing is unreleased', async () => {
    const text = await render(STORIES, { 'v2.0.0': 'd' }, { repositoryUrl: 'https://github.com/o/r' });
    expect(text).toMatch(
      /^# Changelog\n\n## \[2\.0\.0\]\(https:\/\/github\.com\/o\/r\/releases\/tag\/v2\.0\.0\)/,
    );
    expect(text).not.toContain('Unreleased');
  });

  it('compares each version with the previous one', async () => {
    const text = await render(
      STORIES,
      { 'v1.0.0': 'a', 'v1.1.0': 'c' },
      { repositoryUrl: 'https://github.com/o/r' },
    );
    expect(text).toContain('## [1.1.0](https://github.com/o/r/compare/v1.0.0...v1.1.0)');
  });

  it('compares each version with the previous one where a branch was merged forward', async () => {
    const commits = history({
      old: { subject: 'feat: old' },
      new: { subject: 'feat: new' },
      mend: { subject: 'fix: mend', parents: ['old'] },
      merge: { subject: "Merge branch '1.0.x'", parents: ['new', 'mend'] },
    });
    const tags = { 'v1.0.0': 'old', 'v1.1.0': 'new', 'v1.0.1': 'mend', 'v1.1.1': 'merge' };
    const text = await render(commits, tags, { repositoryUrl: 'https://github.com/o/r' });
    // The commits before 1.0.1 are part of 1.1.0 here, so it links to its tag instead of a comparison with the other branch.
    expect(text.match(/(?:compare|releases)\/[^)]*/g)).toEqual([
      'compare/v1.1.0...v1.1.1',
      'releases/tag/v1.0.1',
      'compare/v1.0.0...v1.1.0',
      'releases/tag/v1.0.0',
    ]);
  });

  it('shows the final one of two versions on one commit', async () => {
    const text = await render(STORIES, { 'v1.0.0rc1': 'd', 'v1.0.0': 'd', 'v0.9.0': 'a' });
    expect(text.match(/^## \S+/gm)).toEqual(['## 1.0.0', '## 0.9.0']);
  });

  it('without commits is only a title', async () => {
    expect(await render([], {})).toBe('# Changelog\n');
  });

  it('with a shallow history shows the available commits', async () => {
    const text = await render(STORIES.slice(0, 3), { 'v1.1.0': 'c' });
    expect(readSection(text, '1.1.0')).toContain('- c');
  });
});
