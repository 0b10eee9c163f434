import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import { ENTRY_KINDS } from '../commit/entry-kind.ts';
import type { ChangelogStyle } from './changelog-style.ts';
import { DEFAULT_STYLE } from './changelog-style.ts';
import { GroupNames } from './group-names.ts';
import { blankLines, joinLines } from './lines.ts';
import { renderEntry } from './render-entry.ts';
import { renderHeading, repositoryOf } from './render-heading.ts';
import type { ChangelogSection } from './section.ts';

/** The line of a section without entries. */
export const NO_CHANGES = 'No changes.';

/** A group of entries under one name. */
export interface EntryGroup {
  readonly name: string;
  readonly entries: readonly ChangelogEntry[];
}

const RANK = new Map(ENTRY_KINDS.map((kind, at) => [kind, at + 1] as const));

/** Renders a section, heading included, with a line end after the last line. Errors: `CHANGELOG_SECTION_INVALID`. */
export function renderSection(section: ChangelogSection, style: ChangelogStyle = DEFAULT_STYLE): string {
  return joinLines(sectionLines(section, style), style.lineEnd);
}

/** The lines of a section, heading included. Errors: `CHANGELOG_SECTION_INVALID`. */
export function sectionLines(section: ChangelogSection, style: ChangelogStyle): string[] {
  const gap = style.dateLine === undefined ? style.spacing.afterHeading : 1;
  return [...renderHeading(section, style), ...blankLines(gap), ...bodyLines(section, style)];
}

/** The lines below the heading. */
export function bodyLines(section: ChangelogSection, style: ChangelogStyle): string[] {
  if (section.entries.length === 0) return [NO_CHANGES];
  const groups = groupEntries(section.entries, style);
  const repository = repositoryOf(section, style);
  const lines: string[] = style.wrapper === undefined ? [] : [style.wrapper, ''];
  for (const [at, group] of groups.entries()) {
    if (at > 0) lines.push(...blankLines(style.spacing.betweenGroups));
    lines.push(...groupLines(group, style, repository));
  }
  return lines;
}

/** The line that names a group, if the style has one, and the lines of its entries. */
export function groupLines(
  group: EntryGroup,
  style: ChangelogStyle,
  repository: string | undefined,
): string[] {
  const title = groupTitle(group.name, style);
  const entries = entryLines(group.entries, style, repository);
  return title === undefined ? entries : [title, ...blankLines(style.spacing.afterGroup), ...entries];
}

/** The lines of entries, with blank lines between them where the style has some. */
export function entryLines(
  entries: readonly ChangelogEntry[],
  style: ChangelogStyle,
  repository: string | undefined,
): string[] {
  const lines: string[] = [];
  for (const [at, entry] of entries.entries()) {
    if (at > 0 && style.bullet.apart) lines.push('');
    lines.push(renderEntry(entry, style, repository));
  }
  return lines;
}

/** The line that names a group; `undefined` in a style without groups. */
function groupTitle(name: string, style: ChangelogStyle): string | undefined {
  const { kind, level, colon } = style.groups;
  const end = colon ? ':' : '';
  if (kind === 'none') return undefined;
  if (kind === 'heading') return `${'#'.repeat(level)} ${name}`;
  return kind === 'bold' ? `**${name}${end}**` : `***${name}${end}***`;
}

/**
 * Groups entries by name: breaking changes first, then in the order of the file's groups, with groups that the file lacks in the order of
 * their kinds. Kinds with the same name share a group.
 */
export function groupEntries(entries: readonly ChangelogEntry[], style: ChangelogStyle): EntryGroup[] {
  const names = new GroupNames(style);
  const groups = new Map<string, { name: string; rank: number; entries: ChangelogEntry[] }>();
  for (const entry of entries) {
    const name = style.groups.kind === 'none' ? '' : names.of(entry);
    const rank = entry.breaking ? 0 : (RANK.get(entry.kind) ?? RANK.size);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { name, rank, entries: [entry] });
    else {
      group.entries.push(entry);
      group.rank = Math.min(group.rank, rank);
    }
  }
  return inOrderOf(
    style.groups.names,
    [...groups.values()].sort((a, b) => a.rank - b.rank),
  ).map((group) => ({
    name: group.name,
    // In a style without groups, breaking changes still come first.
    entries:
      group.name === ''
        ? [
            ...group.entries.filter((entry) => entry.breaking),
            ...group.entries.filter((entry) => !entry.breaking),
          ]
        : group.entries,
  }));
}

/** Reorders the groups that the file already has to match the file; breaking changes and other groups keep their places. */
function inOrderOf<Group extends { readonly name: string; readonly rank: number }>(
  names: readonly string[],
  groups: readonly Group[],
): readonly Group[] {
  const isKnown = ({ name, rank }: Group) => rank > 0 && names.includes(name);
  const known = groups.filter(isKnown).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  return groups.map((group) => (isKnown(group) ? (known.shift() ?? group) : group));
}
