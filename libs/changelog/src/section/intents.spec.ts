import { describe, expect, it } from 'vitest';
import { straight } from '../../test/history.ts';
import {
  auditCounts,
  buildSection,
  insertSection,
  parseIntent,
  readIntents,
  renderSection,
  suggestBump,
} from '../index.ts';

const MINOR = '---\n"demo": minor\n"demo-cli": patch\n---\n\nAdd a thing\nfor @everyone\n';

describe('intent files', () => {
  it('are parsed with their packages and the highest bump', () => {
    expect(parseIntent(MINOR)).toEqual({
      packages: new Map([
        ['demo', 'minor'],
        ['demo-cli', 'patch'],
      ]),
      bump: 'minor',
      summary: 'Add a thing\nfor @everyone',
    });
  });

  it('give entries and a combined bump', () => {
    const reading = readIntents([MINOR, '---\n"demo": major\n---\n\nDrop it\n', '---\n"demo": none\n---\n']);
    expect(reading.bump).toBe('major');
    expect(reading.entries.map(({ kind, breaking, text }) => [kind, breaking, text])).toEqual([
      ['feature', false, 'Add a thing for `@everyone`'],
      ['change', true, 'Drop it'],
    ]);
  });

  it('are shown in full, across lines and paragraphs', () => {
    const words = Array.from({ length: 20 }, (_, at) => `Paragraph ${at} of what people must do.\r\n`).join(
      '\r\n',
    );
    const [entry] = readIntents([`---\r\n"demo": minor\r\n---\r\n\r\n${words}`]).entries;
    expect(entry?.text).toBe(words.trim().replace(/\s+/g, ' '));
  });

  it.each(['---\n---\n\nOnly words\n', '\ufeff---\n---\nOnly words', '---\n"a/b": none\n---\n\nOnly words'])(
    '%j requires no bump',
    (text) => {
      expect(parseIntent(text)).toMatchObject({ bump: 'none', summary: 'Only words' });
    },
  );

  it('come before the commits and do not change the counts', () => {
    const section = buildSection({
      version: '1.0.0',
      date: '2026-01-31',
      commits: straight('fix: a'),
      intents: [parseIntent(MINOR)],
    });
    expect(section.counts).toEqual({ listed: 1, folded: 0, leftOut: 0, total: 1 });
    expect(auditCounts(section).complete).toBe(true);
    expect(suggestBump(section).bump).toBe('minor');
    expect(renderSection(section)).toContain('### Added\n\n- Add a thing for `@everyone`\n');
  });

  it.each(['', 'no front matter', '---\ndemo: huge\n---\nx', '---\n- a\n---\nx', '---\n{\n---\nx'])(
    '%j is refused',
    (text) => {
      expect(() => parseIntent(text)).toThrow(
        expect.objectContaining({ code: 'CHANGELOG_INTENT_INVALID', kind: 'usage' }),
      );
    },
  );

  it('replace the words of the commit that added them, and are listed once', () => {
    const commits = straight('base', 'feat: a thing (#4)', 'fix: small (#5)', 'chore: more to say');
    const [more, small, thing] = commits;
    const intents = [
      { ...parseIntent(MINOR, 'one'), commit: thing?.sha ?? '' },
      { ...parseIntent('---\n"demo": patch\n---\n\nAnother thing\n', 'two'), commit: thing?.sha ?? '' },
      { ...parseIntent('---\n"demo": major\n---\n\nDrop it\n', 'three'), commit: more?.sha ?? '' },
      parseIntent('---\n"demo": patch\n---\n\nFrom elsewhere\n', 'four'),
    ];
    const section = buildSection({ version: '1.0.0', date: '2026-01-31', commits, intents });
    expect(auditCounts(section)).toMatchObject({ complete: true, listed: 4, total: 4 });
    const entries = section.entries.map(({ text, sha, kind, breaking, pullRequests }) => [
      text,
      sha,
      kind,
      breaking,
      pullRequests,
    ]);
    expect(entries.slice(0, -1)).toEqual([
      ['From elsewhere', '', 'fix', false, []],
      ['Drop it', more?.sha, 'change', true, []],
      ['small', small?.sha, 'fix', false, [5]],
      ['Add a thing for `@everyone`', thing?.sha, 'feature', false, [4]],
      ['Another thing', '', 'fix', false, [4]],
    ]);
    const text = renderSection(section);
    expect(text).toContain('- Another thing (#4)\n');
    expect(insertSection(insertSection('', section), section)).toBe(insertSection('', section));
  });

  it('keep their commit breaking, with its notes', () => {
    const [commit] = straight('feat!: x');
    const intents = [{ ...parseIntent(MINOR, 'one'), commit: commit?.sha ?? '' }];
    const section = buildSection({
      version: '1.0.0',
      date: '2026-01-31',
      commits: commit === undefined ? [] : [{ ...commit, body: 'BREAKING CHANGE: y is gone' }],
      intents,
    });
    expect(section.entries).toMatchObject([
      { text: 'Add a thing for `@everyone`', breaking: true, notes: ['y is gone'], intent: 'one' },
    ]);
  });
});
