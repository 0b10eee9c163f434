import type { ChangelogStyle, HeadingForm } from '../section/changelog-style.ts';
import type { DateForm } from '../section/date-form.ts';
import { findDate } from '../section/date-form.ts';
import { isBullet } from './list-lines.ts';
import type { Outline } from './section-outline.ts';
import type { VersionHeading } from './version-heading.ts';

/** The part of the style that the headings show. */
export type HeadingReading = Pick<ChangelogStyle, 'heading' | 'dateForm' | 'dateLine'>;

const LINK = /\]\((https?:\/\/[^\s()]+)\)/;
const ADDRESS = /^(https?:\/\/[^/]+\/[^/]+\/[^/]+)(\/(?:-\/)?)(compare|releases\/tag|tree)\/(.+)$/;
const RANGE = /^(.+?)(\.{2,3})(.+)$/;
const TAG = /^(.*?)\d+(?:\.\d+)+/;
const DEFINITION = /^\[v?(\d+(?:\.\d+)+[^\]]*)\]:\s*(\S+)$/;
/** No longer line is a link definition of a version, and the pattern takes the square of its length. */
const LONGEST = 1000;
const DATE_LINE = /^[*_]*(?:released?|release date)\b/i;

/** Words between the version and the date that may be in every heading. */
const USUAL_WORDS = /\b(?:released?|date|on)\b/gi;

/**
 * Finds the newest heading that can be a template for the next one. A heading with anything specific to its release cannot: a code name,
 * `[YANKED]`, a date in an unknown form. `undefined` when every heading has such a part.
 *
 * @param newestFirst the headings of released versions
 */
export function detectHeading(
  outline: Outline,
  newestFirst: readonly VersionHeading[],
): HeadingReading | undefined {
  const found = newestFirst.map((heading) => readHeading(outline, heading));
  const templates = found.map(({ heading }) => heading.template);
  const best = found.findIndex(({ heading: { template, link } }) => {
    const own = ownWords(template);
    if (/\p{N}/u.test(own)) return false;
    if (!/\p{L}/u.test(own) && (link !== 'other' || !/\]\([^)]*\d/.test(template))) return true;
    return templates.indexOf(template) !== templates.lastIndexOf(template);
  });
  const reading = found[best];
  if (reading === undefined || !/\bMay\b/.test(newestFirst[best]?.text ?? '')) return reading;
  // "May" does not show whether months are written in full; another heading of the same form may.
  const short = reading.dateForm.replace('January', 'Jan');
  const clear = found.find(({ heading, dateForm }, at) => {
    const isSame =
      heading.template === reading.heading.template && dateForm.replace('January', 'Jan') === short;
    return isSame && !/\bMay\b/.test(newestFirst[at]?.text ?? '');
  });
  return { ...reading, dateForm: clear?.dateForm ?? reading.dateForm };
}

/** The text after the version in a template, without placeholders, URLs and usual words. */
function ownWords(template: string): string {
  return template
    .slice(template.indexOf('{version}'))
    .replace(/\]\([^)]*\)/g, '')
    .replace(/\{(?:version|date|tag|previousTag|repository)\}/g, '')
    .replace(USUAL_WORDS, '');
}

function readHeading(outline: Outline, newest: VersionHeading): HeadingReading {
  const line = outline.lines[newest.line]?.text.trimEnd() ?? '';
  const found = LINK.exec(line);
  const target = found === null ? undefined : readAddress(found[1] ?? '');
  // The version is replaced first, so that a calendar version is not taken for the date.
  let template = line.replace(newest.version, '{version}');
  if (found !== null) {
    template = template.replace(/\]\(https?:\/\/[^\s()]+\)/, `](${target?.template ?? found[1] ?? ''})`);
  }
  const date = findDate(template);
  if (date !== undefined) template = template.replace(date.text, '{date}');
  const definition =
    found === null && /\[v?\{version\}\]/.test(template) ? findDefinition(outline) : undefined;
  const tagPrefix = target?.tagPrefix ?? definition?.tagPrefix;
  template = template
    .replaceAll(`#${tagPrefix ?? ''}${newest.version}`, '#{tag}')
    .replaceAll(newest.version, '{version}');
  const repository = target?.repository ?? definition?.repository;
  const heading: HeadingForm = {
    level: newest.level,
    underline: newest.underline,
    template,
    hasDate: date !== undefined,
    link: target?.link ?? (found !== null ? 'other' : definition === undefined ? 'none' : 'definition'),
    definition: definition?.template,
    tagPrefix,
    repository,
  };
  const dateLine = date === undefined ? findDateLine(outline, newest) : undefined;
  return {
    heading,
    dateForm: date?.form ?? dateLine?.form ?? '2026-01-31',
    dateLine: dateLine?.template,
  };
}

interface Address {
  readonly template: string;
  readonly link: 'compare' | 'release' | 'tree';
  readonly repository: string;
  readonly tagPrefix: string | undefined;
}

function readAddress(url: string): Address | undefined {
  const found = ADDRESS.exec(url);
  if (found === null) return undefined;
  const [, repository = '', slash = '/', place = '', rest = ''] = found;
  const start = `{repository}${slash}`;
  if (place !== 'compare') {
    const link = place === 'tree' ? 'tree' : 'release';
    return { template: `${start}${place}/{tag}`, link, repository, tagPrefix: prefixOf(rest) };
  }
  const range = RANGE.exec(rest);
  if (range === null) return undefined;
  // The tag on the left existed; the one on the right may have been written before it was created.
  const tagPrefix = prefixOf(range[1] ?? '') ?? prefixOf(range[3] ?? '');
  return {
    template: `${start}compare/{previousTag}${range[2] ?? '...'}{tag}`,
    link: 'compare',
    repository,
    tagPrefix,
  };
}

function prefixOf(tag: string): string | undefined {
  return TAG.exec(tag)?.[1];
}

function findDefinition(outline: Outline): Address | undefined {
  for (const line of outline.lines.slice(outline.definitions)) {
    const found = line.text.length > LONGEST ? null : DEFINITION.exec(line.text);
    const address = found === null ? undefined : readAddress(found[2] ?? '');
    if (address !== undefined) return address;
  }
  return undefined;
}

function findDateLine(
  outline: Outline,
  heading: VersionHeading,
): { readonly template: string; readonly form: DateForm } | undefined {
  const line = outline.lines.slice(heading.next, heading.next + 3).find(({ text }) => text.trim() !== '');
  const text = line?.text.trim() ?? '';
  const date = text.length < 60 ? findDate(text) : undefined;
  if (date === undefined) return undefined;
  const isDate = DATE_LINE.test(text) || !/[\p{L}\p{N}]/u.test(text.replace(date.text, ''));
  return !isDate || isBullet(text)
    ? undefined
    : { template: text.replace(date.text, '{date}'), form: date.form };
}
