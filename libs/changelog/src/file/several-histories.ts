import { compareVersions } from '@heroku-release/versioning';
import type { Outline } from './section-outline.ts';
import type { VersionHeading } from './version-heading.ts';
import { nameInHeading } from './version-heading.ts';

/** Whether a file has the versions of several packages, so that the place of the next section is unknown. */
export function hasSeveralHistories(outline: Outline): boolean {
  return alternate(outline.versions.map(nameInHeading)) || restart(outline);
}

/** Whether names alternate; in a renamed project one follows the other. */
function alternate(names: readonly string[]): boolean {
  const turns = names.filter((name, at) => name !== '' && name !== names[at - 1]);
  return new Set(turns).size < turns.length && new Set(turns).size > 1;
}

/** Whether the versions below a heading without a number do not continue those above it. */
function restart(outline: Outline): boolean {
  const { versions, headings } = outline;
  const places = new Map(headings.map(({ line }, at) => [line, at]));
  return versions.some((version, at) => {
    const before = versions[at - 1];
    const after = versions[at + 1];
    if (before === undefined || after === undefined) return false;
    const across = order(before, version);
    if (across === 0 || across !== -order(version, after)) return false;
    const between = headings
      .slice((places.get(before.line) ?? 0) + 1, places.get(version.line))
      .findLast(({ level }) => level < version.level);
    return between !== undefined && !/\d/.test(between.text);
  });
}

function order({ parsed: a }: VersionHeading, { parsed: b }: VersionHeading): number {
  return a === undefined || b === undefined ? 0 : compareVersions(a, b);
}
