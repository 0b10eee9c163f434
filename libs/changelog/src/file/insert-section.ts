import { compareVersions, tryParseVersion } from '@heroku-release/versioning';
import type { ChangelogStyle } from '../section/changelog-style.ts';
import { countMark } from './count-mark.ts';
import { detectStyle } from './detect-style.ts';
import { ChangelogError } from '../errors.ts';
import { findSection } from './read-section.ts';
import { releaseHeading } from './release-heading.ts';
import { renderDefinition } from '../section/render-heading.ts';
import { blank, joinLines, renderSection } from '../section/render-section.ts';
import type { ChangelogSection } from '../section/section.ts';
import type { Outline } from './section-outline.ts';
import { outlineOf, rangeOf, startOf } from './section-outline.ts';
import type { TextEdit } from './text-edits.ts';
import { applyEdits } from './text-edits.ts';
import { updateSection } from './update-section.ts';

const INTRODUCTION = [
  '# Changelog',
  '',
  'All notable changes to this project are documented in this file.',
  '',
];

/**
 * The changelog with the section in it, in the file's own style, every other byte unchanged. An existing section of the version gets what
 * is new; what people changed or took out stays so, save that `(unreleased)` in its heading becomes the day. A second call with the same
 * section changes nothing. An empty text becomes a new file.
 *
 * Errors: `CHANGELOG_FORMAT_UNSUPPORTED` (reStructuredText, or a file that only points elsewhere), `CHANGELOG_STYLE_UNKNOWN`,
 * `CHANGELOG_SECTION_INVALID`.
 */
export function insertSection(
  text: string,
  section: ChangelogSection,
  style: ChangelogStyle = detectStyle(text),
): string {
  refuseForeign(style);
  const outline = outlineOf(text);
  const range = findSection(outline, section.version);
  if (range !== undefined) {
    const heading = releaseHeading(outline, range, section, style);
    const edits = updateSection(outline, range, section, style);
    return applyEdits(text, heading === undefined ? edits : [heading, ...edits], style.lineEnd);
  }
  const mark = countMark(section);
  const own = renderSection(section, style) + (mark === undefined ? '' : joinLines(['', mark], style));
  const edits = [placeSection(outline, section, style, own)];
  const definition = placeDefinition(outline, section, style);
  if (definition !== undefined) edits.push(definition);
  return applyEdits(text, edits, style.lineEnd);
}

function refuseForeign(style: ChangelogStyle): void {
  if (style.kind === 'markdown' || style.kind === 'new') return;
  if (style.kind === 'unknown') {
    throw new ChangelogError(
      'CHANGELOG_STYLE_UNKNOWN',
      'The changelog has no section that shows how the next is to be written',
      {
        hint: 'Write the heading of the last version like "## 1.2.0 - 2026-01-31", or give a style.',
      },
    );
  }
  const what = style.kind === 'rst' ? 'is reStructuredText' : 'only says where the changelog is';
  throw new ChangelogError('CHANGELOG_FORMAT_UNSUPPORTED', `The changelog file ${what}`, {
    hint: 'Name a Markdown file as the changelog in the settings.',
  });
}

function placeSection(
  outline: Outline,
  section: ChangelogSection,
  style: ChangelogStyle,
  own: string,
): TextEdit {
  const blanks = joinLines(blank(style.spacing.betweenSections), style);
  const gap = style.rule === undefined ? blanks : blanks + joinLines([style.rule], style) + blanks;
  const heading = nextHeading(outline, section, style);
  const next = heading === undefined ? undefined : startOf(outline, heading);
  const line = next === undefined ? undefined : outline.lines[next];
  if (line !== undefined && next !== undefined) {
    const above = outline.lines[next - 1]?.text.trim() ?? '';
    const text = above === '' ? own : joinLines([''], style) + own;
    return { start: line.start, end: line.start, text: text + (gap === '' ? joinLines([''], style) : gap) };
  }
  const end = lastLine(outline, style);
  const at = outline.lines[end - 1]?.end ?? 0;
  const below = outline.lines[end];
  if (at === 0) {
    const intro = outline.lines.length === 0 ? joinLines(INTRODUCTION, style) : '';
    return { start: 0, end: 0, text: intro + own };
  }
  const after = below !== undefined && below.text.trim() !== '' ? joinLines([''], style) : '';
  return {
    start: at,
    end: at,
    text: (gap === '' ? joinLines([''], style) : gap) + own + after,
    opens: true,
  };
}

/** The line of the heading that the new section goes in front of: the first older version, or in files that grow downwards the first newer. */
function nextHeading(outline: Outline, section: ChangelogSection, style: ChangelogStyle): number | undefined {
  const own = tryParseVersion(section.version);
  const found = outline.versions.find(({ parsed }) => {
    if (own === undefined || parsed === undefined) return !style.oldestFirst;
    return compareVersions(parsed, own) === (style.oldestFirst ? 1 : -1);
  });
  if (found !== undefined) return found.line;
  const { unreleased, versions } = outline;
  const last = versions.at(-1);
  const below =
    style.oldestFirst && unreleased !== undefined && (last === undefined || unreleased.line > last.line);
  return below ? unreleased.line : undefined;
}

/** Index after the line below which a section goes that nothing follows. */
function lastLine(outline: Outline, style: ChangelogStyle): number {
  const last = outline.versions.at(-1);
  if (last !== undefined) return rangeOf(outline, last).to;
  const marker = outline.lines.findIndex((line) => line.text.trim() === style.marker);
  if (marker >= 0) return marker + 1;
  if (outline.unreleased !== undefined) return rangeOf(outline, outline.unreleased).to;
  let end = outline.definitions;
  while (end > 0 && outline.lines[end - 1]?.text.trim() === '') end -= 1;
  return end;
}

function placeDefinition(
  outline: Outline,
  section: ChangelogSection,
  style: ChangelogStyle,
): TextEdit | undefined {
  const line = renderDefinition(section, style);
  if (line === undefined) return undefined;
  const known = line.slice(0, line.indexOf(']:') + 2).toLowerCase();
  const definitions = outline.lines.slice(outline.definitions);
  if (definitions.some(({ text }) => text.toLowerCase().startsWith(known))) return undefined;
  const first = definitions.find(({ text }) => /^\[v?\d/.test(text));
  return first === undefined
    ? undefined
    : { start: first.start, end: first.start, text: joinLines([line], style) };
}
