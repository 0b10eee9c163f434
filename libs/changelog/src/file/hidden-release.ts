import { findDate } from '../section/date-form.ts';
import { isBullet } from './list-lines.ts';
import type { MarkdownHeading, MarkdownLine } from './markdown-lines.ts';
import type { Outline } from './section-outline.ts';
import { isUnreleased } from './version-heading.ts';

/** A version or a date at the start of a heading, or anywhere a full version. */
const SHOWS_RELEASE = /^\W*(?:version|release[ds]?|v)?\W*\d|\d\.\d+\.\d/i;
/** A line that only states a version, and perhaps a date, in bold type or in HTML. */
const STATES_VERSION = /^(?:<h\d[^>]*>|\*\*|__)?\s*(?:version |release )?\[?v?\d+(?:\.\d+)+\S*/i;
/** Headings of sections that are not about a release. */
const NOT_A_RELEASE =
  /^\W*(?:the )?(?:change|history|news|release notes|about|notes?\b|contents|table of|legend|key\b|types|guide|polic|versioning|format|convention|how |intro|overview|contribut|thanks|links?|migrat|upgrad|see |support|breaking)/i;

/**
 * Finds a release between two lines whose heading shows no plain version: a date, a code name, a version in bold type. A section inserted
 * below it may be in the wrong place.
 */
export function findHiddenRelease(outline: Outline, from: number, to: number): string | undefined {
  const level = sectionLevel(outline);
  const isFirst = outline.versions.every(({ line }) => line >= to);
  const heading = outline.headings.find(
    (one) =>
      one.line >= from &&
      one.line < to &&
      one.level <= level &&
      !outline.versions.some(({ line }) => line === one.line) &&
      isHidden(outline, one, isFirst ? level : undefined),
  );
  if (heading !== undefined) return heading.text;
  const line = isFirst ? outline.lines.slice(from, to).find(statesVersion) : undefined;
  return line?.text.trim();
}

/** The level of sections: that of the versions, of unreleased changes, or of the title. */
function sectionLevel({ versions, unreleased }: Outline): number {
  if (versions.length > 0) return Math.min(...versions.map(({ level }) => level));
  return unreleased?.level ?? 2;
}

/** @param level the level of sections, where no version comes before: there a list below a heading can only be of a release */
function isHidden(outline: Outline, heading: MarkdownHeading, level: number | undefined): boolean {
  if (isUnreleased(heading) || NOT_A_RELEASE.test(heading.text)) return false;
  const end = endOf(outline, heading, heading.level);
  // A part of the file, such as one per year, contains the sections of versions.
  if (outline.versions.some(({ line }) => line > heading.line && line < end)) return false;
  if (SHOWS_RELEASE.test(heading.text) || findDate(heading.text) !== undefined) return true;
  if (level === undefined) return false;
  return outline.lines.slice(heading.next, endOf(outline, heading, level)).some(isEntry);
}

/** The line of the next heading at a level or above it. */
function endOf(outline: Outline, heading: MarkdownHeading, level: number): number {
  const next = outline.headings.find((other) => other.line > heading.line && other.level <= level);
  return next?.line ?? outline.lines.length;
}

function isEntry({ quoted, text }: MarkdownLine): boolean {
  return !quoted && isBullet(text);
}

function statesVersion({ quoted, text }: MarkdownLine): boolean {
  const found = quoted || text.length > 80 ? null : STATES_VERSION.exec(text);
  if (found === null) return false;
  const rest = text.slice(found[0].length);
  const date = findDate(rest);
  return !/\p{L}{3}/u.test(
    (date === undefined ? rest : rest.replace(date.text, '')).replace(/released?/i, ''),
  );
}
