import { describe, expect, it } from 'vitest';
import { straight } from '../test/history.ts';
import { auditCounts, buildSection, parseIntent, readIntents, renderSection, suggestBump } from './index.ts';

const MINOR = '---\n"demo": minor\n"demo-cli": patch\n---\n\nAdd a thing\nfor @everyone\n';

describe('intent files', () => {
  it('are read with their packages and the highest bump', () => {
    expect(parseIntent(MINOR)).toEqual({
      packages: new Map([
        ['demo', 'minor'],
        ['demo-cli', 'patch'],
      ]),
      bump: 'minor',
      summary: 'Add a thing\nfor @everyone',
    });
  });

  it('make entries and a bump together', () => {
    const reading = readIntents([MINOR, '---\n"demo": major\n---\n\nDrop it\n', '---\n"demo": none\n---\n']);
    expect(reading.bump).toBe('major');
    expect(reading.entries.map(({ kind, breaking, text }) => [kind, breaking, text])).toEqual([
      ['feature', false, 'Add a thing for `@everyone`'],
      ['change', true, 'Drop it'],
    ]);
  });

  it('are told in full, over lines and paragraphs', () => {
    const words = Array.from({ length: 20 }, (_, at) => `Paragraph ${at} of what people must do.\r\n`).join(
      '\r\n',
    );
    const [entry] = readIntents([`---\r\n"demo": minor\r\n---\r\n\r\n${words}`]).entries;
    expect(entry?.text).toBe(words.trim().replace(/\s+/g, ' '));
  });

  it.each(['---\n---\n\nOnly words\n', '\ufeff---\n---\nOnly words', '---\n"a/b": none\n---\n\nOnly words'])(
    '%j moves no version',
    (text) => {
      expect(parseIntent(text)).toMatchObject({ bump: 'none', summary: 'Only words' });
    },
  );

  it('stand before the commits and count for nothing in the proof', () => {
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
      expect(() => parseIntent(text)).toThrow(expect.objectContaining({ code: 'CHANGELOG_INTENT_INVALID' }));
    },
  );
});
