/** A piece of a text to be replaced; everything else stays byte for byte. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The text before must end its line first; it may be a file's last line without a line end. */
  readonly opens?: boolean;
}

/** Applies edits that do not overlap; those at one place in the given order. */
export function applyEdits(text: string, edits: readonly TextEdit[], lineEnd: string): string {
  let out = '';
  let from = 0;
  const ordered = edits
    .map((edit, at) => ({ edit, at }))
    .sort((a, b) => a.edit.start - b.edit.start || a.at - b.at);
  for (const { edit } of ordered) {
    out += text.slice(from, edit.start);
    if (edit.opens === true && out !== '' && !out.endsWith('\n')) out += lineEnd;
    out += edit.text;
    from = Math.max(from, edit.end);
  }
  return out + text.slice(from);
}
