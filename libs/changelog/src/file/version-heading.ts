import type { Version } from '@heroku-release/versioning';
import { compareVersions, tryParseVersion } from '@heroku-release/versioning';
import { findDate } from '../section/date-form.ts';
import type { MarkdownHeading } from './markdown-lines.ts';

/** The heading of a version's section. */
export interface VersionHeading extends MarkdownHeading {
  /** As written, without `v`; the first of a heading with several versions. */
  readonly version: string;
  /** The version that places the section: of a range `1.2.3 - 1.2.4` the last, of `1.44.0/0.65b0` the first. */
  readonly parsed: Version | undefined;
}

const VERSION = String.raw`\d+(?:\.\d+)+(?:[-_.]?(?:alpha|beta|preview|pre|rc|dev|post|a|b|c)(?:[-_.]?\d+)*|-\d+)*(?:\+[\w.]+)?|\d{2,}(?=\s*\()`;
/** An optional word such as `Version` or the project's name, then the version, then anything but a sentence. */
const TITLE = new RegExp(
  String.raw`^(?:version |release |[A-Za-z][\w.-]*[ -])?(?:\[|\*\*)*(?:\[)?\x60?v?\.?(${VERSION})\x60?(?:\*\*|\])*(?=$|[\s(\[:,{–/&+-])`,
  'i',
);
/** The end of a range of versions, after its start. */
const RANGE_END = new RegExp(
  String.raw`^[\x60*\]]*\s*(?:-|–|—|\.{2,3}|to\b|through\b)\s*[\x60*\[]*v?(${VERSION})`,
  'i',
);
/** No longer line is the heading of a version, and the patterns for headings take the square of its length. */
const LONGEST = 1000;
const SENTENCE = /^\s*[a-z]+ [a-z]+/i;

/** Parses the version in a heading. */
function parseVersionHeading(heading: MarkdownHeading): VersionHeading | undefined {
  const found = heading.text.length > LONGEST ? null : TITLE.exec(heading.text);
  if (found === null || SENTENCE.test(heading.text.slice(found[0].length))) return undefined;
  const version = found[1] ?? '';
  const rest = heading.text.slice(heading.text.indexOf(version) + version.length);
  return { ...heading, version, parsed: lastOfRange(version, rest) };
}

/** Parses a version, or the later one where a range of the same major version follows. A date after the version is not a range. */
function lastOfRange(first: string, rest: string): Version | undefined {
  const from = tryParseVersion(first);
  const end = RANGE_END.exec(rest)?.[1];
  const to = end === undefined || findDate(rest) !== undefined ? undefined : tryParseVersion(end);
  if (from === undefined || to === undefined) return from;
  const isRange = majorOf(first) === majorOf(end) && compareVersions(from, to) < 0;
  return isRange ? to : from;
}

function majorOf(version: string | undefined): string | undefined {
  return version?.split('.')[0];
}

/**
 * Selects the headings of sections: those at the one or two levels that most versions have, and deeper ones that have the same form and fit
 * into the order (`##` for a minor version, `###` for a patch). The version of a component inside a section is not selected, nor is `## 2.0`
 * directly above `### 2.0.1`.
 */
export function versionHeadings(headings: readonly MarkdownHeading[]): VersionHeading[] {
  const all = headings
    .map(parseVersionHeading)
    .filter((heading, at, list) => heading !== undefined && !isSeries(heading, list[at + 1]))
    .filter((heading) => heading !== undefined);
  const counts = new Map<number, number>();
  for (const { level } of all) counts.set(level, (counts.get(level) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const main = [...counts].filter(([, count]) => count === most).map(([level]) => level);
  const deepest = Math.min(...main);
  if (all.every(({ level }) => level <= deepest)) return all;
  const shapes = new Set(all.filter(({ level }) => level <= deepest).map(shapeOf));
  const isMain = ({ level }: VersionHeading) => level <= deepest;
  const mains = all.filter(isMain);
  let passed = 0;
  return all.filter((heading) => {
    if (!isMain(heading))
      return shapes.has(shapeOf(heading)) && isBetween(heading, mains[passed - 1], mains[passed]);
    passed += 1;
    return true;
  });
}

/** Whether a heading only groups the versions below it. */
function isSeries(heading: VersionHeading, next: VersionHeading | undefined): boolean {
  return (
    next !== undefined &&
    next.level > heading.level &&
    (next.version === heading.version || next.version.startsWith(`${heading.version}.`))
  );
}

/** The form of a heading, without the parts that differ between versions. */
function shapeOf({ text, version }: VersionHeading): string {
  const shape = text.replace(version, 'V').replace(/\]\([^)]*\)/g, ']()');
  const date = findDate(shape);
  return date === undefined ? shape : shape.replace(date.text, 'D');
}

function isBetween(
  { parsed }: VersionHeading,
  above: VersionHeading | undefined,
  below: VersionHeading | undefined,
): boolean {
  if (parsed === undefined) return false;
  const toAbove = above?.parsed === undefined ? undefined : compareVersions(above.parsed, parsed);
  const toBelow = below?.parsed === undefined ? undefined : compareVersions(parsed, below.parsed);
  return toAbove !== 0 && toBelow !== 0 && (toAbove ?? toBelow) === (toBelow ?? toAbove);
}

/** The name of a project or package before the version; empty if there is none. */
export function nameInHeading({ text, version }: VersionHeading): string {
  const name = text.slice(0, text.indexOf(version)).replace(/[^A-Za-z0-9_.-]|v?\.?$/g, '');
  return /^(?:version|release)?$/i.test(name) ? '' : name.toLowerCase();
}

/** Whether a heading is that of a version, in any spelling. */
export function isVersion(heading: VersionHeading, version: string): boolean {
  const wanted = tryParseVersion(version);
  if (wanted === undefined || heading.parsed === undefined) return heading.version === version;
  return compareVersions(heading.parsed, wanted) === 0;
}

const UNRELEASED =
  /^\[?(?:unreleased|not yet released|[xn]\.[xyn]\.[xzn]|un-released|dev|development|in development|next|next release|upcoming|latest changes|latest|future|current|current release|main|master|head|tba|wip|vnext)\]?(?:\([^)]*\))?(?: changes)?\s*(?:[-–(].*)?$/i;

/** Whether a heading is that of unreleased changes. */
export function isUnreleased(heading: MarkdownHeading): boolean {
  return heading.text.length <= LONGEST && UNRELEASED.test(heading.text);
}
