import { isCountMark } from './count-mark.ts';
import type { SectionRange } from './section-outline.ts';
import type { Outline } from './section-outline.ts';
import { outlineOf, rangeOf } from './section-outline.ts';
import { isVersion } from './version-heading.ts';

/**
 * The text of a version's section, without its heading, without blank lines around it and without the mark that
 * `insertSection` leaves. `undefined` when the file has no such section; empty when it has no lines. Any spelling of the version
 * finds it: `1.2.0-rc.1` and `1.2.0rc1` are one.
 */
export function readSection(text: string, version: string): string | undefined {
  const outline = outlineOf(text);
  const range = findSection(outline, version);
  if (range === undefined) return undefined;
  const lines = outline.lines.slice(range.from, range.to);
  while (lines.length > 0 && (isCountMark(lines.at(-1)?.text) || lines.at(-1)?.text.trim() === ''))
    lines.pop();
  while (lines[0]?.text.trim() === '') lines.shift();
  const [first] = lines;
  const last = lines.at(-1);
  return first === undefined || last === undefined
    ? ''
    : text.slice(first.start, last.end).replace(/\r?\n$/, '');
}

/** Where a version's section is: under its own spelling, else under another. */
export function findSection(outline: Outline, version: string): SectionRange | undefined {
  const heading =
    outline.versions.find((candidate) => candidate.version === version) ??
    outline.versions.find((candidate) => isVersion(candidate, version));
  return heading === undefined ? undefined : rangeOf(outline, heading);
}
