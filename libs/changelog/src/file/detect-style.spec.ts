import { describe, expect, it } from 'vitest';
import { fixture, straight } from '../../test/history.ts';
import { buildSection, DEFAULT_STYLE, detectStyle, renderSection } from '../index.ts';

describe('the style of real files', () => {
  it("the first user's own", () => {
    expect(detectStyle(fixture('applink.md'))).toEqual({
      kind: 'markdown',
      heading: {
        level: 1,
        template: '# [{version}]({repository}/compare/{previousTag}...{tag}) - {date}',
        hasDate: true,
        link: 'compare',
        tagPrefix: 'v',
        repository: 'https://github.com/heroku/heroku-applink-python',
      },
      dateForm: '2026-01-31',
      groups: { kind: 'heading', level: 3, colon: false, names: ['Changes', 'Features', 'Other'] },
      bullet: { sign: '*', gap: ' ', apart: false, scope: 'colon-outside' },
      references: 'link',
      spacing: { afterHeading: 2, afterGroup: 1, betweenGroups: 1, betweenSections: 1 },
      oldestFirst: false,
      lineEnd: '\n',
    });
  });

  it.each<[string, string, object]>([
    [
      'rich.md',
      '## [{version}] - {date}',
      { heading: { link: 'definition', definition: '{repository}/compare/{previousTag}...{tag}' } },
    ],
    ['commitizen.md', '## v{version} ({date})', { references: 'plain', heading: { link: 'none' } }],
    [
      'release-please.md',
      '## [{version}]({repository}/compare/{previousTag}...{tag}) ({date})',
      { bullet: { sign: '*', scope: 'colon-inside' }, spacing: { afterHeading: 2 } },
    ],
    [
      'setext.md',
      '{version} ({date})',
      {
        heading: { underline: '-', level: 2 },
        groups: { kind: 'bold', names: ['Bugfixes'] },
        unreleased: 'dev',
        spacing: { afterHeading: 0, betweenSections: 2 },
      },
    ],
    [
      'hatch.md',
      '## [{version}]({repository}/releases/tag/{tag}) - {date} ## {: #{tag} }',
      {
        heading: { tagPrefix: 'hatch-v' },
        groups: { kind: 'bold-italic', colon: true },
        bullet: { apart: true },
        unreleased: 'Unreleased',
      },
    ],
    ['ruff.md', '## {version}', { dateLine: 'Released on {date}.', groups: { kind: 'heading', level: 3 } }],
    [
      'markers.md',
      '## v{version} ({date})',
      { marker: '<!-- latest-start -->', wrapper: "## What's Changed", bullet: { sign: '-', gap: '   ' } },
    ],
  ])('%s', (file, template, style) => {
    const found = detectStyle(fixture(file));
    expect(found).toMatchObject({ kind: 'markdown', ...style });
    expect(found.heading.template).toBe(template);
  });

  it.each([
    ['pointer.rst', 'pointer'],
    ['towncrier.rst', 'rst'],
    ['rst-versions.rst', 'rst'],
  ])('%s is %s', (file, kind) => {
    expect(detectStyle(fixture(file)).kind).toBe(kind);
  });
});

describe('the style of synthetic files', () => {
  it.each<[string, string, string]>([
    ['an empty text', '', 'new'],
    ['spaces', ' \n\n', 'new'],
    ['prose', 'We are proud to present our work.\n\nIt is good.\n', 'unknown'],
    ['a list', '# To do\n\n- one\n- two\n', 'unknown'],
    ['only a title', '# Changelog\n\nAll notable changes.\n', 'markdown'],
    ['only unreleased', '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- x\n', 'markdown'],
    ['a pointer', '# Changelog\n\nSee the [release notes](https://example.invalid/releases).\n', 'pointer'],
    ['versions in bold', '# Changelog\n\n**1.1.0** (2026-01-01)\n\n- a\n', 'unknown'],
    ['a list of versions', '# Changelog\n\n- 1.1.0\n  - a\n- 1.0.0\n  - b\n', 'unknown'],
    ['a table of versions', '# Changelog\n\n| Version |\n| --- |\n| 1.1.0 |\n', 'unknown'],
    ['versions in HTML', '# Changelog\n\n<h2>1.1.0</h2>\n\n<ul><li>a</li></ul>\n', 'unknown'],
    [
      'alternating packages',
      '# C\n\n## core 1.1\n\n- a\n\n## cli 2.0\n\n- b\n\n## core 1.0\n\n- c\n',
      'unknown',
    ],
    [
      'one part per package',
      '# C\n\n## core\n\n### 1.1\n\n- a\n\n### 1.0\n\n- b\n\n## cli\n\n### 2.1\n\n- c\n\n### 2.0\n\n- d\n',
      'unknown',
    ],
    ['one part per year', '# C\n\n## 2026\n\n### 1.1\n\n- a\n\n## 2025\n\n### 1.0\n\n- b\n', 'markdown'],
    [
      'a part for old versions',
      '# C\n\n## New\n\n### 1.1\n\n- a\n\n## Old\n\n### 1.0\n\n- b\n\n### 0.9\n',
      'markdown',
    ],
    ['a renamed project', '# C\n\n## new 1.1\n\n- a\n\n## old 1.0\n\n- b\n\n## old 0.9\n', 'markdown'],
    ['versions of packages', '# Changelog\n\n## Unreleased\n\n## core@1.1.0\n\n- a\n', 'unknown'],
    ['a date in an unknown form', '# C\n\n## 1.1.0 (January 2026)\n\n- a\n', 'unknown'],
    ['a date without zeros', '# C\n\n## 1.1.0 (2026-1-5)\n\n- a\n', 'unknown'],
    ['an ambiguous date', '# C\n\n## 1.1.0 (01/02/2026)\n\n- a\n', 'unknown'],
    ['code names', '# C\n\n## 1.1.0 "Cat"\n\n- a\n\n## 1.0.0 "Dog"\n\n- b\n', 'unknown'],
    ['only double versions', '# C\n\n## 1.1.0/0.2b0\n\n- a\n\n## 1.0.0/0.1b0\n\n- b\n', 'unknown'],
    ['dates below unreleased changes', '# C\n\n## Unreleased\n\n## 2026-01-01\n\n- a\n', 'unknown'],
    ['code names below unreleased changes', '# C\n\n## Unreleased\n\n## Cat\n\n- a\n', 'unknown'],
    [
      'new sections in reStructuredText',
      '1.1.0\n=====\n\n- a `#1 <https://example.invalid>`_\n\n# 1.0.0\n\n- b\n',
      'rst',
    ],
    ['versions in code only', '# Notes\n\n```\n## 1.2.0\n```\n\n- a\n', 'unknown'],
    ['versions in a comment only', '# Notes\n\n<!--\n## 1.2.0\n-->\n\n- a\n', 'unknown'],
  ])('%s', (_, text, kind) => {
    expect(detectStyle(text).kind).toBe(kind);
  });

  it.each([
    ['## 1.2.0 (January 31, 2026)', 'January 31, 2026'],
    ['## 1.2.0 (January 31st, 2026)', 'January 31st, 2026'],
    ['## 1.2.0 - 31 January 2026', '31 January 2026'],
    ['## 1.2.0 - 31st January 2026', '31st January 2026'],
    ['## 1.2.0 (31st January, 2026)', '31st January, 2026'],
    ['## 1.2.0 (released on 31 Jan 2026)', '31 Jan 2026'],
    ['## 1.2.0 (31.01.2026)', '31.01.2026'],
    ['## 1.2.0 / 2026.01.31', '2026.01.31'],
    ['## 2026.1.31 (2026-01-31)', '2026-01-31'],
  ])('%s has its date as %s', (heading, form) => {
    const style = detectStyle(`# Changelog\n\n${heading}\n\n- x\n`);
    expect(style).toMatchObject({ dateForm: form, groups: { kind: 'none' } });
    expect(style.heading.template).toContain('{date}');
    expect(style.heading.template).toContain('{version}');
  });

  it.each([
    ['6 May 2026', '2 Mar 2026', '31 Jan 2026'],
    ['6 May 2026', '2 March 2026', '31 January 2026'],
    ['May 6th, 2026', 'Mar 2nd, 2026', 'Jan 31st, 2026'],
  ])('%s above %s has its date as %s', (may, march, form) => {
    const text = `# C\n\n## 1.2.0 (${may})\n\n- b\n\n## 1.1.0 (${march})\n\n- a\n`;
    expect(detectStyle(text).dateForm).toBe(form);
  });

  it.each([
    ['[YANKED]', '# C\n\n## 1.1.0 - 2026-01-31 [YANKED]\n\n- a\n\n## 1.0.0 - 2026-01-01\n\n- b\n'],
    ['a code name', '# C\n\n## 1.1.0 - 2026-01-31 (Brave Cat)\n\n- a\n\n## 1.0.0 - 2026-01-01\n\n- b\n'],
  ])('%s of one version is not used for the next', (_, text) => {
    expect(detectStyle(text).heading.template).toBe('## {version} - {date}');
  });

  it('text in several headings is used for the next', () => {
    const text = '# C\n\n## 1.1.0 (stable)\n\n- a\n\n## 1.0.0 (stable)\n\n- b\n';
    expect(detectStyle(text).heading.template).toBe('## {version} (stable)');
  });

  it('supports CRLF line ends', () => {
    expect(detectStyle('# Changelog\r\n\r\n## 1.0.0\r\n\r\n- x\r\n').lineEnd).toBe('\r\n');
  });

  it('supports oldest versions first', () => {
    expect(detectStyle('# C\n\n## 1.0.0\n\n- a\n\n## 1.1.0\n\n- b\n').oldestFirst).toBe(true);
  });

  it.each([
    ['_2026-01-31_', '_{date}_'],
    ['**January 31, 2026**', '**{date}**'],
    ['Released on 2026-01-31.', 'Released on {date}.'],
  ])('the line %s below a heading is a date line', (line, template) => {
    const text = `# C\n\n## 1.1.0\n${line}\n\n- a\n\n## 1.0.0\n${line}\n\n- b\n`;
    expect(detectStyle(text)).toMatchObject({ dateLine: template, groups: { kind: 'none' } });
    const own = buildSection({ version: '1.2.0', date: '2026-01-31', commits: straight('feat: a (#1)') });
    expect(renderSection(own, detectStyle(text))).toBe(`## 1.2.0\n${line}\n\n- a (#1)\n`);
  });

  it.each(['- 2026-01-31', 'We met on 2026-01-31 and fixed it.'])('%s is not a date line', (line) => {
    expect(detectStyle(`# C\n\n## 1.1.0\n\n${line}\n`).dateLine).toBeUndefined();
  });

  it('dates decide the order where the releases of two branches alternate', () => {
    const text = '# C\n\n## 1.9 (2026-04-01)\n\n- a\n\n## 2.2 (2026-03-01)\n\n- b\n\n## 1.8 (2026-02-01)\n';
    expect(detectStyle(`${text}\n## 2.1 (2026-01-01)\n`).oldestFirst).toBe(false);
  });

  it('orders groups as most sections do, and by kind if no section has both', () => {
    const one = '- a\n';
    const group = (...names: string[]) => names.map((name) => `### ${name}\n\n${one}\n`).join('');
    const text = `# C\n\n## 1.3\n\n${group('Docs', 'Fixed')}## 1.2\n\n${group('Changed', 'Added')}## 1.1\n\n${group('Added', 'Changed', 'Fixed')}## 1.0\n\n${group('Changed', 'Added')}## 0.9\n\n${group('Other')}`;
    expect(detectStyle(text).groups.names).toEqual(['Changed', 'Added', 'Docs', 'Fixed', 'Other']);
  });

  it('has no group names that only old sections use', () => {
    const section = (version: string, name: string) => `## ${version}\n\n### ${name}\n\n- a\n\n`;
    const text = `# C\n\n${Array.from({ length: 12 }, (_, at) => section(`2.${12 - at}`, 'Fix')).join('')}${section('2.0', 'BREAKING CHANGE')}${section('1.0', 'Fixes')}`;
    expect(detectStyle(text).groups.names).toEqual(['Fix']);
  });

  it('sections without entries do not show that entries have no groups', () => {
    const groups = { kind: 'heading', level: 3, colon: false, names: [] };
    expect(detectStyle('# C\n\n## 1.0.0\n\nThe first one.\n').groups).toEqual(groups);
    expect(detectStyle('# 1.0.0\n\nThe first one.\n').groups.level).toBe(2);
    expect(detectStyle('# C\n\n## 1.0.0\n\n- a\n').groups.kind).toBe('none');
  });

  it('supports a horizontal rule between sections', () => {
    const text = '# C\n\n---\n\n## 1.1.0\n\n- a\n\n---\n\n## 1.0.0\n\n- b\n\n---\n\nThe end.\n';
    expect(detectStyle(text).rule).toBe('---');
    expect(detectStyle(text.replaceAll('---\n\n##', '##')).rule).toBeUndefined();
  });

  it('does not treat a version inside a section as a section', () => {
    const text = '# C\n\n## 2.0.0\n\n### Added\n\n- a\n\n### core 1.1.0\n\n- b\n\n## 1.0.0\n\n- c\n';
    expect(detectStyle(text).heading.level).toBe(2);
  });

  it('is the default style for a new file', () => {
    expect(detectStyle('')).toEqual({ ...DEFAULT_STYLE, kind: 'new' });
  });
});
