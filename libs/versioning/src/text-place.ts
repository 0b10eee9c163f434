/** A part of a text, in UTF-16 units from its beginning. */
export interface TextSpan {
  readonly start: number;
  /** After the last character. */
  readonly end: number;
}

/** A place in a text, as editors count it. */
export interface TextPlace {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. A leading byte order mark does not count. */
  readonly column: number;
}

const WIDTH = 100;

/** The line and column of an offset. Lines end with LF or CRLF. */
export function placeOf(text: string, offset: number): TextPlace {
  let line = 1;
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: Math.max(offset - start, 0) + 1 };
}

/** Renders the line at a place with its neighbours, numbered, and a caret under the column. Long lines are cut around the caret. */
export function codeFrame(text: string, { line, column }: TextPlace): string {
  const lines = text.replace(/^\uFEFF/, '').split('\n', line + 1);
  const cut = Math.max(0, column - 1 - WIDTH / 2);
  const gutter = String(line + 1).length;
  const shown: string[] = [];
  for (let number = Math.max(1, line - 1); number <= Math.min(line + 1, lines.length); number += 1) {
    const source = (lines[number - 1] ?? '')
      .replace(/\r$/, '')
      .slice(cut, cut + WIDTH)
      .replaceAll('\t', ' ');
    shown.push(`${String(number).padStart(gutter)} | ${source}`.trimEnd());
    if (number === line) shown.push(`${' '.repeat(gutter)} | ${' '.repeat(column - 1 - cut)}^`);
  }
  return shown.join('\n');
}
