import type { ChangelogStyle } from '../section/changelog-style.ts';
import { renderDate } from '../section/render-heading.ts';
import type { ChangelogSection } from '../section/section.ts';
import type { Outline, SectionRange } from './section-outline.ts';
import type { WordEdit } from './text-edits.ts';

const NOT_YET = /([\s–-]*[([]?)\b(unreleased|not yet released|tba|tbd)\b([)\]]?)/i;

/** Plans the edit that puts the date into a heading such as `## 1.2.0 (unreleased)`, or removes the word where headings have no date. */
export function releaseHeading(
  outline: Outline,
  range: SectionRange,
  section: ChangelogSection,
  style: ChangelogStyle,
): WordEdit | undefined {
  const line = outline.lines[range.heading.line];
  const found = line === undefined ? null : NOT_YET.exec(line.text);
  if (line === undefined || found === null) return undefined;
  const [all, before = '', words = ''] = found;
  const start = line.start + found.index;
  if (!style.heading.hasDate) return { start, end: start + all.length, text: '' };
  const from = start + before.length;
  return { start: from, end: from + words.length, text: renderDate(section, style) };
}
