import type { ChangelogStyle } from './changelog-style.ts';
import { writeDate } from './date-form.ts';
import { ChangelogError } from '../errors.ts';
import type { ChangelogSection } from './section.ts';

const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+!_-]{0,99}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TAG = /^[!-~]{1,200}$/;

/** The names and addresses that a heading of this section needs. */
interface Places {
  readonly version: string;
  readonly date: string;
  readonly tag: string;
  readonly previousTag: string | undefined;
  readonly repository: string | undefined;
}

/** The project's address: the caller's, else the file's own. */
export function repositoryOf(section: ChangelogSection, style: ChangelogStyle): string | undefined {
  const url = section.repositoryUrl ?? style.heading.repository;
  return url !== undefined && /^https?:\/\/[^\s<>()`"'\\]+$/.test(url) ? url : undefined;
}

/** The heading's lines, and its date's line where the style has one. Errors: `CHANGELOG_SECTION_INVALID`. */
export function renderHeading(section: ChangelogSection, style: ChangelogStyle): string[] {
  const places = placesOf(section, style);
  const title = fill(unlink(style.heading.template, places), places);
  const heading =
    style.heading.underline === undefined ? [title] : [title, style.heading.underline.repeat(title.length)];
  if (style.dateLine === undefined) return heading;
  const blanks = new Array<string>(style.spacing.afterHeading).fill('');
  return [...heading, ...blanks, style.dateLine.replace('{date}', places.date)];
}

/** The section's day as the file writes days. Errors: `CHANGELOG_SECTION_INVALID`. */
export function renderDate(section: ChangelogSection, style: ChangelogStyle): string {
  return placesOf(section, style).date;
}

/** The line at the end of the file that the heading's brackets refer to. */
export function renderDefinition(section: ChangelogSection, style: ChangelogStyle): string | undefined {
  const { link, definition } = style.heading;
  if (link !== 'definition' || definition === undefined) return undefined;
  const places = placesOf(section, style);
  if (places.repository === undefined) return undefined;
  const known = places.previousTag !== undefined || !definition.includes('{previousTag}');
  return fill(`[{version}]: ${known ? definition : '{repository}/releases/tag/{tag}'}`, places);
}

function placesOf(section: ChangelogSection, style: ChangelogStyle): Places {
  const tag = section.tag ?? `${style.heading.tagPrefix ?? 'v'}${section.version}`;
  const good =
    VERSION.test(section.version) &&
    DATE.test(section.date) &&
    TAG.test(tag) &&
    (section.previousTag === undefined || TAG.test(section.previousTag));
  if (!good) {
    const shown = JSON.stringify({ version: section.version, date: section.date, tag });
    throw new ChangelogError('CHANGELOG_SECTION_INVALID', `${shown} cannot stand in a heading`, {
      hint: 'Give the version as 1.2.0, the date as 2026-01-31, and tags as git has them.',
    });
  }
  return {
    version: section.version,
    date: writeDate(section.date, style.dateForm),
    tag: encodeTag(tag),
    previousTag: section.previousTag === undefined ? undefined : encodeTag(section.previousTag),
    repository: repositoryOf(section, style),
  };
}

/** A link that lacks a part becomes the nearest one that has all, else plain text. */
function unlink(template: string, places: Places): string {
  if (places.repository === undefined) {
    return template.replace(/\[([^\]]*)\]\([^)]*\{repository\}[^)]*\)/, '$1');
  }
  if (places.previousTag !== undefined) return template;
  return template.replace(
    /\{repository\}\/compare\/\{previousTag\}\.{2,3}\{tag\}/,
    '{repository}/releases/tag/{tag}',
  );
}

function fill(template: string, places: Places): string {
  return template.replace(/\{(version|date|tag|previousTag|repository)\}/g, (_, name: keyof Places) => {
    return places[name] ?? '';
  });
}

const encodeTag = (tag: string) =>
  encodeURIComponent(tag).replaceAll('%2F', '/').replace(/[()']/g, escapeByte);
const escapeByte = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
