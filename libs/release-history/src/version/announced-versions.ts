import { readSection } from '@heroku-release/changelog';
import { formatVersion, tryParseVersion } from '@heroku-release/versioning';

/** A Markdown heading, and the words in it that may be versions. */
const HEADING = /^#{1,6}\s.*$/gm;
const WORD = /(?<![\w.])v?\d[\w.!+-]*/g;

/**
 * Lists the versions whose section is new in a changelog, canonical. Where no file states the version, this section is the only thing
 * that a release changes in the tree. Pure.
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
