import { readSection } from '@heroku-release/changelog';
import { formatVersion, tryParseVersion } from '@heroku-release/versioning';

/** A heading of Markdown, and in it what may be a version. */
const HEADING = /^#{1,6}\s.*$/gm;
const WORD = /(?<![\w.])v?\d[\w.!+-]*/g;

/**
 * Versions whose section a changelog has now and had not before, canonical. Where no file states the version this is the one thing that
 * a release changes in the tree. Pure.
 */
export function announcedVersions(before: string | undefined, after: string | undefined): string[] {
  if (after === undefined || after === before) return [];
  const words = (after.match(HEADING) ?? []).flatMap((heading) => heading.match(WORD) ?? []);
  const versions = words.flatMap((word) => tryParseVersion(word) ?? []).map(formatVersion);
  return [...new Set(versions)].filter(
    (version) =>
      readSection(after, version) !== undefined && readSection(before ?? '', version) === undefined,
  );
}
