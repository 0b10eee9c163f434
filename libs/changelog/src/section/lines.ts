/** Joins lines into a text, with a line end after each. */
export function joinLines(lines: readonly string[], lineEnd: string): string {
  return lines.length === 0 ? '' : `${lines.join(lineEnd)}${lineEnd}`;
}

/** Makes a number of empty lines. */
export function blankLines(count: number): string[] {
  return new Array<string>(count).fill('');
}
