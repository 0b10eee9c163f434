import { findInsertionMark, isEndMark } from './insertion-mark.ts';
import type { MarkdownHeading, MarkdownLine } from './markdown-lines.ts';
import { readHeadings, readLines } from './markdown-lines.ts';
import type { VersionHeading } from './version-heading.ts';
import { isUnreleased, versionHeadings } from './version-heading.ts';

/** The structure of a changelog file. */
export interface Outline {
  readonly lines: readonly MarkdownLine[];
  readonly headings: readonly MarkdownHeading[];
  readonly versions: readonly VersionHeading[];
  /** The lines of these headings. */
  readonly versionLines: ReadonlySet<number>;
  /** The level of sections; 0 if there are none. */
  readonly level: number;
  readonly unreleased: MarkdownHeading | undefined;
  /** Index of the line below which tools insert. */
  readonly mark: number | undefined;
  /** Index of the first link definition at the end of the file; the number of lines if there are none. */
  readonly definitions: number;
}

/** The lines `[from, to)` below a section's heading, without trailing blank lines, rules, tool comments and link definitions. */
export interface SectionRange {
  readonly heading: MarkdownHeading;
  readonly from: number;
  readonly to: number;
}

const DEFINITION = /^\[[^\]]+\]:\s*\S/;
const ANCHOR = /^<a (?:name|id)="[^"]*">\s*<\/a>$/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;

/** Finds the structure of a changelog file. */
export function outlineOf(text: string): Outline {
  const lines = readLines(text);
  const headings = readHeadings(lines);
  const mark = findInsertionMark(lines);
  // Versions above the mark of a tool are not those of its sections.
  const below = headings.filter(({ line }) => mark === undefined || line > mark);
  const found = versionHeadings(below);
  const versions = found.length === 0 ? versionHeadings(headings) : found;
  const level = versions.reduce((most, heading) => Math.max(most, heading.level), 0);
  const versionLines = new Set(versions.map(({ line }) => line));
  const unreleased = headings.find(
    (heading) => isUnreleased(heading) && (level === 0 || heading.level <= level),
  );
  return {
    lines,
    headings,
    versions,
    versionLines,
    level,
    unreleased,
    mark,
    definitions: definitionsFrom(lines),
  };
}

/** Finds the lines of the section below a heading. */
export function rangeOf(outline: Outline, heading: MarkdownHeading): SectionRange {
  const next = outline.headings.find(
    (other) =>
      other.line > heading.line &&
      (other.level < heading.level || other === outline.unreleased || outline.versionLines.has(other.line)),
  );
  const end = next === undefined ? outline.lines.length : startOf(outline, next.line);
  let to = Math.min(end, Math.max(outline.definitions, heading.next));
  while (to > heading.next && isTail(outline, to - 1)) to -= 1;
  return { heading, from: heading.next, to };
}

/** Index of the first line of a heading, including the anchors directly above it. */
export function startOf(outline: Outline, line: number): number {
  let start = line;
  while (ANCHOR.test(outline.lines[start - 1]?.text.trim() ?? '')) start -= 1;
  return start;
}

/** Whether a line is a horizontal rule rather than the underline of a heading. */
export function isRule(outline: Outline, at: number): boolean {
  return RULE.test(outline.lines[at]?.text ?? '') && (outline.lines[at - 1]?.text.trim() ?? '') === '';
}

function isTail(outline: Outline, at: number): boolean {
  const bare = outline.lines[at]?.text.trim() ?? '';
  return bare === '' || isEndMark(bare) || isRule(outline, at);
}

function definitionsFrom(lines: readonly MarkdownLine[]): number {
  let first = lines.length;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const text = lines[at]?.text ?? '';
    if (DEFINITION.test(text)) first = at;
    else if (text.trim() !== '') break;
  }
  return first;
}
