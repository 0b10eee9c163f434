import type { ChangelogStyle } from './changelog-style.ts';
import { DEFAULT_STYLE } from './changelog-style.ts';
import { GroupNames } from './group-names.ts';
import { renderEntry } from './render-entry.ts';
import { renderHeading, repositoryOf } from './render-heading.ts';
import type { ChangelogEntry, ChangelogSection } from './section.ts';
import { ENTRY_KINDS } from '../commit/entry-kind.ts';

/** The line of a section without entries. */
export const NO_CHANGES = 'No changes.';

/** A group of entries under one name. */
export interface EntryGroup {
  readonly name: string;
  readonly entries: readonly ChangelogEntry[];
}

const RANK = new Map(ENTRY_KINDS.map((kind, at) => [kind, at + 1] as const));

/** The text of a section, heading included, with a line end at its end. Errors: `CHANGELOG_SECTION_INVALID`. */
export function renderSection(section: ChangelogSection, style: ChangelogStyle = DEFAULT_STYLE): string {
  const { afterHeading } = style.spacing;
  const head = [...renderHeading(section, style), ...blank(style.dateLine === undefined ? afterHeading : 1)];
  return joinLines([...head, ...renderBody(section, style)], style);
}

/** The lines below the heading. */
export function renderBody(section: ChangelogSection, style: ChangelogStyle): string[] {
  if (section.entries.length === 0) return [NO_CHANGES];
  const groups = groupEntries(section.entries, style);
  const repository = repositoryOf(section, style);
  const lines: string[] = style.wrapper === undefined ? [] : [style.wrapper, ''];
  for (const [at, group] of groups.entries()) {
    if (at > 0) lines.push(...blank(style.spacing.betweenGroups));
    lines.push(...renderGroup(group, style, repository));
  }
  return lines;
}

/** A group's name and its entries. */
export function renderGroup(
  group: EntryGroup,
  style: ChangelogStyle,
  repository: string | undefined,
): string[] {
  const head = groupLine(group.name, style);
  const lines = head === undefined ? [] : [head, ...blank(style.spacing.afterGroup)];
  for (const [at, entry] of group.entries.entries()) {
    if (at > 0 && style.bullet.apart) lines.push('');
    lines.push(renderEntry(entry, style, repository));
  }
  return lines;
}

/** The line that names a group; `undefined` in a style without groups. */
export function groupLine(name: string, style: ChangelogStyle): string | undefined {
  const { kind, level, colon } = style.groups;
  const end = colon ? ':' : '';
  if (kind === 'none') return undefined;
  if (kind === 'heading') return `${'#'.repeat(level)} ${name}`;
  return kind === 'bold' ? `**${name}${end}**` : `***${name}${end}***`;
}

/**
 * Entries by group: breaking changes first, then in the order in which the file has its groups, those that it lacks by kind among
 * them. Kinds with the same name make one group.
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
    // Without names to tell them apart, breaking changes still come first.
    entries:
      group.name === ''
        ? [
            ...group.entries.filter((entry) => entry.breaking),
            ...group.entries.filter((entry) => !entry.breaking),
          ]
        : group.entries,
  }));
}

/** Groups that the file knows take their places among themselves in its order; breaking changes and others keep theirs. */
function inOrderOf<Group extends { readonly name: string; readonly rank: number }>(
  names: readonly string[],
  groups: readonly Group[],
): readonly Group[] {
  const isKnown = ({ name, rank }: Group) => rank > 0 && names.includes(name);
  const known = groups.filter(isKnown).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  return groups.map((group) => (isKnown(group) ? (known.shift() ?? group) : group));
}

/** Lines as text. */
export function joinLines(lines: readonly string[], style: ChangelogStyle): string {
  return lines.length === 0 ? '' : `${lines.join(style.lineEnd)}${style.lineEnd}`;
}

/** As many empty lines. */
export function blank(count: number): string[] {
  return new Array<string>(count).fill('');
}
