import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeText } from '../index.ts';

describe('untrusted text', () => {
  it.each([
    [
      'plain words are unchanged',
      'add a thing, and "more" (really) 100%',
      'add a thing, and "more" (really) 100%',
    ],
    ['tags', 'use <script>alert(1)</script>', 'use &lt;script>alert(1)&lt;/script>'],
    ['a comment opening', 'a <!-- b --> c', 'a &lt;!-- b --&gt; c'],
    ['a comment opening in code', 'a `<!--` c', 'a \\`&lt;!--\\` c'],
    ['a mention', 'thanks @octocat and @org/team!', 'thanks `@octocat` and `@org/team`!'],
    ['mentions in a row', '@a@b x`c`@d', '`@a@b` x`c` `@d`'],
    ['a URL before code', 'https://``<``', '`https://` ``<``'],
    ['a decorator', 'support @property', 'support `@property`'],
    ['an email address', 'by a.b@example.invalid now', 'by `a.b@example.invalid` now'],
    ['text similar to an email address', 'see 1@.com}', 'see `1@.com`}'],
    ['another repository', 'see other/repo#12 and user#3', 'see `other/repo#12` and `user#3`'],
    ['a commit of another repository', 'see other/repo@abc1234', 'see `other/repo@abc1234`'],
    ['an issue of this repository is unchanged', 'see #12', 'see #12'],
    ['a closing keyword', 'fixes #12, Closes: #3', 'fixes `#12`, Closes: `#3`'],
    ['a URL', 'see https://evil.example/x?y=1).', 'see `https://evil.example/x?y=1`).'],
    ['www after punctuation', '_www.evil.example and www. alone', '\\_`www.evil.example` and `www`. alone'],
    ['a closing keyword without a space', 'fixes:#12', 'fixes:`#12`'],
    ['a formula', 'a $x$ and $`y`$', 'a \\$x\\$ and \\$`y`\\$'],
    ['variables', 'use $HOME or $PATH', 'use $HOME or $PATH'],
    ['dollars in code', 'drop `$x$`', 'drop `$x$`'],
    ['half a character', 'a \ud83d b', 'a \ufffd b'],
    ['www', 'see www.evil.example', 'see `www.evil.example`'],
    ['a link', '[text](javascript:x) ![i](y)', '\\[text\\](javascript:x) !\\[i\\](y)'],
    ['code is unchanged', 'drop `__init__(*args)` now', 'drop `__init__(*args)` now'],
    ['punctuation inside words', 'a.b-c snake_case 1+1: x - y! {z}', 'a.b-c snake_case 1+1: x - y! {z}'],
    ['www in capitals', 'see WWW.evil.example', 'see `WWW.evil.example`'],
    ['a closed issue in the form GH-12', 'fixes gh-12', 'fixes `gh-12`'],
    ['an underscore at the end of a word', 'a_ _b a_.b', 'a\\_ \\_b a\\_.b'],
    ['a comment closing', 'a --> b', 'a --&gt; b'],
    ['repeated spaces', 'a  b ', 'a b'],
    ['an unclosed backtick', 'drop `it', 'drop \\`it'],
    [
      'emphasis',
      '*a* _b_ snake_case __init__ ~~x~~',
      '\\*a\\* \\_b\\_ snake_case \\_\\_init\\_\\_ \\~\\~x\\~\\~',
    ],
    ['an entity', 'a &lt;b', 'a &amp;lt;b'],
    ['control characters', 'a\u0000b\u001b[31mc\nd', 'a b \\[31mc d'],
    ['direction marks', 'a\u202eb\u2066c', 'abc'],
    ['a heading', '# x', '\\# x'],
    ['a list', '- x', '\\- x'],
    ['a number', '1. x', '1\\. x'],
    ['a quote', '> x', '\\> x'],
    ['only spaces', ' \t ', ''],
  ])('%s', (_, words, safe) => {
    expect(safeText(words)).toBe(safe);
  });

  it('is cut when it is very long', () => {
    const safe = safeText('😀'.repeat(1000));
    expect(safe.length).toBeLessThan(410);
    expect(safe.isWellFormed()).toBe(true);
  });

  const nasty = fc.string({
    unit: fc.constantFrom(
      ...Array.from('<>`@#[]()!*_~\\&;:/.-+ \n\u0000\u202eaB1'),
      'www.',
      'https://',
      '<!--',
      '-->',
      'fix ',
      '``',
      'é',
      '😀',
    ),
    maxLength: 60,
  });

  it('never becomes HTML, a comment, a mention, a link or a line break', () => {
    fc.assert(
      fc.property(nasty, (words) => {
        const safe = safeText(words);
        const outside = withoutCode(safe);
        expect(safe).not.toMatch(/<!--|-->/);
        // eslint-disable-next-line no-control-regex -- matches what must not come through
        expect(safe).not.toMatch(/[\x00-\x1f\u202a-\u202e]/);
        expect(outside).not.toContain('<');
        expect(outside).not.toMatch(/@[A-Za-z0-9]/);
        expect(outside).not.toMatch(/(?<!\\)\]\(|https?:\/\/[a-z0-9]/i);
      }),
      { numRuns: 5000 },
    );
  });

  it('is unchanged if it has only letters, commas and single spaces', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z ,]{0,40}$/), (words) => {
        expect(safeText(words)).toBe(words.replace(/ +/g, ' ').trim());
      }),
    );
  });
});

/** Replaces each code span by a space, respecting escapes; an independent implementation of CommonMark's rule. */
function withoutCode(text: string): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    if (text[at] === '\\') {
      out += text.slice(at, at + 2);
      at += 2;
      continue;
    }
    const run = /^`+/.exec(text.slice(at))?.[0];
    if (run === undefined) {
      out += text[at] ?? '';
      at += 1;
      continue;
    }
    const rest = text.slice(at + run.length);
    const end = new RegExp(`(?<!\`)\`{${run.length}}(?!\`)`).exec(rest);
    if (end === null) {
      out += run;
      at += run.length;
    } else {
      out += ' ';
      at += run.length + end.index + run.length;
    }
  }
  return out;
}
