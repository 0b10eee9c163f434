/** One line of a Markdown text. */
export interface MarkdownLine {
  /** Where it begins in the text. */
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
  /** Without its line end. */
  readonly text: string;
  /** Inside a fenced code block or a comment, where nothing is a heading. */
  readonly quoted: boolean;
}

/** A heading, by `#` signs or by a line of `=` or `-` under it. */
export interface MarkdownHeading {
  readonly level: number;
  /** Without signs. */
  readonly text: string;
  /** Index of its first line. */
  readonly line: number;
  /** Index of the line after it. */
  readonly next: number;
  /** The sign of the underline; `undefined` for a heading with `#`. */
  readonly underline: string | undefined;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Cuts a text into lines, knowing code blocks and comments. */
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
  // An opening in the middle of a line may be shown code; only a line that begins with one counts.
  return /^\s*<!--/.test(line) && line.lastIndexOf('<!--') > line.lastIndexOf('-->');
}

/** The headings of a text, in order. */
export function readHeadings(lines: readonly MarkdownLine[]): MarkdownHeading[] {
  const headings: MarkdownHeading[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.quoted) continue;
    const marked = /^(#{1,6})[ \t]+(\S.*?)[ \t]*$/.exec(line.text);
    if (marked !== null) {
      const level = marked[1]?.length ?? 1;
      headings.push({ level, text: marked[2] ?? '', line: at, next: at + 1, underline: undefined });
      continue;
    }
    const under = lines[at + 1];
    const sign = under === undefined || under.quoted ? undefined : /^(=|-)\1{2,}\s*$/.exec(under.text)?.[1];
    if (sign === undefined || !/^[^\s#>*+-]/.test(line.text)) continue;
    // Only the last line of a paragraph and only a paragraph of one line is taken for a title.
    if ((lines[at - 1]?.text.trim() ?? '') !== '') continue;
    headings.push({
      level: sign === '=' ? 1 : 2,
      text: line.text.trim(),
      line: at,
      next: at + 2,
      underline: sign,
    });
  }
  return headings;
}
