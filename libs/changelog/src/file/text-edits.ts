import { joinLines } from '../section/lines.ts';

/** A replacement in a text; everything else stays byte for byte. */
export type TextEdit = WordEdit | LineEdit;

/** Replaces words inside a line. */
export interface WordEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Replaces whole lines, or inserts lines when `start` and `end` are equal. */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Applies edits that do not overlap; those at the same position in the given order. */
export function applyEdits(text: string, edits: readonly TextEdit[], lineEnd: string): string {
  let out = '';
  let from = 0;
  const ordered = edits
    .map((edit, at) => ({ edit, at }))
    .sort((a, b) => a.edit.start - b.edit.start || a.at - b.at);
  for (const { edit } of ordered) {
    out += text.slice(from, edit.start);
    if ('lines' in edit) {
      // The last line of a file may lack its line end.
      if (out !== '' && !out.endsWith('\n')) out += lineEnd;
      out += joinLines(edit.lines, lineEnd);
    } else out += edit.text;
    from = Math.max(from, edit.end);
  }
  return out + text.slice(from);
}
