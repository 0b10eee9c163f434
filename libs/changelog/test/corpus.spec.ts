import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChangelogStyle } from '../src/index.ts';
import {
  auditCounts,
  buildSection,
  detectStyle,
  findLastRelease,
  insertSection,
  readSection,
  renderHistory,
  renderSection,
} from '../src/index.ts';
import { CORPUS, corpusCommits, corpusTags, corpusText, hasCorpus, rangeOf, straight } from './history.ts';

/** Listed, folded, left out for the whole history of each project, and its last release. */
const COUNTS: readonly (readonly [
  project: string,
  listed: number,
  folded: number,
  leftOut: number,
  last: string | undefined,
])[] = [
  ['SFDO-Tooling__CumulusCI', 2483, 10040, 95, 'v4.10.0'],
  ['Textualize__rich', 1669, 2721, 20, 'v14.3.3'],
  ['astral-sh__ruff', 16346, 95, 422, '0.16.4'],
  ['celery__celery', 7633, 5383, 129, 'v5.6.2'],
  ['commitizen-tools__commitizen', 1408, 832, 301, 'v4.17.0'],
  ['dbt-labs__dbt-core', 6840, 3890, 229, 'v0.19.0'],
  ['devpi__devpi', 2765, 1708, 3, '2.5.3'],
  ['fastapi__fastapi', 7274, 145, 272, '0.141.1'],
  ['heroku__heroku-applink-python', 46, 48, 19, 'v1.1.4'],
  ['home-assistant-libs__python-matter-server', 585, 413, 32, '8.1.0'],
  ['numpy__numpy', 7160, 12779, 61, 'v2.6.0.dev0'],
  ['openai__openai-python', 1129, 9, 364, 'v3.3.1'],
  ['pallets__flask', 2231, 3272, 28, '3.1.3'],
  ['psf__black', 2150, 130, 34, '26.5.1'],
  ['psf__requests', 2496, 3808, 185, 'v2.34.2'],
  ['psycopg__psycopg2', 1550, 1621, 7, '2.9.12'],
  ['pydantic__pydantic', 3935, 1713, 36, 'v2.13.0'],
  ['pypa__flit', 554, 826, 14, '4.0.0'],
  ['pypa__hatch', 1089, 13, 7, undefined],
  ['pypa__pip', 5536, 10526, 176, '26.2.1'],
  ['pypa__twine', 646, 718, 23, '7.0.0'],
  ['pytest-dev__pytest', 7933, 9589, 144, '8.3.0'],
  ['python-attrs__attrs', 1766, 62, 9, '26.1.0'],
  ['python-poetry__poetry', 3134, 550, 140, '2.4.1'],
  ['python-semantic-release__python-semantic-release', 1484, 63, 278, 'v10.6.1'],
  ['scrapy__scrapy', 5431, 5912, 56, '2.18.0'],
];

const STYLES: readonly (readonly [project: string, file: string, kind: ChangelogStyle['kind']])[] = [
  ['SFDO-Tooling__CumulusCI', 'CHANGELOG__docs__history.md', 'markdown'],
  ['Textualize__rich', 'CHANGELOG.md', 'markdown'],
  ['astral-sh__ruff', 'BREAKING_CHANGES.md', 'markdown'],
  ['astral-sh__ruff', 'CHANGELOG.md', 'markdown'],
  ['astral-sh__ruff', 'changelogs__0.11.x.md', 'markdown'],
  ['celery__celery', 'Changelog.rst', 'rst'],
  ['commitizen-tools__commitizen', 'CHANGELOG.md', 'markdown'],
  ['dbt-labs__dbt-core', 'CHANGELOG-fusion.md', 'markdown'],
  ['dbt-labs__dbt-core', 'CHANGELOG.md', 'markdown'],
  ['devpi__devpi', 'CHANGELOG__client__CHANGELOG', 'rst'],
  ['devpi__devpi', 'CHANGELOG__common__CHANGELOG', 'rst'],
  ['devpi__devpi', 'CHANGELOG__server__CHANGELOG', 'rst'],
  ['devpi__devpi', 'CHANGELOG__web__CHANGELOG', 'rst'],
  ['fastapi__fastapi', 'CHANGELOG__docs__en__docs__release-notes.md', 'markdown'],
  ['heroku__heroku-applink-python', 'CHANGELOG.md', 'markdown'],
  ['numpy__numpy', 'CHANGELOG__doc__changelog__2.0.0-changelog.rst', 'rst'],
  ['openai__openai-python', 'CHANGELOG.md', 'markdown'],
  ['pallets__flask', 'CHANGES.rst', 'rst'],
  ['psf__black', 'CHANGES.md', 'markdown'],
  ['psf__requests', 'HISTORY.md', 'markdown'],
  ['psycopg__psycopg2', 'NEWS', 'rst'],
  ['pydantic__pydantic', 'HISTORY.md', 'markdown'],
  ['pypa__flit', 'CHANGELOG__doc__history.rst', 'rst'],
  ['pypa__hatch', 'CHANGELOG__docs__history__hatch.md', 'markdown'],
  ['pypa__hatch', 'CHANGELOG__docs__history__hatchling.md', 'markdown'],
  ['pypa__pip', 'NEWS.rst', 'rst'],
  ['pypa__twine', 'CHANGELOG__docs__changelog.rst', 'rst'],
  ['pytest-dev__pytest', 'CHANGELOG.rst', 'pointer'],
  ['pytest-dev__pytest', 'CHANGELOG__doc__en__changelog.rst', 'rst'],
  ['python-attrs__attrs', 'CHANGELOG.md', 'markdown'],
  ['python-poetry__poetry', 'CHANGELOG.md', 'markdown'],
  ['python-semantic-release__python-semantic-release', 'CHANGELOG.rst', 'rst'],
  ['scrapy__scrapy', 'CHANGELOG__docs__news.rst', 'rst'],
];

const ENTRIES = straight(
  'feat(api): add a thing (#900001)',
  'fix!: crash (#900002)',
  'docs: tell it (#900003)',
  'tidy',
);

// The corpus is large and lies outside of the repository; without it these tests show as skipped.
describe.skipIf(!hasCorpus)('histories of the corpus', () => {
  it.each(COUNTS)(
    '%s is complete: %i listed, %i folded, %i left out',
    (project, listed, folded, leftOut, last) => {
      const commits = corpusCommits(project);
      const section = buildSection({ version: '99.0.0', date: '2026-01-31', commits });
      expect(section.counts).toEqual({ listed, folded, leftOut, total: commits.length });
      expect(auditCounts(section).complete).toBe(true);
      const tags = corpusTags(project).map((tag) => ({
        name: tag.name,
        sha: tag.target_sha,
        onBranch: tag.reachable === 'yes',
      }));
      expect(findLastRelease(tags).tag?.name).toBe(last);
    },
  );

  it('has every project in the table', () => {
    const projects = readdirSync(CORPUS).filter((name) => name.includes('__'));
    expect(COUNTS.map(([project]) => project)).toEqual(projects.sort());
  });

  it.each(['Textualize__rich', 'pypa__pip', 'pallets__flask', 'openai__openai-python'])(
    '%s by versions has every entry that the versions have one by one',
    async (project) => {
      const commits = corpusCommits(project);
      const tags = corpusTags(project)
        .filter((tag) => tag.reachable === 'yes')
        .map((tag) => ({ name: tag.name, sha: tag.target_sha, date: tag.date }));
      async function* all() {
        yield await Promise.resolve(commits);
      }
      const text = (await Array.fromAsync(renderHistory({ commits: all(), tags }))).join('');
      const last = findLastRelease(tags).tag!;
      const before = findLastRelease(tags, { version: last.name.replace(/^v/, '') }).tag!;
      const range = rangeOf(commits, before.sha, last.sha);
      const section = buildSection({
        version: last.name.replace(/^v/, ''),
        date: last.date.slice(0, 10),
        commits: range,
      });
      const body = renderSection(section).split('\n').slice(2).join('\n').trimEnd();
      expect(readSection(text, section.version)).toBe(body);
    },
  );
});

describe.skipIf(!hasCorpus)('changelogs of the corpus', () => {
  it.each(STYLES)('%s/%s is %s', (project, file, kind) => {
    expect(detectStyle(corpusText(project, file)).kind).toBe(kind);
  });

  it.each(STYLES.filter(([, , kind]) => kind === 'markdown'))(
    '%s/%s takes a section and keeps every byte',
    (project, file) => {
      const before = corpusText(project, file);
      const style = detectStyle(before);
      const section = buildSection({
        version: '99.1.0',
        date: '2026-01-31',
        commits: ENTRIES,
        previousTag: 'v98.0.0',
      });
      const once = insertSection(before, section);
      expect(insertSection(once, section)).toBe(once);
      const rendered = renderSection(section, style);
      expect(once).toContain(rendered);
      // Every character of the file is still there, in order.
      let kept = 0;
      for (let index = 0; index < once.length && kept < before.length; index += 1)
        if (once[index] === before[kept]) kept += 1;
      expect(kept).toBe(before.length);
      const versions = [...before.matchAll(/^##? .*?(\d+\.\d+\.\d+)\b.*$/gm)]
        .map((found) => found[1]!)
        .slice(0, 20);
      for (const version of versions) expect(readSection(once, version)).toBe(readSection(before, version));
    },
  );
});
