import { compareVersions } from '@heroku-release/versioning';
import type { ChangelogStyle } from '../section/changelog-style.ts';
import { DEFAULT_STYLE } from '../section/changelog-style.ts';
import { detectHeading } from './detect-heading.ts';
import { detectLists } from './detect-lists.ts';
import { findHiddenRelease } from './hidden-release.ts';
import type { Outline } from './section-outline.ts';
import { outlineOf, rangeOf } from './section-outline.ts';
import { hasSeveralHistories } from './several-histories.ts';
import type { VersionHeading } from './version-heading.ts';

const TITLE =
  /^(?:the )?(?:change ?log|changes|change history|history|release (?:notes|history)|news|[\w.-]+ (?:change ?log|history|release notes))$/i;
const NEWEST = 12;

/** Detects the style of a changelog. Never guesses: a file that it does not recognise is `unknown`. */
export function detectStyle(text: string): ChangelogStyle {
  if (text.trim() === '') return { ...DEFAULT_STYLE, kind: 'new' };
  const outline = outlineOf(text);
  const lineEnd = detectLineEnd(text);
  const known = {
    lineEnd,
    marker: outline.mark === undefined ? undefined : outline.lines[outline.mark]?.text.trim(),
    unreleased: outline.unreleased?.text,
  };
  if (outline.versions.length === 0 && isPointer(text, outline)) {
    return { ...DEFAULT_STYLE, ...known, kind: 'pointer' };
  }
  if (isRestructured(newestUnderlined(text, outline))) return { ...DEFAULT_STYLE, ...known, kind: 'rst' };
  if (hasSeveralHistories(outline)) return { ...DEFAULT_STYLE, ...known, kind: 'unknown' };
  const oldestFirst = isOldestFirst(outline);
  const inOrder = oldestFirst ? outline.versions.toReversed() : outline.versions;
  const released = inOrder.filter((heading) => !/unreleased|\bdev\b|\btba\b/i.test(heading.text));
  if (released.length === 0) {
    const kind = isSkeleton(outline) ? 'markdown' : 'unknown';
    return { ...DEFAULT_STYLE, ...known, kind };
  }
  const heading = detectHeading(outline, released.slice(0, NEWEST));
  if (heading === undefined) return { ...DEFAULT_STYLE, ...known, kind: 'unknown' };
  const ranges = inOrder.slice(0, NEWEST).map((heading) => rangeOf(outline, heading));
  return {
    kind: 'markdown',
    ...heading,
    ...detectLists(outline, ranges),
    oldestFirst,
    ...known,
  };
}

function detectLineEnd(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  return (text.match(/\r\n/g)?.length ?? 0) * 2 > all ? '\r\n' : '\n';
}

function isOldestFirst(outline: Outline): boolean {
  let up = 0;
  let down = 0;
  for (const [at, heading] of outline.versions.entries()) {
    const next = outline.versions[at + 1];
    const order = next === undefined ? undefined : orderOf(heading, next);
    if (order === undefined) continue;
    if (order < 0) up += 1;
    else down += 1;
  }
  return up > down;
}

/** Compares dates where both headings have one, since the releases of several branches alternate. */
function orderOf(heading: VersionHeading, next: VersionHeading): number | undefined {
  const [day, other] = [dayOf(heading), dayOf(next)];
  if (day !== undefined && other !== undefined && day !== other) return day < other ? -1 : 1;
  if (heading.parsed === undefined || next.parsed === undefined) return undefined;
  return compareVersions(heading.parsed, next.parsed);
}

function dayOf({ text, version }: VersionHeading): string | undefined {
  return /\b\d{4}-\d\d-\d\d\b/.exec(text.replace(version, ''))?.[0];
}

/** The part of a text up to the first version headed with `#`: reStructuredText has no such headings, but may follow Markdown above. */
function newestUnderlined(text: string, { lines, versions }: Outline): string {
  const marked = versions.find(({ underline }) => underline === undefined);
  if (marked === undefined) return text;
  return versions[0] === marked ? '' : text.slice(0, lines[marked.line]?.start);
}

/** Whether a text only points elsewhere: short, without versions, and with a link. */
function isPointer(text: string, outline: Outline): boolean {
  return (
    outline.versions.length === 0 &&
    outline.unreleased === undefined &&
    text.length < 2000 &&
    /https?:\/\/|\]\([^)]+\)|`[^`]+ <[^>]+>`_/.test(text) &&
    /change ?log|release|history|news/i.test(text) &&
    !/^\s*[-*+]\s+\S/m.test(text) &&
    !/keep ?a ?changelog|semantic versioning|conventional commits/i.test(text)
  );
}

/** Whether a text has directives, roles, named links, overlines, or underlines that Markdown does not have. */
function isRestructured(text: string): boolean {
  return (
    /^\.\. \S|^\.\.$/m.test(text) ||
    /(?:^|\s):[\w:+-]+:`/.test(text) ||
    /`[^`\n]+ <[^<>`\n]+>`__?/.test(text) ||
    /^\S.*\n([~^"+#])\1{3,}\s*$/m.test(text) ||
    /^(={3,})\n.*\n\1$/m.test(text)
  );
}

/** A line that starts with a version: a list, a table or HTML, which are not supported. */
const VERSION_LINE = /^(?:<[^>]*>|[\s>|*_`[+-])*v?\d+\.\d+/i;

/** Whether a file has no release yet: a title or an "unreleased" section, and no version in any other form. */
function isSkeleton(outline: Outline): boolean {
  if (outline.headings.some(({ text }) => /\d\.\d/.test(text))) return false;
  const body = outline.lines.slice(0, outline.definitions);
  if (body.some(({ quoted, text }) => !quoted && VERSION_LINE.test(text))) return false;
  if (findHiddenRelease(outline, 0, outline.lines.length) !== undefined) return false;
  if (outline.unreleased !== undefined || outline.mark !== undefined) return true;
  const [title, ...more] = outline.headings;
  return title !== undefined && more.length === 0 && TITLE.test(title.text.trim());
}
