import type { Version } from '@heroku-release/versioning';
import { compareVersions, tryParseVersion } from '@heroku-release/versioning';
import type { MarkdownHeading } from './markdown-lines.ts';

/** A heading that begins the section of a version. */
export interface VersionHeading extends MarkdownHeading {
  /** As written, without `v`. */
  readonly version: string;
  readonly parsed: Version | undefined;
}

const VERSION = String.raw`\d+(?:\.\d+)+(?:[-_.]?(?:alpha|beta|preview|pre|rc|dev|post|a|b|c)(?:[-_.]?\d+)*|-\d+)*(?:\+[\w.]+)?|\d{2,}(?=\s*\()`;
/** An optional word such as `Version` or the project's name, then the version, then nothing that would make it a sentence. */
const TITLE = new RegExp(
  String.raw`^(?:version |release |[A-Za-z][\w.-]*[ -])?(?:\[|\*\*)*(?:\[)?\x60?v?\.?(${VERSION})\x60?(?:\*\*|\])*(?=$|[\s(\[:,{–-])`,
  'i',
);
const SENTENCE = /^\s*[a-z]+ [a-z]+/i;

/** The version that a heading announces. */
export function versionOfHeading(heading: MarkdownHeading): VersionHeading | undefined {
  const found = TITLE.exec(heading.text);
  if (found === null || SENTENCE.test(heading.text.slice(found[0].length))) return undefined;
  const version = found[1] ?? '';
  return { ...heading, version, parsed: tryParseVersion(version) };
}

/**
 * The headings that begin sections: those of the level, or two, that most versions have. Deeper ones, such as a part's own
 * version inside a section, are not among them.
 */
export function versionHeadings(headings: readonly MarkdownHeading[]): VersionHeading[] {
  const all = headings.flatMap((heading) => versionOfHeading(heading) ?? []);
  const counts = new Map<number, number>();
  for (const { level } of all) counts.set(level, (counts.get(level) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const main = [...counts].filter(([, count]) => count === most).map(([level]) => level);
  const deepest = Math.min(...main);
  return all.filter(({ level }) => level <= deepest);
}

/** Whether a heading stands for a version, in any spelling. */
export function isVersion(heading: VersionHeading, version: string): boolean {
  const wanted = tryParseVersion(version);
  if (wanted === undefined || heading.parsed === undefined) return heading.version === version;
  return compareVersions(heading.parsed, wanted) === 0;
}

const UNRELEASED =
  /^\[?(?:unreleased|un-released|dev|development|in development|next|next release|upcoming|latest changes|latest|future|current|current release|main|master|head|tba|wip|vnext)\]?(?:\([^)]*\))?(?: changes)?\s*(?:[-–(].*)?$/i;

/** Whether a heading collects what is not released yet. */
export function isUnreleased(heading: MarkdownHeading): boolean {
  return UNRELEASED.test(heading.text);
}
