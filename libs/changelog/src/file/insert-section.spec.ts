import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, history, straight } from '../../test/history.ts';
import type { ProvenSection, Commit, SectionRequest } from '../index.ts';
import {
  buildSection,
  ChangelogError,
  detectStyle,
  insertSection,
  parseIntent,
  readSection,
  renderSection,
} from '../index.ts';

const REPOSITORY = 'https://github.com/heroku/demo';

function section(commits: readonly Commit[], more: Partial<SectionRequest> = {}): ProvenSection {
  return buildSection({
    version: '99.0.0',
    date: '2026-01-31',
    commits,
    repositoryUrl: REPOSITORY,
    previousTag: 'v98.0.0',
    ...more,
  });
}

const COMMITS = straight(
  'feat(api): add a thing (#1)',
  'fix: crash on <x> (#2)',
  'docs: tell it (#3)',
  'tidy',
);
const FILES = [
  'applink.md',
  'rich.md',
  'commitizen.md',
  'release-please.md',
  'setext.md',
  'hatch.md',
  'ruff.md',
  'markers.md',
  'jupyter.md',
  'ordinal-dates.md',
  'double-versions.md',
];

/** Whether every character of `part` is in `whole` in the same order, in at most three pieces. */
function surrounds(whole: string, part: string): boolean {
  const lines = whole.split('\n');
  let at = 0;
  for (const line of part.split('\n')) {
    at = lines.indexOf(line, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

describe('a new file', () => {
  it('follows Keep a Changelog', () => {
    expect(insertSection('', section(COMMITS))).toBe(`# Changelog

All notable changes to this project are documented in this file.

## [99.0.0](https://github.com/heroku/demo/compare/v98.0.0...v99.0.0) - 2026-01-31

### Added

- **api**: add a thing ([#1](https://github.com/heroku/demo/pull/1))

### Fixed

- crash on &lt;x> ([#2](https://github.com/heroku/demo/pull/2))

### Documentation

- tell it ([#3](https://github.com/heroku/demo/pull/3))

### Other

- tidy ([${COMMITS[0]!.sha.slice(0, 7)}](https://github.com/heroku/demo/commit/${COMMITS[0]!.sha}))

<!-- heroku-release: counted to ${COMMITS[0]!.sha.slice(0, 12)} -->
`);
  });

  it('of an empty range states that, without a bullet', () => {
    const text = insertSection('', section([]));
    expect(readSection(text, '99.0.0')).toBe('No changes.');
    expect(text).not.toMatch(/^[-*]/m);
  });

  it('has no links without a repository', () => {
    const text = renderSection(buildSection({ version: '1.0.0', date: '2026-01-31', commits: COMMITS }));
    expect(text).toMatch(/^## 1\.0\.0 - 2026-01-31\n/);
    expect(text).not.toContain('](');
  });
});

describe('a section in a real file', () => {
  it('in the first user’s file reads like its neighbours', () => {
    const text = insertSection(
      fixture('applink.md'),
      section(COMMITS, { version: '1.2.0', previousTag: 'v1.1.4' }),
    );
    expect(text.split('\n').slice(4, 26).join('\n')).toBe(`
# [1.2.0](https://github.com/heroku/demo/compare/v1.1.4...v1.2.0) - 2026-01-31


### Features

* **api**: add a thing ([#1](https://github.com/heroku/demo/pull/1))

### Fixes

* crash on &lt;x> ([#2](https://github.com/heroku/demo/pull/2))

### Other

* tidy ([${COMMITS[0]!.sha.slice(0, 7)}](https://github.com/heroku/demo/commit/${COMMITS[0]!.sha}))
* tell it ([#3](https://github.com/heroku/demo/pull/3))

<!-- heroku-release: counted to ${COMMITS[0]!.sha.slice(0, 12)} -->

# [1.1.4](https://github.com/heroku/heroku-applink-python/compare/v1.0.0...1.1.4) - 2025-09-03

`);
  });

  it.each(FILES)(
    '%s keeps every line, a second insertion changes nothing, and the section reads back',
    (file) => {
      const before = fixture(file);
      const own = section(COMMITS);
      const once = insertSection(before, own);
      expect(surrounds(once, before)).toBe(true);
      expect(once.length).toBeGreaterThan(before.length);
      expect(insertSection(once, own)).toBe(once);
      const rendered = renderSection(own, detectStyle(before));
      expect(once).toContain(rendered);
      expect(rendered.endsWith(`${readSection(once, '99.0.0')!}\n`)).toBe(true);
      expect(detectStyle(once).heading.template).toBe(detectStyle(before).heading.template);
      for (const version of [...before.matchAll(/^#+ .*?(\d+\.\d+\.\d+)/gm)].map((found) => found[1]!)) {
        expect(readSection(once, version)).toBe(readSection(before, version));
      }
    },
  );

  it('has groups in the order and with the names of the file', () => {
    const oldSection = (version: string, ...names: readonly string[]) =>
      `## ${version}\n\n${names.map((name) => `### ${name}\n\n- a\n\n`).join('')}`;
    const old = Array.from({ length: 12 }, (_, at) => oldSection(`1.${12 - at}.0`, 'Docs', 'Fixed', 'Added'));
    const text = insertSection(
      `# C\n\n${old.join('')}${oldSection('1.0.0', 'BREAKING CHANGE', 'Fixes', 'Bumps')}`,
      section(
        straight('feat!: a', 'feat: b', 'fix: c', 'docs: d', 'perf: e', 'build(deps): bump f from 1 to 2'),
      ),
    );
    const names = [...readSection(text, '99.0.0')!.matchAll(/^### (.*)/gm)].map((found) => found[1]);
    expect(names).toEqual(['Breaking Changes', 'Docs', 'Fixed', 'Performance', 'Added', 'Dependencies']);
  });

  it('indents entries like the file', () => {
    const before = '# C\n\n## 1.0.0\n\n### Added\n\n  * a\n    * more\n  * b\n\n### Fixed\n\n  * c\n';
    const text = insertSection(before, section(straight('feat: a (#1)', 'fix: b (#2)')));
    expect(readSection(text, '99.0.0')).toMatch(/^### Added\n\n {2}\* a \S+\n\n### Fixed\n\n {2}\* b \S+$/);
    const nested = insertSection(before.replaceAll(/^ {2}/gm, ''), section(straight('feat: a (#1)')));
    expect(nested).toMatch(/^\* a \(/m);
  });

  it('adds the link definition that the heading needs', () => {
    const text = insertSection(fixture('rich.md'), section(COMMITS));
    expect(text).toContain(
      '\n[99.0.0]: https://github.com/heroku/demo/compare/v98.0.0...v99.0.0\n[14.3.1]: ',
    );
  });

  it('keeps CRLF', () => {
    const text = insertSection('# Changelog\r\n\r\n## 1.0.0\r\n\r\n- x\r\n', section(COMMITS));
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('does not add a link definition twice', () => {
    const before = fixture('rich.md').replace(/^\[14/m, '[99.0.0]: https://example.invalid/by-hand\n[14');
    expect(insertSection(before, section(COMMITS)).match(/^\[99\.0\.0\]:/gm)).toHaveLength(1);
  });

  it('links to the repository of the file if the section has none', () => {
    const own = buildSection({
      version: '1.2.0',
      date: '2026-01-31',
      commits: COMMITS,
      previousTag: 'v1.1.4',
    });
    expect(insertSection(fixture('applink.md'), own)).toContain(
      '# [1.2.0](https://github.com/heroku/heroku-applink-python/compare/v1.1.4...v1.2.0) - 2026-01-31\n',
    );
  });

  it('excludes tool markers and unreleased changes from other sections', () => {
    const text = insertSection(fixture('markers.md'), section(COMMITS));
    expect(text).toContain('<!-- latest-stop -->');
    expect(readSection(text, '4.10.0')).not.toContain('latest-stop');
    const upwards = '# C\n\n## 1.0.0\n\n- a\n\n## 1.1.0\n\n- b\n\n## Unreleased\n\n- mine\n';
    expect(readSection(upwards, '1.1.0')).toBe('- b');
    expect(insertSection(upwards, section(COMMITS))).toMatch(
      /- b\n\n## 99\.0\.0\n[^]*\n## Unreleased\n\n- mine\n$/,
    );
  });

  it('ends a last line that has no line end', () => {
    const text = insertSection('# Changelog', section(COMMITS));
    expect(text).toMatch(/^# Changelog\n\n## \[99/);
    const upwards = insertSection('# C\n\n## 1.0.0\n\n- a\n\n## 1.1.0\n\n- b', section(COMMITS));
    expect(upwards).toMatch(/- b\n\n## 99/);
  });

  it('goes between the versions of a maintenance branch', () => {
    const text = insertSection(
      '# C\n\n## 2.0.0\n\n- a\n\n## 1.2.2\n\n- b\n',
      section(COMMITS, { version: '1.2.3' }),
    );
    expect([...text.matchAll(/^## (\S+)/gm)].map((found) => found[1])).toEqual(['2.0.0', '1.2.3', '1.2.2']);
    const oldest = insertSection('# C\n\n## 2.0.0\n\n- a\n', section(COMMITS, { version: '1.9.9' }));
    expect([...oldest.matchAll(/^## (\S+)/gm)].map((found) => found[1])).toEqual(['2.0.0', '1.9.9']);
  });

  it('goes above a patch whose heading is deeper than that of a minor version', () => {
    const before =
      '# C\n\n### 1.1.1 (2026-01-03)\n\n- c\n\n## 1.1.0 (2026-01-02)\n\n- b\n\n## 1.0.0 (2026-01-01)\n\n- a\n';
    const text = insertSection(before, section(COMMITS));
    expect([...text.matchAll(/^#+ (\d\S+)/gm)].map((found) => found[1])).toEqual([
      '99.0.0',
      '1.1.1',
      '1.1.0',
      '1.0.0',
    ]);
    expect(readSection(text, '1.1.1')).toBe('- c');
    expect(readSection(text, '1.1.0')).toBe('- b');
    const between = insertSection(before, section(COMMITS, { version: '1.0.1' }));
    expect(between.indexOf('1.0.1 (')).toBeGreaterThan(between.indexOf('- b'));
  });

  it('goes below the heading of its series', () => {
    const before = '# C\n\n## 2.0\n\n### 2.0.1\n\n- b\n\n### 2.0.0\n\n- a\n';
    const text = insertSection(before, section(COMMITS, { version: '2.0.2' }));
    expect([...text.matchAll(/^#+ (\d.*)/gm)].map((found) => found[1])).toEqual([
      '2.0',
      '2.0.2',
      '2.0.1',
      '2.0.0',
    ]);
    expect(readSection(text, '2.0.0')).toBe('- a');
  });

  it('is found by its exact spelling where both 1.1 and 1.1.0 exist', () => {
    const text = '# C\n\n## 1.1\n\n- long\n\n## 1.1.0\n\n- short\n';
    expect(readSection(text, '1.1.0')).toBe('- short');
    expect(readSection(text, '1.1')).toBe('- long');
    expect(readSection(text, '1.1.0.0')).toBe('- long');
  });

  it('keeps an anchor with its heading', () => {
    const before = '# C\n\n<a name="1.1.0"></a>\n## 1.1.0\n\n- b\n\n<a name="1.0.0"></a>\n## 1.0.0\n\n- a\n';
    const text = insertSection(before, section(COMMITS));
    expect(text).toContain('-->\n\n<a name="1.1.0"></a>\n## 1.1.0\n');
    expect(readSection(text, '1.1.0')).toBe('- b');
  });

  it('is followed by the horizontal rule of the file', () => {
    const before = '# C\n\n## 1.1.0\n\n- b\n\n---\n\n## 1.0.0\n\n- a\n';
    const own = section(COMMITS);
    const text = insertSection(before, own);
    expect(text).toContain('-->\n\n---\n\n## 1.1.0\n');
    expect(readSection(text, '1.1.0')).toBe('- b');
    expect(readSection(text, '99.0.0')).not.toContain('---');
    expect(insertSection(text, own)).toBe(text);
    const last = insertSection(before, section(COMMITS, { version: '0.9.0' }));
    expect(last).toMatch(/- a\n\n---\n\n## 0\.9\.0\n/);
  });

  it('goes below unreleased changes', () => {
    const text = insertSection('# C\n\n## [Unreleased]\n\n### Added\n\n- mine\n', section(COMMITS));
    expect(text).toMatch(/- mine\n\n## \[99\.0\.0\]/);
  });

  it.each([
    ['pointer.rst', 'CHANGELOG_FORMAT_UNSUPPORTED'],
    ['towncrier.rst', 'CHANGELOG_FORMAT_UNSUPPORTED'],
  ])('%s is refused with %s', (file, code) => {
    expect(() => insertSection(fixture(file), section(COMMITS))).toThrow(expect.objectContaining({ code }));
  });

  it('refuses unknown styles, and values that cannot be used in a heading', () => {
    expect(() => insertSection('# To do\n\n- x\n', section(COMMITS))).toThrow(
      expect.objectContaining({ code: 'CHANGELOG_STYLE_UNKNOWN', kind: 'failed' }),
    );
    for (const bad of [{ version: '1.0](x' }, { date: 'today' }, { version: '1.0\n' }, { tag: 'a b' }]) {
      expect(() => insertSection('', section(COMMITS, bad))).toThrow(ChangelogError);
    }
  });
});

describe('the place of a new section', () => {
  const older = '## 1.1.0 (2020-01-02)\n\n- b\n\n## 1.0.0 (2020-01-01)\n\n- a\n';
  const headings = (text: string) => [...text.matchAll(/^## (.*)/gm)].map((found) => found[1]);
  const place = (text: string, version = '2.0.0') =>
    headings(insertSection(text, section(COMMITS, { version })));

  it.each([
    ['a double version with a slash', '1.44.0/0.65b0 (2026-01-01)'],
    ['a double version with a word', 'Version 1.44.0/0.65b0 (2026-01-01)'],
    ['a double version with a comma', '[1.2.0, 0.21b0](https://example.invalid) - 2026-01-01'],
    ['a double version with a hyphen', '1.7.1-0.26b1 - 2021-11-11'],
    ['a double version with a plus sign', '1.7.1 + 0.26b1'],
    ['a range', '1.2.3 - 1.2.4 2025 Jun 18'],
    ['a range with a dash', '1.2.3 – 1.2.4 (2025-06-18)'],
    ['a range in words', '1.2.3 to 1.2.4'],
  ])('is above %s', (_, heading) => {
    const text = `# C\n\n## ${heading}\n\n- c\n\n${older}`;
    expect(place(text)).toEqual(['2.0.0 (2026-01-31)', heading, '1.1.0 (2020-01-02)', '1.0.0 (2020-01-01)']);
  });

  it('counts a range as its last version', () => {
    const text = `# C\n\n## 1.2.3 - 1.2.6\n\n- c\n\n${older}`;
    expect(place(text, '1.2.7')[0]).toBe('1.2.7 (2026-01-31)');
    expect(place(text, '1.2.5')[1]).toBe('1.2.5 (2026-01-31)');
    expect(readSection(text, '1.2.6')).toBe('- c');
  });

  it('is below a greater version on a maintenance branch, whatever the greater one looks like', () => {
    const text = `# C\n\n## 3.1.0/0.65b0\n\n- c\n\n${older}`;
    expect(place(text)[1]).toBe('2.0.0 (2026-01-31)');
  });

  it.each([
    ['a date', '2026-01-01'],
    ['a month', '2026-01'],
    ['a date in words', '6th December, 2024'],
    ['a number', '64'],
    ['a code name', 'Brave Cat'],
    ['a code name with a date', 'Brave Cat (2026-01-01)'],
    ['a name and a version in the middle', 'The great 1.2.0 release'],
  ])('is unknown below %s', (_, heading) => {
    const text = `# C\n\n## ${heading}\n\n- c\n\n${older}`;
    expect(() => insertSection(text, section(COMMITS))).toThrow(
      expect.objectContaining({ code: 'CHANGELOG_PLACE_UNKNOWN', kind: 'refused' }),
    );
    expect(() => insertSection(text, section(COMMITS))).toThrow(JSON.stringify(heading));
  });

  it.each([
    ['in bold type', '**1.2.0** (2026-01-01)'],
    ['in HTML', '<h2>1.2.0</h2>'],
    ['as a paragraph', '1.2.0 (2026-01-01)'],
  ])('is unknown below a version %s', (_, line) => {
    expect(() => insertSection(`# C\n\n${line}\n\n- c\n\n${older}`, section(COMMITS))).toThrow(
      expect.objectContaining({ code: 'CHANGELOG_PLACE_UNKNOWN' }),
    );
  });

  it('is unknown between versions where something else is between', () => {
    const text = `# C\n\n## 3.0.0\n\n- c\n\n## 2026-01-01\n\n- c\n\n${older}`;
    expect(() => insertSection(text, section(COMMITS, { version: '2.0.0' }))).toThrow(
      expect.objectContaining({ code: 'CHANGELOG_PLACE_UNKNOWN' }),
    );
    expect(place(text, '4.0.0')[0]).toMatch(/^4\.0\.0/);
  });

  it('is unknown where the oldest comes first and the newest is hidden', () => {
    const text = '# C\n\n## 1.0.0\n\n- a\n\n## 1.1.0\n\n- b\n\n## 2026-01-01\n\n- c\n';
    expect(() => insertSection(text, section(COMMITS))).toThrow(
      expect.objectContaining({ code: 'CHANGELOG_PLACE_UNKNOWN' }),
    );
  });

  it.each([
    ['unreleased changes', '## Unreleased\n\n- c\n\n'],
    ['a placeholder', '## X.Y.Z (unreleased)\n\n- c\n\n'],
    ['a guide with a list', '## Guidelines\n\n- c\n\n'],
    ['types of changes', '## Types of changes\n\n- c\n\n'],
    ['prose', '## Words\n\nSince 1.0.0 we count from zero.\n\n'],
    ['a paragraph that starts with a version', '1.0.0 and later follow Semantic Versioning.\n\n'],
    ['a deeper heading', '### 2026-01-01\n\n- c\n\n'],
  ])('is known below %s', (_, above) => {
    expect(insertSection(`# C\n\n${above}${older}`, section(COMMITS))).toMatch(
      /\n## 99\.0\.0 \(2026-01-31\)\n[^]*\n## 1\.1\.0/,
    );
  });

  it.each([
    ['jupyter-releaser', '<!-- <START NEW CHANGELOG ENTRY> -->'],
    ['towncrier', '<!-- towncrier release notes start -->'],
    ['towncrier in the form of reStructuredText', '.. towncrier release notes start'],
    ['python-semantic-release', '<!-- version list -->'],
    ['python-semantic-release 7', '<!--next-version-placeholder-->'],
    ['scriv', '<!-- scriv-insert-here -->'],
    ['cargo-release', '<!-- next-header -->'],
    ['git-changelog', '<!-- insertion marker -->'],
  ])('is below the mark of %s', (_, mark) => {
    for (const below of [older, '## 2026-01-01\n\n- c\n', `Thanks to everybody.\n\n${older}`, '']) {
      const text = `# C\n\nWords about 3.0.\n\n${mark}\n\n${below}`;
      if (detectStyle(text).kind !== 'markdown') {
        expect(below).not.toContain(older);
        continue;
      }
      const once = insertSection(text, section(COMMITS));
      expect(once).toContain(`\n${mark}\n\n## `);
      expect(once.indexOf('99.0.0')).toBeLessThan(once.indexOf(below === '' ? '\0' : below) >>> 0);
      expect(insertSection(once, section(COMMITS))).toBe(once);
      expect(once.replace(/## \[?99[^]*?-->\n\n?/, '').trimEnd()).toBe(text.trimEnd());
    }
  });

  it('is inside the two marks of jupyter-releaser', () => {
    const marks = '<!-- <START NEW CHANGELOG ENTRY> -->\n\n<!-- <END NEW CHANGELOG ENTRY> -->\n';
    const text = insertSection(`# Changelog\n\n${marks}`, section(COMMITS));
    expect(text).toMatch(
      /<START NEW CHANGELOG ENTRY> -->\n\n## \[99[^]*\n\n<!-- <END NEW CHANGELOG ENTRY> -->\n$/,
    );
    expect(readSection(text, '99.0.0')).not.toContain('END NEW');
  });

  it('is below the mark even where versions stand above it', () => {
    const text = `# C\n\n## 3.0.0\n\n- words\n\n<!-- version list -->\n\n${older}`;
    expect(place(text)).toEqual(['3.0.0', '2.0.0 (2026-01-31)', '1.1.0 (2020-01-02)', '1.0.0 (2020-01-01)']);
  });

  it('is below unreleased changes that follow the mark', () => {
    const text = `# C\n\n<!-- version list -->\n\n## Unreleased\n\n- mine\n\n${older}`;
    expect(place(text).slice(0, 2)).toEqual(['Unreleased', '2.0.0 (2026-01-31)']);
  });
});

describe('an existing section', () => {
  const later = history({
    'straight 0': { subject: 'feat(api): add a thing (#1)' },
    'straight 1': { subject: 'fix: crash on <x> (#2)' },
    'straight 2': { subject: 'docs: tell it (#3)' },
    'straight 3': { subject: 'tidy' },
    next: { subject: 'fix: another (#4)' },
    last: { subject: 'feat!: break it (#5)' },
  });

  it.each(FILES)('of %s receives new entries and nothing else', (file) => {
    const once = insertSection(fixture(file), section(COMMITS));
    const more = insertSection(once, section(later));
    const line = (text: string, part: string) => text.split('\n').filter((one) => one.includes(part));
    expect(line(more, '#4')).toHaveLength(1);
    expect(line(more, '#5')).toHaveLength(1);
    const marks = /^<!-- heroku-release: counted to .*\n/gm;
    expect(surrounds(more.replace(marks, ''), once.replace(marks, ''))).toBe(true);
    expect(insertSection(more, section(later))).toBe(more);
    const body = readSection(more, '99.0.0')!;
    expect(body.indexOf('break it')).toBeLessThan(body.indexOf('add a thing'));
    // At the top of the existing group.
    expect(body.indexOf('another')).toBeLessThan(body.indexOf('crash on'));
    expect(body.match(/^.*Fix.*$/gm)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  it('keeps what a person wrote, changed and removed', () => {
    const once = insertSection('', section(COMMITS));
    const edited = once
      .replace(/^- crash on.*\n/m, '')
      .replace(/^- tell it.*\n/m, '- We tell it much better now.\n')
      .replace('### Added\n', 'A word from us.\n\n### Added\n');
    expect(insertSection(edited, section(COMMITS))).toBe(edited);
    const more = insertSection(edited, section(later));
    expect(more).toContain('- another ([#4]');
    expect(more).not.toContain('crash on');
    expect(more).not.toContain('#3');
    expect(more).toContain('A word from us.');
  });

  it('keeps entries of intent files as a person changed or removed them', () => {
    const intents = [
      parseIntent('---\n"demo": minor\n---\n\nAdd a door\n', 'brave-cats'),
      parseIntent('---\n"demo": patch\n---\n\nMend the roof\n', 'odd name --> <!-- of mine'),
      parseIntent('---\n"demo": patch\n---\n\nNo name\n'),
    ];
    const once = insertSection('', section(COMMITS, { intents }));
    expect(once).toMatch(
      /^<!-- heroku-release: counted to [0-9a-f]{12}, with brave-cats odd-name-of-mine -->$/m,
    );
    const edited = once
      .replace('- Add a door', '- There is a door now, and it opens')
      .replace('- Mend the roof\n', '');
    expect(insertSection(edited, section(COMMITS, { intents }))).toBe(edited);
    const another = parseIntent('---\n"demo": minor\n---\n\nAdd a bell\n', 'calm-dogs');
    const more = insertSection(edited, section(later, { intents: [...intents, another] }));
    expect(more).toContain('- Add a bell\n');
    expect(more).not.toContain('Add a door');
    expect(more).not.toContain('Mend the roof');
    expect(insertSection(more, section(later, { intents: [...intents, another] }))).toBe(more);
    // Counted commits may be gone after a rebase; the names of the files are not.
    const rebased = section(straight('fix: rebased (#1)'), { intents });
    expect(insertSection(edited, rebased)).not.toContain('Mend the roof');
  });

  it("does not change for commits that are left out, such as the release's own merge", () => {
    const once = insertSection('', section(COMMITS));
    const merged = straight(
      'feat(api): add a thing (#1)',
      'fix: crash on <x> (#2)',
      'docs: tell it (#3)',
      'tidy',
      'Release v99.0.0 (#9)',
    );
    expect(section(merged).counts.leftOut).toBe(1);
    expect(insertSection(once, section(merged))).toBe(once);
  });

  it('that a person rewrote completely stays so', () => {
    const mark = `<!-- heroku-release: counted to ${COMMITS[0]!.sha.slice(0, 12)} -->`;
    const text = `# C\n\n## 99.0.0\n\nThis release is about speed.\n\n${mark}\n`;
    expect(insertSection(text, section(COMMITS))).toBe(text);
    expect(readSection(text, '99.0.0')).toBe('This release is about speed.');
  });

  it('receives new groups where a new section would have them', () => {
    const names = (text: string) => [...text.matchAll(/^### (.*)/gm)].map((found) => found[1]);
    const grown = [...later.toReversed().map(({ subject }) => subject), 'security: close a hole (#6)'];
    const more = insertSection(insertSection('', section(COMMITS)), section(straight(...grown)));
    expect(names(more)).toEqual(['Breaking Changes', 'Security', 'Added', 'Fixed', 'Documentation', 'Other']);
    const inMarkers = insertSection(fixture('markers.md'), section(COMMITS));
    const body = readSection(insertSection(inMarkers, section(later)), '99.0.0')!;
    expect(body).toMatch(/^## What's Changed\n\n### Breaking Changes\n/);
  });

  it.each<[string, (text: string, mark: string) => string]>([
    ['to the top', (text, mark) => text.replace('- 2026-01-31\n', `- 2026-01-31\n\n${mark}`)],
    ['between groups', (text, mark) => text.replace('### Documentation', `${mark}\n### Documentation`)],
    ['below their own text', (text, mark) => `${text.trimEnd()}\n\n### Thanks\n\n- Jane\n\n${mark}`],
  ])('whose mark a person moved %s receives new entries in existing groups', (_, move) => {
    const once = insertSection('', section(COMMITS));
    const mark = /^<!-- heroku-release.*\n/m.exec(once)![0];
    const moved = move(once.replace(mark, ''), mark).replace(/^- crash on.*\n/m, '');
    expect(insertSection(moved, section(COMMITS))).toBe(moved);
    const more = insertSection(moved, section(later));
    const groups = [...more.matchAll(/^### (.*)/gm)].map((found) => found[1]);
    expect(groups.filter((name) => name !== 'Thanks')).toEqual([
      'Breaking Changes',
      'Added',
      'Fixed',
      'Documentation',
      'Other',
    ]);
    expect(more).not.toContain('crash on');
    expect(insertSection(more, section(later))).toBe(more);
  });

  it.each([
    ['## 99.0.0 (unreleased)', '## 1.0.0 (2026-01-01)', '## 99.0.0 (2026-01-31)'],
    ['## [99.0.0] - Unreleased', '## [1.0.0] - 1 January 2026', '## [99.0.0] - 31 January 2026'],
    ['## 99.0.0 (unreleased)', '## 1.0.0', '## 99.0.0'],
    ['## 99.0.0 - unreleased', '## 1.0.0', '## 99.0.0'],
  ])('headed %s above %s becomes %s', (heading, other, released) => {
    const text = `# C\n\n${heading}\n\n- one (#1)\n\n${other}\n\n- x\n`;
    const once = insertSection(text, section(COMMITS));
    expect(once).toContain(`\n${released}\n`);
    expect(insertSection(once, section(COMMITS))).toBe(once);
  });

  it('without a mark is matched by pull requests and commits', () => {
    const short = COMMITS[0]!.sha.slice(0, 7);
    const text = `# C\n\n## 99.0.0\n\n- one (#1)\n- two [#2](x)\n- and (${short})\n`;
    const more = insertSection(text, section(COMMITS));
    expect(more.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(4);
    expect(more).toContain('#3');
    expect(insertSection(more, section(COMMITS))).toBe(more);
  });

  it('loses "No changes." with its first entry', () => {
    const once = insertSection('', section([]));
    const more = insertSection(once, section(COMMITS));
    expect(more).not.toContain('No changes.');
    expect(more).toBe(insertSection('', section(COMMITS)));
    expect(insertSection(more, section(COMMITS))).toBe(more);
  });

  it('is found in any spelling of its version', () => {
    const text = '# C\n\n## v1.2.0-rc.1\n\n- one (#1)\n\n## 1.1.0\n\n- x\n';
    expect(readSection(text, '1.2.0rc1')).toBe('- one (#1)');
    expect(readSection(text, '1.3.0')).toBeUndefined();
  });
});

describe('for any history', () => {
  const subject = fc.oneof(
    fc.constantFrom(
      'feat: a',
      'fix(x)!: b',
      'docs: c',
      'Bump a from 1 to 2',
      'Release v1.0.0',
      'Revert "feat: a"',
      '# x',
      '<!--',
      '```',
      '- [ ] x',
      '1.0.0',
      '## 2.0.0',
    ),
    fc.string({ maxLength: 30 }),
  );
  const commits = fc.array(subject, { maxLength: 12 }).map((subjects) => straight(...subjects));

  it('a second insertion changes nothing, and the section reads back', () => {
    fc.assert(
      fc.property(commits, fc.constantFrom('', ...FILES.map(fixture)), (list, text) => {
        const own = section(list);
        const once = insertSection(text, own);
        expect(insertSection(once, own)).toBe(once);
        const rendered = renderSection(own, detectStyle(text));
        expect(rendered.endsWith(`${readSection(once, '99.0.0')!}\n`)).toBe(true);
        expect(own.counts.listed + own.counts.folded + own.counts.leftOut).toBe(list.length);
      }),
      { numRuns: 300 },
    );
  });

  it('every byte outside the section and its definition stays, with any line ends', () => {
    const asItIs = (text: string) => text;
    const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n');
    const unclosed = (text: string) => text.trimEnd();
    const marked = (text: string) => `\ufeff${text}`;
    fc.assert(
      fc.property(
        commits,
        fc.constantFrom(...FILES.map(fixture)),
        fc.constantFrom(asItIs, crlf, unclosed, marked, (text: string) => unclosed(crlf(text))),
        fc.constantFrom('99.0.0', '1.1.99', '0.0.1'),
        (list, file, change, version) => {
          const text = change(file);
          const own = section(list, { version });
          const once = insertSection(text, own);
          expect(insertSection(once, own)).toBe(once);
          const rest = once.replace(
            new RegExp(`^\\[${version.replaceAll('.', '\\.')}\\]: .*\\r?\\n`, 'm'),
            '',
          );
          let from = 0;
          while (from < text.length && text[from] === rest[from]) from += 1;
          expect(rest.endsWith(text.slice(from))).toBe(true);
          if (text.includes('\r\n')) expect(once).not.toMatch(/[^\r]\n/);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('inserting in two steps loses nothing', () => {
    fc.assert(
      fc.property(commits, fc.nat(12), (list, cut) => {
        const numbered = list.map((commit, at) => ({
          ...commit,
          subject: `feat: number ${at} (#${at + 1})`,
        }));
        const first = insertSection('', section(numbered.slice(Math.min(cut, numbered.length))));
        const both = insertSection(first, section(numbered));
        for (const at of numbered.keys()) expect(both.split(`[#${at + 1}]`)).toHaveLength(2);
      }),
      { numRuns: 200 },
    );
  });
});
