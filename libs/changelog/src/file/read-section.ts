import { isCountMark } from './count-mark.ts';
import type { Outline, SectionRange } from './section-outline.ts';
import { outlineOf, rangeOf } from './section-outline.ts';
import { isVersion } from './version-heading.ts';

/**
 * Reads the section of a version, without its heading, surrounding blank lines and the mark of `insertSection`. `undefined` when the file
 * has no such section; empty when the section has no lines. The version may be spelled differently: `1.2.0-rc.1` finds `1.2.0rc1`.
 */
export function readSection(text: string, version: string): string | undefined {
  const outline = outlineOf(text);
  const range = findSection(outline, version);
  if (range === undefined) return undefined;
  const lines = outline.lines.slice(range.from, range.to);
  const first = lines.find(({ text }) => text.trim() !== '');
  const last = lines.findLast((line) => line.text.trim() !== '' && !isCountMark(line.text));
  return first === undefined || last === undefined
    ? ''
    : text.slice(first.start, last.end).replace(/\r?\n$/, '');
}

/** Finds the section of a version: in the same spelling, otherwise in another. */
export function findSection(outline: Outline, version: string): SectionRange | undefined {
  const heading =
    outline.versions.find((candidate) => candidate.version === version) ??
    outline.versions.find((candidate) => isVersion(candidate, version));
  return heading === undefined ? undefined : rangeOf(outline, heading);
}
