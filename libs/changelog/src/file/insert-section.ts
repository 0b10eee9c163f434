import { compareVersions, tryParseVersion } from '@heroku-release/versioning';
import { ChangelogError } from '../errors.ts';
import type { ChangelogStyle } from '../section/changelog-style.ts';
import { blankLines } from '../section/lines.ts';
import { renderDefinition } from '../section/render-heading.ts';
import { sectionLines } from '../section/render-section.ts';
import type { ProvenSection } from '../section/section.ts';
import { countMark } from './count-mark.ts';
import { detectStyle } from './detect-style.ts';
import { findHiddenRelease } from './hidden-release.ts';
import { findSection } from './read-section.ts';
import { releaseHeading } from './release-heading.ts';
import type { Outline, SectionRange } from './section-outline.ts';
import { outlineOf, rangeOf, startOf } from './section-outline.ts';
import { removeStale } from './stale-entries.ts';
import type { LineEdit, TextEdit } from './text-edits.ts';
import { applyEdits } from './text-edits.ts';
import { updateSection } from './update-section.ts';

const INTRODUCTION = [
  '# Changelog',
  '',
  'All notable changes to this project are documented in this file.',
  '',
];

/**
 * Inserts a section into a changelog in the file's own style; every other byte stays. An existing section of the version receives new
 * entries, and loses those that were reverted or superseded since. Edits and removals by people are kept, except that `(unreleased)` in the
 * heading becomes the date; {@link findEditedReverts} names edited entries whose change was reverted. A second call with the same
 * section changes nothing. An empty text becomes a new file.
 *
 * Errors: `CHANGELOG_FORMAT_UNSUPPORTED` (reStructuredText, or a file that only points elsewhere), `CHANGELOG_STYLE_UNKNOWN`,
 * `CHANGELOG_PLACE_UNKNOWN` (the section would go below a release whose version cannot be read), `CHANGELOG_SECTION_INVALID`.
 */
export function insertSection(
  text: string,
  section: ProvenSection,
  style: ChangelogStyle = detectStyle(text),
): string {
  refuseUnwritable(style);
  const outline = outlineOf(text);
  const range = findSection(outline, section.version);
  if (range !== undefined) return update(text, outline, range, section, style);
  return apply(
    text,
    [placeSection(outline, section, style), placeDefinition(outline, section, style)],
    style,
  );
}

/** Removes what is no longer true from an existing section, then adds what is new. */
function update(
  text: string,
  outline: Outline,
  range: SectionRange,
  section: ProvenSection,
  style: ChangelogStyle,
): string {
  const removals = removeStale(outline, range, section, style);
  const kept = apply(text, removals, style);
  const rest = removals.length === 0 ? outline : outlineOf(kept);
  const own = removals.length === 0 ? range : (findSection(rest, section.version) ?? range);
  const edits = updateSection(rest, own, section, style, removals.length > 0);
  return apply(kept, [releaseHeading(rest, own, section, style), ...edits], style);
}

function apply(text: string, edits: readonly (TextEdit | undefined)[], style: ChangelogStyle): string {
  const planned = edits.filter((edit): edit is TextEdit => edit !== undefined);
  return applyEdits(text, planned, style.lineEnd);
}

function refuseUnwritable(style: ChangelogStyle): void {
  if (style.kind === 'markdown' || style.kind === 'new') return;
  if (style.kind === 'unknown') {
    throw new ChangelogError(
      'CHANGELOG_STYLE_UNKNOWN',
      'The changelog has no section that shows how to write the next one',
      {
        hint: 'Write the heading of the last version like "## 1.2.0 - 2026-01-31", or pass a style.',
      },
    );
  }
  const problem = style.kind === 'rst' ? 'is reStructuredText' : 'only says where the changelog is';
  throw new ChangelogError('CHANGELOG_FORMAT_UNSUPPORTED', `The changelog file ${problem}`, {
    hint: 'Choose a Markdown file as the changelog in the settings.',
  });
}

/** Places a new section, followed by the mark, with the space that the style has between sections. */
function placeSection(outline: Outline, section: ProvenSection, style: ChangelogStyle): LineEdit {
  const mark = countMark(section);
  const own = [...sectionLines(section, style), ...(mark === undefined ? [] : ['', mark])];
  const blanks = blankLines(style.spacing.betweenSections);
  const between = style.rule === undefined ? blanks : [...blanks, style.rule, ...blanks];
  const gap = between.length === 0 ? [''] : between;

  const next = nextLine(outline, section, style);
  const line = next === undefined ? undefined : outline.lines[next];
  if (line !== undefined && next !== undefined) {
    const above = outline.lines[next - 1]?.text.trim() ?? '';
    const before = above === '' ? [] : [''];
    refuseWrongPlace(outline, next);
    return { start: line.start, end: line.start, lines: [...before, ...own, ...gap] };
  }

  const end = endOfSections(outline);
  const at = outline.lines[end - 1]?.end ?? 0;
  if (at === 0) {
    const introduction = outline.lines.length === 0 ? INTRODUCTION : [];
    return { start: 0, end: 0, lines: [...introduction, ...own] };
  }
  refuseWrongPlace(outline, end);
  const below = outline.lines[end]?.text.trim() ?? '';
  const after = below === '' ? [] : [''];
  return { start: at, end: at, lines: [...gap, ...own, ...after] };
}

/** Refuses a place below a release that may be newer, since its heading shows no plain version. */
function refuseWrongPlace(outline: Outline, place: number): void {
  const above = outline.versions.findLast(({ line }) => line < place);
  const hidden = findHiddenRelease(outline, above?.next ?? (outline.mark ?? -1) + 1, place);
  if (hidden === undefined) return;
  throw new ChangelogError(
    'CHANGELOG_PLACE_UNKNOWN',
    `The new section would go below ${JSON.stringify(hidden)}, whose heading shows no plain version`,
    {
      hint: 'Write that heading like "## 1.2.0 - 2026-01-31" on the base branch, or write the heading of the new version by hand where it belongs.',
    },
  );
}

/** The line before which the section goes; `undefined` for the end of the file. */
function nextLine(outline: Outline, section: ProvenSection, style: ChangelogStyle): number | undefined {
  const heading = nextHeading(outline, section, style);
  const { mark, lines, unreleased, versions } = outline;
  const isNewest = heading === undefined ? versions.length === 0 : heading === versions[0]?.line;
  if (mark === undefined || style.oldestFirst || !isNewest) {
    return heading === undefined ? undefined : startOf(outline, heading);
  }
  // Directly below the mark of a tool, but still below unreleased changes.
  const first = lines.findIndex(({ text }, at) => at > mark && text.trim() !== '');
  if (unreleased !== undefined && unreleased.line > mark) {
    return heading === undefined ? undefined : startOf(outline, heading);
  }
  return first < 0 ? undefined : first;
}

/** The line of the heading before which the section goes: the first older version, or the first newer one where the oldest comes first. */
function nextHeading(outline: Outline, section: ProvenSection, style: ChangelogStyle): number | undefined {
  const own = tryParseVersion(section.version);
  const found = outline.versions.find(({ parsed }) => {
    if (own === undefined || parsed === undefined) return !style.oldestFirst;
    return compareVersions(parsed, own) === (style.oldestFirst ? 1 : -1);
  });
  if (found !== undefined) return found.line;
  const { unreleased, versions } = outline;
  const last = versions.at(-1);
  const isLast =
    style.oldestFirst && unreleased !== undefined && (last === undefined || unreleased.line > last.line);
  return isLast ? unreleased.line : undefined;
}

/** The index after the line below which the last section goes. */
function endOfSections(outline: Outline): number {
  const last = outline.versions.at(-1);
  if (last !== undefined) return rangeOf(outline, last).to;
  const { mark = -1, unreleased } = outline;
  if (unreleased !== undefined && unreleased.line > mark) return rangeOf(outline, unreleased).to;
  if (mark >= 0) return mark + 1;
  let end = outline.definitions;
  while (end > 0 && outline.lines[end - 1]?.text.trim() === '') end -= 1;
  return end;
}

/** Places the link definition of the heading, unless it is there or the file has none. */
function placeDefinition(
  outline: Outline,
  section: ProvenSection,
  style: ChangelogStyle,
): LineEdit | undefined {
  const line = renderDefinition(section, style);
  if (line === undefined) return undefined;
  const label = line.slice(0, line.indexOf(']:') + 2).toLowerCase();
  const definitions = outline.lines.slice(outline.definitions);
  if (definitions.some(({ text }) => text.toLowerCase().startsWith(label))) return undefined;
  const first = definitions.find(({ text }) => /^\[v?\d/.test(text));
  return first === undefined ? undefined : { start: first.start, end: first.start, lines: [line] };
}
