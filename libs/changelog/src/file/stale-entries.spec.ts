import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, history, shaOf } from '../../test/history.ts';
import type { Story } from '../../test/history.ts';
import type { ProvenSection } from '../index.ts';
import { buildSection, findEditedReverts, insertSection, readSection } from '../index.ts';

const FILES = [
  '',
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

function section(stories: Readonly<Record<string, Story>>): ProvenSection {
  return buildSection({
    version: '99.0.0',
    date: '2026-01-31',
    commits: history(stories),
    repositoryUrl: 'https://github.com/heroku/demo',
    previousTag: 'v98.0.0',
  });
}

const textOf = (file: string) => (file === '' ? '' : fixture(file));
const withoutMark = (text: string) => text.replace(/^<!-- heroku-release: .*\n/gm, '');
const entries = (text: string) =>
  (readSection(text, '99.0.0') ?? '').split('\n').filter((line) => /^\s*[-*+] /.test(line));
const revertOf = (name: string, subject: string): Story => ({
  subject: `Revert "${subject}"`,
  body: `This reverts commit ${shaOf(name)}.`,
});

const BASE = {
  add: { subject: 'feat: add a thing (#1)' },
  more: { subject: 'feat: add another (#2)' },
  fix: { subject: 'fix: the crash (#3)' },
};

describe('a revert after the section was written', () => {
  it.each(FILES)('removes the entry: %s', (file) => {
    const once = insertSection(textOf(file), section(BASE));
    for (const name of ['add', 'more', 'fix'] as const) {
      const stories = { ...BASE, back: revertOf(name, BASE[name].subject) };
      const more = insertSection(once, section(stories));
      const rest = Object.fromEntries(Object.entries(BASE).filter(([key]) => key !== name));
      expect(withoutMark(more)).toBe(withoutMark(insertSection(textOf(file), section(rest))));
      expect(insertSection(more, section(stories))).toBe(more);
    }
  });

  it('removes a group that is left empty, and adds what is new', () => {
    const once = insertSection('', section(BASE));
    const stories = {
      ...BASE,
      back: revertOf('fix', BASE.fix.subject),
      docs: { subject: 'docs: tell (#9)' },
    };
    const more = insertSection(once, section(stories));
    expect(more).not.toContain('### Fixed');
    expect(more).toContain('### Documentation\n\n- tell');
    expect(insertSection(more, section(stories))).toBe(more);
  });

  it('puts a new entry into the group of the removed one', () => {
    const once = insertSection('', section(BASE));
    const stories = {
      ...BASE,
      back: revertOf('fix', BASE.fix.subject),
      other: { subject: 'fix: elsewhere (#9)' },
    };
    const more = insertSection(once, section(stories));
    expect(more.match(/^### .*\n\n- elsewhere.*$/gm)).toHaveLength(1);
    expect(insertSection(more, section(stories))).toBe(more);
  });

  it('of everything leaves "No changes."', () => {
    const stories = { add: BASE.add };
    const once = insertSection('# C\n\n## 1.0.0\n\n- a\n', section(stories));
    const all = section({ ...stories, back: revertOf('add', BASE.add.subject) });
    const more = insertSection(once, all);
    expect(readSection(more, '99.0.0')).toBe('No changes.');
    expect(withoutMark(more)).toBe(withoutMark(insertSection('# C\n\n## 1.0.0\n\n- a\n', all)));
    expect(insertSection(more, all)).toBe(more);
  });

  it('by commit removes an entry without a pull request, and every entry of a squash', () => {
    const stories = {
      ...BASE,
      plain: { subject: 'feat: plain' },
      squash: { subject: 'All (#8)', body: '* feat!: x\n* fix!: y' },
    };
    const once = insertSection('', section(stories));
    expect(entries(once)).toHaveLength(7);
    const back = { ...stories, one: revertOf('plain', 'feat: plain'), two: revertOf('squash', 'All (#8)') };
    expect(entries(insertSection(once, section(back)))).toEqual(entries(insertSection('', section(BASE))));
  });

  it('keeps and names an entry that a person changed', () => {
    const once = insertSection('', section(BASE)).replace('- the crash', '- the dreadful crash');
    const back = section({ ...BASE, back: revertOf('fix', BASE.fix.subject) });
    expect(insertSection(once, back)).toBe(once);
    expect(findEditedReverts(once, back)).toEqual([
      '- the dreadful crash ([#3](https://github.com/heroku/demo/pull/3))',
    ]);
    expect(findEditedReverts(once, section(BASE))).toEqual([]);
    expect(findEditedReverts('', back)).toEqual([]);
  });

  it('keeps and names an entry to which a person added lines', () => {
    const once = insertSection('', section(BASE)).replace(/^- the crash.*$/m, '$&\n  in every case');
    const back = section({ ...BASE, back: revertOf('fix', BASE.fix.subject) });
    expect(insertSection(once, back)).toBe(once);
    expect(findEditedReverts(once, back)).toHaveLength(1);
  });

  it('does not bring back an entry that a person removed', () => {
    const once = insertSection('', section(BASE)).replace(/^- the crash.*\n/m, '');
    const back = section({ ...BASE, back: revertOf('fix', BASE.fix.subject) });
    expect(insertSection(once, back)).toBe(once);
    expect(findEditedReverts(once, back)).toEqual([]);
  });

  it('that was itself reverted keeps the entry', () => {
    const once = insertSection('', section(BASE));
    const stories = {
      ...BASE,
      back: revertOf('fix', BASE.fix.subject),
      again: { subject: `Reapply "${BASE.fix.subject}"`, body: `This reverts commit ${shaOf('back')}.` },
    };
    expect(insertSection(once, section(stories))).toBe(once);
  });
});

describe('an entry is never there twice', () => {
  it('when updates of a dependency go on', () => {
    const stories = { ...BASE, one: { subject: 'Bump ruff from 0.1 to 0.2 (#4)' } };
    const once = insertSection('', section(stories));
    const later = section({ ...stories, two: { subject: 'Bump ruff from 0.2 to 0.3 (#5)' } });
    const more = insertSection(once, later);
    expect(entries(more).filter((line) => line.includes('ruff'))).toEqual([
      '- Bump ruff from 0.1 to 0.3 ([#5](https://github.com/heroku/demo/pull/5), [#4](https://github.com/heroku/demo/pull/4))',
    ]);
    expect(insertSection(more, later)).toBe(more);
  });

  it('when another entry only mentions its number', () => {
    const once = insertSection('', section({ add: { subject: 'feat: add a thing for #4 (#1)' } }));
    const later = section({
      add: { subject: 'feat: add a thing for #4 (#1)' },
      four: { subject: 'fix: four (#4)' },
    });
    expect(entries(insertSection(once, later))).toHaveLength(2);
  });
});

describe('a change that turns out to be breaking', () => {
  const late = { subject: 'fix: the crash (#3)', body: 'BREAKING CHANGE: no more crashes' };

  it('moves to its group with its words', () => {
    const once = insertSection('', section(BASE));
    const later = section({ ...BASE, late });
    const more = insertSection(once, later);
    expect(withoutMark(more)).toBe(withoutMark(insertSection('', later)));
    expect(entries(more).filter((line) => line.includes('#3'))).toHaveLength(1);
    expect(insertSection(more, later)).toBe(more);
  });

  it('moves to its group by a mark alone', () => {
    const once = insertSection('', section(BASE));
    const later = section({ ...BASE, late: { subject: 'fix!: the crash (#3)' } });
    const more = insertSection(once, later);
    expect(readSection(more, '99.0.0')).toMatch(/^### Breaking Changes\n\n- the crash/);
    expect(entries(more).filter((line) => line.includes('#3'))).toHaveLength(1);
    expect(insertSection(more, later)).toBe(more);
  });

  it('adds its words to an entry that a person changed', () => {
    const once = insertSection('', section(BASE)).replace('- the crash', '- the dreadful crash');
    const later = section({ ...BASE, late });
    const more = insertSection(once, later);
    expect(entries(more).filter((line) => line.includes('#3'))).toEqual([
      '- the dreadful crash ([#3](https://github.com/heroku/demo/pull/3)) — no more crashes',
    ]);
    expect(insertSection(more, later)).toBe(more);
  });
});

describe('for any history', () => {
  it('a section that was written earlier becomes the one that is written now', () => {
    const subjects = fc.array(fc.constantFrom('feat', 'fix', 'docs', 'chore', 'feat!'), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(subjects, fc.array(fc.nat(5)), fc.constantFrom(...FILES), (types, reverted, file) => {
        const changes = Object.fromEntries(
          types.map((type, at) => [`change ${at}`, { subject: `${type}: number ${at} (#${at + 1})` }]),
        );
        const backs = Object.fromEntries(
          [...new Set(reverted)].flatMap((at) => {
            const change = changes[`change ${at}`];
            // A revert of a breaking change is listed itself, if it is marked.
            return change === undefined ? [] : [[`back ${at}`, revertOf(`change ${at}`, change.subject)]];
          }),
        );
        const both = section({ ...changes, ...backs });
        const later = insertSection(insertSection(textOf(file), section(changes)), both);
        const now = insertSection(textOf(file), both);
        expect(withoutMark(later)).toBe(withoutMark(now));
        expect(insertSection(later, both)).toBe(later);
      }),
      { numRuns: 200 },
    );
  });
});
