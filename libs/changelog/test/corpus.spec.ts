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
  ['SFDO-Tooling__CumulusCI', 2476, 10047, 95, 'v4.10.0'],
  ['Textualize__rich', 1666, 2721, 23, 'v14.3.3'],
  ['astral-sh__ruff', 16182, 259, 422, '0.16.4'],
  ['celery__celery', 7532, 5470, 143, 'v5.6.2'],
  ['commitizen-tools__commitizen', 1406, 834, 301, 'v4.17.0'],
  ['dbt-labs__dbt-core', 6822, 3890, 247, 'v0.19.0'],
  ['devpi__devpi', 2764, 1708, 4, '2.5.3'],
  ['fastapi__fastapi', 3647, 204, 3840, '0.141.1'],
  ['heroku__heroku-applink-python', 46, 48, 19, 'v1.1.4'],
  ['home-assistant-libs__python-matter-server', 585, 413, 32, '8.1.0'],
  ['numpy__numpy', 7151, 12788, 61, 'v2.6.0.dev0'],
  ['openai__openai-python', 1129, 9, 364, 'v3.3.1'],
  ['pallets__flask', 2193, 3306, 32, '3.1.3'],
  ['psf__black', 2132, 146, 36, '26.5.1'],
  ['psf__requests', 2481, 3819, 189, 'v2.34.2'],
  ['psycopg__psycopg2', 1550, 1621, 7, '2.9.12'],
  ['pydantic__pydantic', 3919, 1725, 40, 'v2.13.0'],
  ['pypa__flit', 554, 826, 14, '4.0.0'],
  ['pypa__hatch', 1077, 19, 13, undefined],
  ['pypa__pip', 5488, 10540, 210, '26.2.1'],
  ['pypa__twine', 646, 718, 23, '7.0.0'],
  ['pytest-dev__pytest', 7588, 9917, 161, '8.3.0'],
  ['python-attrs__attrs', 1703, 118, 16, '26.1.0'],
  ['python-poetry__poetry', 2987, 660, 177, '2.4.1'],
  ['python-semantic-release__python-semantic-release', 1481, 66, 278, 'v10.6.1'],
  ['scrapy__scrapy', 5430, 5912, 57, '2.18.0'],
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

// The corpus is large and outside the repository; without it these tests are skipped.
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
    '%s by versions has the same entries as each version alone',
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

describe.skipIf(!hasCorpus)('sections of the corpus', () => {
  const sectionOf = (project: string, name: string) => {
    const commits = corpusCommits(project);
    const tags = corpusTags(project).map((tag) => ({
      ...tag,
      sha: tag.target_sha,
      onBranch: tag.reachable === 'yes',
    }));
    const version = name.replace(/^v/, '');
    const own = tags.find((tag) => tag.name === name)!;
    const last = findLastRelease(tags, { version }).tag!;
    const range = rangeOf(commits, last.sha, own.sha);
    return buildSection({ version, date: own.date.slice(0, 10), commits: range, previousTag: last.name });
  };

  it('merge commits and squash merges: twine 7.0.0', () => {
    const section = sectionOf('pypa__twine', '7.0.0');
    expect(section).toMatchObject({
      previousTag: '6.2.0',
      counts: { listed: 21, folded: 18, leftOut: 0, total: 39 },
    });
    expect(renderSection(section)).toBe(`## 7.0.0 - 2026-07-27

### Added

- Add Python 3.14 to CI + tox matrices (77a2f74)
- Add missing sub-dependencies to --version output (#1275)

### Removed

- Remove monkeypatch allowing Metadata 2.0 (#1317)

### Fixed

- bump minimum rich dependency to 14.3.3 to prevent verbose hang (#1308)
- Fix typos (#1301)
- **utils.py**: specify utf-8 encoding when reading file (#1268)

### Documentation

- Update changelog for 7.0.0 (#1344)
- changelog: backfill entries from PRs (#1330)

### Dependencies

- **deps**: bump github/codeql-action from 4.31.3 to 4.35.3 (#1318, #1313, #1299, #1294, #1288)
- **deps**: bump actions/upload-artifact from 4.6.2 to 7.0.1 (#1311, #1297, #1285, #1274)
- **deps**: bump pypa/gh-action-pypi-publish from 1.12.4 to 1.14.0 (#1307, #1267)
- **deps**: bump actions/download-artifact from 5.0.0 to 8.0.1 (#1303, #1296, #1286, #1273)
- **deps**: bump actions/setup-python from 5.6.0 to 6.2.0 (#1291, #1281, #1266)
- **deps**: bump actions/checkout from 5.0.0 to 6.0.2 (#1289, #1283, #1280, #1277)
- **deps**: bump github/codeql-action from 3 to 4 (#1272)

### Other

- Handle non-standard HTTP status codes (#1309)
- Bump \`packaging >= 26.1\` (#1310)
- Make Python 3.10 the minimum supported version (#1298)
- reformat with black (ce6e369)
- Hash-pin all GitHub Actions dependencies (54b9f22)
- Set COVERAGE_FILE in tox.ini to allow for parallel tox runs (#1269)
`);
  });

  it('Conventional Commits: openai-python 3.3.0', () => {
    expect(renderSection(sectionOf('openai__openai-python', 'v3.3.0'))).toBe(`## 3.3.0 - 2026-08-18

### Added

- support named data-residency endpoints (#3646)

### Fixed

- require patched optional networking dependencies (#3651)

### Documentation

- strengthen Python SDK security contribution guidance (#3639)

### Other

- remove unused dependencies and pin build tooling (#3650)
- tighten Python workflow credential and token permissions (#3644)
- run CodeQL analysis for merge-queue entries (#3643)
`);
  });

  it('a breaking footer and bots: commitizen 4.0.0', () => {
    expect(renderSection(sectionOf('commitizen-tools__commitizen', 'v4.0.0'))).toBe(`## 4.0.0 - 2024-11-26

### Breaking Changes

- **python**: Drop support for Python 3.8 (EOL) and expose support for 3.13 (64cb9b6)

### Documentation

- **cli/screenshots**: update CLI screenshots (a9d35d1)

### Dependencies

- **deps-dev**: bump mkdocs-material from 9.5.44 to 9.5.45 (1c44c75)
- **deps-dev**: bump types-deprecated (3e21ac5)
- **deps-dev**: bump deprecated from 1.2.14 to 1.2.15 (58a0acb)
- **deps-dev**: bump ruff from 0.7.3 to 0.7.4 (f63a4ac)
`);
  });

  it('gitmoji: fastapi 0.116.0', () => {
    const section = sectionOf('fastapi__fastapi', '0.116.0');
    expect(auditCounts(section).reasons).toEqual(
      new Map([
        ['release', 1],
        ['changelog', 11],
      ]),
    );
    expect(renderSection(section)).toBe(`## 0.116.0 - 2025-07-07

### Added

- ✨ Add support for deploying to FastAPI Cloud with \`fastapi deploy\` (#13870)

### Dependencies

- ⬆ Bump pillow from 11.1.0 to 11.3.0 (#13852)
- ⬆ Bump mkdocs-material from 9.6.1 to 9.6.15 (#13849)
- ⬆ \\[pre-commit.ci\\] pre-commit autoupdate (#13843)

### Other

- 🌐 Add Russian translation for \`docs/ru/docs/advanced/response-directly.md\` (#13801)
- 🌐 Add Russian translation for \`docs/ru/docs/advanced/additional-status-codes.md\` (#13799)
- 👥 Update FastAPI People - Sponsors (#13846)
- 👥 Update FastAPI GitHub topic repositories (#13848)
- 👥 Update FastAPI People - Contributors and Translators (#13845)
- 🌐 Add Ukrainian translation for \`docs/uk/docs/tutorial/body-updates.md\` (#13804)
`);
  });
});

describe.skipIf(!hasCorpus)('changelogs of the corpus', () => {
  it.each(STYLES)('%s/%s is %s', (project, file, kind) => {
    expect(detectStyle(corpusText(project, file)).kind).toBe(kind);
  });

  it.each(STYLES.filter(([, , kind]) => kind === 'markdown'))(
    '%s/%s receives a section and keeps every byte',
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
