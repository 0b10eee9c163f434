/** One line of a Markdown text. */
export interface MarkdownLine {
  /** Its offset in the text. */
  readonly start: number;
  /** The offset of the next line. */
  readonly end: number;
  /** Without its line end. */
  readonly text: string;
  /** Inside a fenced code block or a comment, where nothing is a heading. */
  readonly quoted: boolean;
}

/** A heading, with `#` or with an underline of `=` or `-`. */
export interface MarkdownHeading {
  readonly level: number;
  /** Without `#`. */
  readonly text: string;
  /** Index of its first line. */
  readonly line: number;
  /** Index of the line after it. */
  readonly next: number;
  /** The character of the underline; `undefined` for a heading with `#`. */
  readonly underline: '=' | '-' | undefined;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Splits a text into lines, tracking code blocks and comments. */
export function readLines(text: string): MarkdownLine[] {
  const lines: MarkdownLine[] = [];
  let fence: string | undefined;
  let comment = false;
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed + 1;
    const line = text.slice(start, end).replace(/\r?\n$/, '');
    const wasQuoted = fence !== undefined || comment;
    if (fence !== undefined) {
      const closing = FENCE.exec(line)?.[1];
      if (closing?.startsWith(fence) === true && line.trim() === closing) fence = undefined;
    } else if (!comment && FENCE.test(line)) fence = FENCE.exec(line)?.[1];
    if (fence === undefined) comment = endsInComment(line, comment);
    lines.push({ start, end, text: line, quoted: wasQuoted || fence !== undefined || comment });
    start = end;
  }
  return lines;
}

function endsInComment(line: string, inside: boolean): boolean {
  if (inside) return !line.includes('-->') || line.lastIndexOf('<!--') > line.lastIndexOf('-->');
  // An opening in the middle of a line may be code; only one at the start of a line counts.
  return /^\s*<!--/.test(line) && line.lastIndexOf('<!--') > line.lastIndexOf('-->');
}

/** Finds the headings of a text, in order. */
export function readHeadings(lines: readonly MarkdownLine[]): MarkdownHeading[] {
  const headings: MarkdownHeading[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.quoted) continue;
    const marked = /^(#{1,6})[ \t]+(\S.*)$/.exec(line.text);
    if (marked !== null) {
      const level = marked[1]?.length ?? 1;
      headings.push({
        level,
        text: withoutTrailingBlanks(marked[2] ?? ''),
        line: at,
        next: at + 1,
        underline: undefined,
      });
      continue;
    }
    const under = lines[at + 1];
    const underline = under === undefined || under.quoted ? undefined : underlineOf(under.text);
    if (underline === undefined || !/^[^\s#>*+-]/.test(line.text)) continue;
    // Only a paragraph of a single line counts as a heading.
    if ((lines[at - 1]?.text.trim() ?? '') !== '') continue;
    headings.push({
      level: underline === '=' ? 1 : 2,
      text: line.text.trim(),
      line: at,
      next: at + 2,
      underline,
    });
  }
  return headings;
}

/** Removes spaces and tabs at the end. A regular expression would scan every run of blanks again from each of its characters. */
export function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return text.slice(0, end);
}

function underlineOf(line: string): '=' | '-' | undefined {
  if (!/^(=|-)\1{2,}\s*$/.test(line)) return undefined;
  return line.startsWith('=') ? '=' : '-';
}
