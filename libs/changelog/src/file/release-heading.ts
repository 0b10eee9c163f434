import type { ChangelogStyle } from '../section/changelog-style.ts';
import { renderDate } from '../section/render-heading.ts';
import type { ChangelogSection } from '../section/section.ts';
import type { Outline, SectionRange } from './section-outline.ts';
import type { TextEdit } from './text-edits.ts';

const NOT_YET = /([\s–-]*[([]?)\b(unreleased|not yet released|tba|tbd)\b([)\]]?)/i;

/** The edit that puts the day into a heading such as `## 1.2.0 (unreleased)`, or takes the words out where headings have no day. */
export function releaseHeading(
  outline: Outline,
  range: SectionRange,
  section: ChangelogSection,
  style: ChangelogStyle,
): TextEdit | undefined {
  const line = outline.lines[range.heading.line];
  const found = line === undefined ? null : NOT_YET.exec(line.text);
  if (line === undefined || found === null) return undefined;
  const [all, before = '', words = ''] = found;
  const start = line.start + found.index;
  if (!style.heading.hasDate) return { start, end: start + all.length, text: '' };
  const from = start + before.length;
  return { start: from, end: from + words.length, text: renderDate(section, style) };
}
