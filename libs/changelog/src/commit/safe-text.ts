/**
 * Words that nothing below does anything about, so that most subjects pass after one test: single spaces, a colon only before one of them,
 * a dot not after `www`, a hyphen not after `GH`, an underscore only inside a word.
 */
const PLAIN =
  /^[A-Za-z][A-Za-z0-9,;'"()/?=%!{}]*(?:(?:[.:]? (?:[-+] )?|(?<![wW]{3})\.|(?<![gG][hH])-|\+|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))[A-Za-z0-9,;'"()/?=%!{}]+)*\.?$/;
const LONGEST = 400;
const LONGEST_PROSE = 4000;

// eslint-disable-next-line no-control-regex -- control characters are what is taken out
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;
/** Invisible signs that turn the direction of text or hide words; the joiners that emoji need stay. */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+/gu;

/**
 * Foreign words as safe Markdown on one line: no HTML and no comment, no link or address that becomes one, no `@mention`, no
 * reference to another repository, nothing that closes an issue, no stray emphasis or formula, no control character. Code in
 * backticks stays code. Long texts are cut at 400 characters.
 */
export function safeText(words: string): string {
  return safeUpTo(words, LONGEST);
}

/** The same for what somebody wrote for the changelog's readers: cut only at 4,000 characters. */
export function safeProse(words: string): string {
  return safeUpTo(words, LONGEST_PROSE);
}

function safeUpTo(words: string, longest: number): string {
  if (words.length <= longest && PLAIN.test(words)) return words;
  const clean = visible(words.slice(0, longest * 4))
    .replace(/[ \u00a0]+/g, ' ')
    .trim();
  const escape = clean.includes('$') && FORMULA.test(clean) ? escapeFormula : escapeMarkdown;
  return safeStart(
    splitCode(cut(clean, longest))
      .map((piece) => safePiece(piece, escape))
      .reduce(append, ''),
  );
}

/** What GitHub would set as mathematics, `$a$` or `$$`; a lone `$HOME` stays readable. */
const FORMULA = /\$\$|\$[^\s$](?:[^$]*[^\s$])?\$/;

function visible(words: string): string {
  if (/^[\x20-\x7e]*$/.test(words)) return words;
  return words.toWellFormed().replace(CONTROLS, ' ').replace(INVISIBLE, '');
}

interface Piece {
  readonly code: boolean;
  readonly text: string;
}

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Code spans by the rule of CommonMark: a run of backticks closed by a run of the same length. */
function splitCode(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = 0;
  let at = text.indexOf('`');
  while (at >= 0) {
    const run = runAt(text, at);
    const end = findRun(text, at + run, run);
    if (end >= 0) {
      const content = text.slice(at + run, end);
      // Where naive readers look for comments, backticks do not help.
      if (!/<!--|-->/.test(content)) {
        pieces.push(
          { code: false, text: text.slice(plain, at) },
          { code: true, text: text.slice(at, end + run) },
        );
        plain = end + run;
      }
      at = text.indexOf('`', end + run);
    } else at = text.indexOf('`', at + run);
  }
  pieces.push({ code: false, text: text.slice(plain) });
  return pieces;
}

function runAt(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === 96) end += 1;
  return end - at;
}

function findRun(text: string, from: number, length: number): number {
  for (let at = text.indexOf('`', from); at >= 0;) {
    const run = runAt(text, at);
    if (run === length) return at;
    at = text.indexOf('`', at + run);
  }
  return -1;
}

/**
 * What GitHub would make a link, a mention or a command: addresses, mails, `owner/repo#12`, `owner/repo@1234567`, `@name`,
 * `fixes #12`. In a code span each of them is only itself.
 */
const ACTIVE =
  /(?:https?:|ftp:|\bmailto:|\bxmpp:)[^\s<>`]+|www\.(?<![A-Za-z]www\.)[^\s<>`]*|[\w./+-]*@[.-]*\w[\w./@+-]*|(?:[\w.-]+\/)?[\w.-]+#\d+|(?:#|GH-)(?<=\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?::\s*|\s+)(?:#|GH-))\d+/gi;

/** Without one of these signs nothing is active. */
const ACTIVE_SIGN = /[:@#]|www\.|GH-/i;

function safePiece(piece: Piece, escape: (text: string) => string): string {
  if (piece.code) return piece.text;
  if (!ACTIVE_SIGN.test(piece.text)) return escape(piece.text);
  let out = '';
  let from = 0;
  for (const found of piece.text.matchAll(ACTIVE)) {
    const trimmed = found[0].replace(/[.,;:!?'")\]*]+$/, '');
    if (trimmed === '') continue;
    out += escape(piece.text.slice(from, found.index));
    out = append(out, `\`${trimmed}\``);
    from = found.index + trimmed.length;
  }
  return out + escape(piece.text.slice(from));
}

/** Two code spans that touch would be read as one run of backticks. */
function append(text: string, more: string): string {
  return text.endsWith('`') && more.startsWith('`') ? `${text} ${more}` : text + more;
}

const SPECIAL = /[\\`*[\]~_&<>]/;

/** Underscores inside words are literal in GitHub's Markdown and stay readable. */
function escapeMarkdown(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(/[\\`*[\]~]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('-->', '--&gt;');
}

function escapeFormula(text: string): string {
  return escapeMarkdown(text).replaceAll('$', '\\$');
}

/** What would begin a block of its own right after a bullet. */
function safeStart(text: string): string {
  return text.replace(/^(?:[#>+=|-]|\d+(?=[.)]))/, (start) =>
    /\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}
