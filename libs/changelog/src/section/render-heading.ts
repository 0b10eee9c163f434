import { ChangelogError } from '../errors.ts';
import type { ChangelogStyle } from './changelog-style.ts';
import { formatDate } from './date-form.ts';
import { blankLines } from './lines.ts';
import type { ChangelogSection } from './section.ts';

const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+!_-]{0,99}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TAG = /^[!-~]{1,200}$/;

/** The values of the placeholders in a heading. */
interface Placeholders {
  readonly version: string;
  readonly date: string;
  readonly tag: string;
  readonly previousTag: string | undefined;
  readonly repository: string | undefined;
}

/** The URL of the project: that of the section, otherwise that of the file. */
export function repositoryOf(section: ChangelogSection, style: ChangelogStyle): string | undefined {
  const url = section.repositoryUrl ?? style.heading.repository;
  return url !== undefined && /^https?:\/\/[^\s<>()`"'\\]+$/.test(url) ? url : undefined;
}

/** Renders the lines of the heading, and the date line if the style has one. Errors: `CHANGELOG_SECTION_INVALID`. */
export function renderHeading(section: ChangelogSection, style: ChangelogStyle): string[] {
  const values = placeholdersOf(section, style);
  const title = fill(unlink(style.heading.template, values), values);
  const heading =
    style.heading.underline === undefined ? [title] : [title, style.heading.underline.repeat(title.length)];
  if (style.dateLine === undefined) return heading;
  return [
    ...heading,
    ...blankLines(style.spacing.afterHeading),
    style.dateLine.replace('{date}', values.date),
  ];
}

/** Renders the section's date in the form of the file. Errors: `CHANGELOG_SECTION_INVALID`. */
export function renderDate(section: ChangelogSection, style: ChangelogStyle): string {
  return placeholdersOf(section, style).date;
}

/** Renders the link definition at the end of the file, if the heading refers to one. */
export function renderDefinition(section: ChangelogSection, style: ChangelogStyle): string | undefined {
  const { link, definition } = style.heading;
  if (link !== 'definition' || definition === undefined) return undefined;
  const values = placeholdersOf(section, style);
  if (values.repository === undefined) return undefined;
  const known = values.previousTag !== undefined || !definition.includes('{previousTag}');
  return fill(`[{version}]: ${known ? definition : '{repository}/releases/tag/{tag}'}`, values);
}

function placeholdersOf(section: ChangelogSection, style: ChangelogStyle): Placeholders {
  const tag = section.tag ?? `${style.heading.tagPrefix ?? 'v'}${section.version}`;
  const isValid =
    VERSION.test(section.version) &&
    DATE.test(section.date) &&
    TAG.test(tag) &&
    (section.previousTag === undefined || TAG.test(section.previousTag));
  if (!isValid) {
    const shown = JSON.stringify({ version: section.version, date: section.date, tag });
    throw new ChangelogError('CHANGELOG_SECTION_INVALID', `${shown} cannot be used in a heading`, {
      hint: 'Pass the version as 1.2.0, the date as 2026-01-31, and tags as in git.',
    });
  }
  return {
    version: section.version,
    date: formatDate(section.date, style.dateForm),
    tag: encodeTag(tag),
    previousTag: section.previousTag === undefined ? undefined : encodeTag(section.previousTag),
    repository: repositoryOf(section, style),
  };
}

/** Replaces a link that lacks a part by one that does not need it, or by plain text. */
function unlink(template: string, values: Placeholders): string {
  if (values.repository === undefined) {
    return template.replace(/\[([^\]]*)\]\([^)]*\{repository\}[^)]*\)/, '$1');
  }
  if (values.previousTag !== undefined) return template;
  return template.replace(
    /\{repository\}\/compare\/\{previousTag\}\.{2,3}\{tag\}/,
    '{repository}/releases/tag/{tag}',
  );
}

function fill(template: string, values: Placeholders): string {
  return template.replace(/\{(version|date|tag|previousTag|repository)\}/g, (_, name: keyof Placeholders) => {
    return values[name] ?? '';
  });
}

const encodeTag = (tag: string) =>
  encodeURIComponent(tag).replaceAll('%2F', '/').replace(/[()']/g, escapeByte);
const escapeByte = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
