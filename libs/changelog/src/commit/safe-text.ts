/**
 * Text that nothing below would change, so that most subjects pass after one test: single spaces, a colon only before a space,
 * no dot after `www`, no hyphen after `GH`, underscores only inside words.
 */
const PLAIN =
  /^[A-Za-z][A-Za-z0-9,;'"()/?=%!{}]*(?:(?:[.:]? (?:[-+] )?|(?<![wW]{3})\.|(?<![gG][hH])-|\+|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))[A-Za-z0-9,;'"()/?=%!{}]+)*\.?$/;
const LONGEST = 400;
const LONGEST_PROSE = 4000;

// eslint-disable-next-line no-control-regex -- matches control characters to remove them
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;
/** Invisible characters that change the direction of text or hide words, except the joiners that emoji need. */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+/gu;

/**
 * Turns untrusted text into safe Markdown on one line: no HTML or comments, no links or URLs that become links, no `@mention`, no
 * references to other repositories, nothing that closes an issue, no stray emphasis or formulas, no control characters. Code in
 * backticks stays code. Long texts are cut at 400 characters.
 */
export function safeText(text: string): string {
  return safeUpTo(text, LONGEST);
}

/** Does the same for text written for the readers of the changelog: cut only at 4,000 characters. */
export function safeProse(text: string): string {
  return safeUpTo(text, LONGEST_PROSE);
}

function safeUpTo(text: string, longest: number): string {
  if (text.length <= longest && PLAIN.test(text)) return text;
  const clean = visible(text.slice(0, longest * 4))
    .replace(/[ \u00a0]+/g, ' ')
    .trim();
  const escape = clean.includes('$') && FORMULA.test(clean) ? escapeFormula : escapeMarkdown;
  return safeStart(
    splitCode(cut(clean, longest))
      .map((piece) => safePiece(piece, escape))
      .reduce(append, ''),
  );
}

/** A formula on GitHub, `$a$` or `$$`; a lone `$HOME` is not one. */
const FORMULA = /\$\$|\$[^\s$](?:[^$]*[^\s$])?\$/;

function visible(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text.toWellFormed().replace(CONTROLS, ' ').replace(INVISIBLE, '');
}

interface Piece {
  readonly code: boolean;
  readonly text: string;
}

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Splits off code spans by the rule of CommonMark: a run of backticks closed by a run of the same length. */
function splitCode(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = 0;
  let at = text.indexOf('`');
  while (at >= 0) {
    const run = runAt(text, at);
    const end = findRun(text, at + run, run);
    if (end >= 0) {
      const content = text.slice(at + run, end);
      // Simple parsers find comments inside backticks too.
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
 * Text that GitHub turns into a link, a mention or a command: URLs, email addresses, `owner/repo#12`, `owner/repo@1234567`, `@name`,
 * `fixes #12`. In a code span they have no effect.
 */
const ACTIVE =
  /(?:https?:|ftp:|\bmailto:|\bxmpp:)[^\s<>`]+|www\.(?<![A-Za-z]www\.)[^\s<>`]*|[\w./+-]*@[.-]*\w[\w./@+-]*|(?:[\w.-]+\/)?[\w.-]+#\d+|(?:#|GH-)(?<=\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?::\s*|\s+)(?:#|GH-))\d+/gi;

/** A text without any of these has nothing active. */
const MAY_BE_ACTIVE = /[:@#]|www\.|GH-/i;

function safePiece(piece: Piece, escape: (text: string) => string): string {
  if (piece.code) return piece.text;
  if (!MAY_BE_ACTIVE.test(piece.text)) return escape(piece.text);
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

/** Joins two texts. Adjacent code spans get a space, since their backticks would form one run. */
function append(text: string, more: string): string {
  return text.endsWith('`') && more.startsWith('`') ? `${text} ${more}` : text + more;
}

const SPECIAL = /[\\`*[\]~_&<>]/;

/** Escapes Markdown. Underscores inside words are literal on GitHub and stay readable. */
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

/** Escapes characters that would start a new block after a bullet. */
function safeStart(text: string): string {
  return text.replace(/^(?:[#>+=|-]|\d+(?=[.)]))/, (start) =>
    /\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}
