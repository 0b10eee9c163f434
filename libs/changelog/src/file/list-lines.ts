import { findDate } from '../section/date-form.ts';
import { withoutTrailingBlanks } from './markdown-lines.ts';
import type { Outline } from './section-outline.ts';

/** A line that names a group. */
export interface GroupLine {
  readonly kind: 'heading' | 'bold' | 'bold-italic';
  readonly level: number;
  readonly colon: boolean;
  readonly name: string;
  readonly line: number;
}

/** The first line of an entry: indent, bullet and gap. */
export const BULLET = /^( {0,3})([-*+])([ \t]+)\S/;

const BOLD = /^(\*{2,3})([^*]+?)(:?)\1(:?)$/;

/** Parses a line that names a group; `undefined` for any other line. */
export function groupAt(outline: Outline, at: number): GroupLine | undefined {
  const line = outline.lines[at];
  if (line === undefined || line.quoted || !/[#*]/.test(line.text)) return undefined;
  const heading = /^(#{1,6})[ \t]+(\S.*)$/.exec(line.text);
  if (heading !== null) {
    return {
      kind: 'heading',
      level: heading[1]?.length ?? 0,
      colon: false,
      name: groupName(heading[2] ?? ''),
      line: at,
    };
  }
  const bold = BOLD.exec(line.text.trim());
  if (bold === null || findDate(line.text) !== undefined) return undefined;
  return {
    kind: bold[1] === '***' ? 'bold-italic' : 'bold',
    level: 0,
    colon: bold[3] === ':' || bold[4] === ':',
    name: bold[2] ?? '',
    line: at,
  };
}

/** The text of a heading without a closing sequence of `#`. Its first character always belongs to the name. */
function groupName(text: string): string {
  let end = text.length;
  while (end > 1 && text[end - 1] === '#') end -= 1;
  return withoutTrailingBlanks(text.slice(0, end));
}

/** Whether a line starts an entry. */
export function isBullet(line: string | undefined): boolean {
  return line !== undefined && BULLET.test(line);
}
