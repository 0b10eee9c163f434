import type { ChangelogEntry } from './changelog-entry.ts';
import type { EntryKind } from './entry-kind.ts';
import { ENTRY_KINDS } from './entry-kind.ts';
import type { LabelReading } from './label-kinds.ts';
import type { ParsedCommit } from './parse-commit.ts';
import { isBreaking, type ParsedUnit } from './parsed-unit.ts';
import { isChangelogEdit } from './release-commit.ts';
import { safeProse, safeText } from './safe-text.ts';

/** Drafts the entry of a unit. */
export function draftEntry(unit: ParsedUnit, labels: LabelReading | undefined): ChangelogEntry {
  const { commit, merged, parsed, inner } = unit;
  const source = sourceOf(parsed, inner);
  const entry: Mutable<ChangelogEntry> = {
    sha: commit.sha,
    kind: parsed.isAdvisory ? 'security' : (labels?.kind ?? kindOf(source, inner)),
    breaking: labels?.breaking === true || isBreaking(unit),
    text: textOf(source, inner),
    notes: notesOf(source, parsed, inner),
    pullRequests: numbersOf(parsed, inner),
    commits: inner.length === 0 ? [commit.sha] : [commit.sha, ...merged.map(({ sha }) => sha)],
  };
  // Assigned one by one: this runs for every commit of a history, and spreading costs as much as all the rest.
  if (source.type !== undefined) entry.type = source.type;
  const scope = source.scope === undefined ? '' : safeText(source.scope);
  if (scope !== '') entry.scope = scope;
  return entry;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const NO_NOTES: readonly string[] = [];

/** The notes on breaking changes, without duplicates: the footers, or the title of a breaking commit in a merge. */
function notesOf(
  source: ParsedCommit,
  parsed: ParsedCommit,
  inner: readonly ParsedCommit[],
): readonly string[] {
  if (inner.length === 0 && parsed.breakingNotes.length === 0) return NO_NOTES;
  const all = [parsed, ...inner].filter((part) => part.breaking);
  if (all.length === 0) return NO_NOTES;
  const shown = isUntitled(source) ? titlesOf(inner).slice(0, MOST_TITLES) : NO_NOTES;
  const notes = new Set(all.flatMap((part) => notesOfPart(part, shown)));
  // A note that only repeats the subject adds nothing.
  notes.delete(source.description);
  return Array.from(notes, safeProse);
}

/** @param shown titles that are already in the text of the entry */
function notesOfPart(part: ParsedCommit, shown: readonly string[]): readonly string[] {
  const inBody = part.changes.filter(({ breaking }) => breaking);
  const unnoted = inBody.filter(({ notes }) => notes.every((note) => note === ''));
  const notes = [
    ...part.breakingNotes.filter((note) => note !== ''),
    ...unnoted.map(({ description }) => description),
  ];
  if (notes.length > 0) return notes;
  return shown.includes(part.title) ? NO_NOTES : [part.description];
}

/** Whether the message is a merge that states only its branch, or only that it fixes an advisory. */
function isUntitled(parsed: ParsedCommit): boolean {
  return (parsed.branch !== undefined || parsed.isAdvisory) && parsed.title.startsWith('Merge');
}

/** The commit whose message becomes the text: the only commit of an untitled merge, otherwise the unit's own commit. */
function sourceOf(parsed: ParsedCommit, inner: readonly ParsedCommit[]): ParsedCommit {
  if (!isUntitled(parsed)) return parsed;
  const own = inner.filter((part) => !part.isMerge);
  return own.length === 1 && own[0] !== undefined ? own[0] : parsed;
}

function textOf(source: ParsedCommit, inner: readonly ParsedCommit[]): string {
  if (isUntitled(source)) {
    const titles = titlesOf(inner);
    const rest = titles.length > MOST_TITLES ? [`${titles.length - MOST_TITLES} more`] : [];
    const list = [...titles.slice(0, MOST_TITLES), ...rest].map(safeText).join('; ');
    // The subject of an advisory's merge says nothing of the fix.
    if (source.branch === undefined) return list === '' ? safeText(source.title) : list;
    return `${safeText(`Merge branch '${source.branch}'`)}${list === '' ? '' : `: ${list}`}`;
  }
  const text = safeText(source.description);
  return text === '' ? '(no message)' : text;
}

/** The titles of the merged pull requests, or of the commits when there are none; breaking changes first. */
function titlesOf(inner: readonly ParsedCommit[]): readonly string[] {
  const numbered = inner.filter((part) => part.pullRequest !== undefined);
  const own = inner.filter((part) => !part.isMerge && !part.isRelease && !isChangelogEdit(part.title));
  const named = numbered.length === 0 ? own : numbered;
  const breaking = own.filter((part) => part.breaking);
  return [...new Set([...breaking, ...named].map((part) => part.title))];
}

/** How many titles the entry of a merged branch lists. */
const MOST_TITLES = 5;

/** The kind of the source; if that is a guess without a result, the kind by the types of the merged commits. */
function kindOf(source: ParsedCommit, inner: readonly ParsedCommit[]): EntryKind {
  if (source.kindBy !== 'words' || source.kind !== 'other') return source.kind;
  const kinds = new Set(inner.filter((part) => part.kindBy === 'type').map((part) => part.kind));
  return ENTRY_KINDS.find((kind) => kinds.has(kind)) ?? source.kind;
}

const NO_NUMBERS: readonly number[] = [];

function numbersOf(parsed: ParsedCommit, inner: readonly ParsedCommit[]): readonly number[] {
  if (inner.length === 0) return parsed.pullRequest === undefined ? NO_NUMBERS : [parsed.pullRequest];
  const numbers = new Set<number>();
  if (parsed.pullRequest !== undefined) numbers.add(parsed.pullRequest);
  for (const part of inner) {
    // Inside a merged pull request a trailing (#12) may well be an issue; the number of a merge is a pull request.
    if (part.pullRequest !== undefined && (part.isMerge || parsed.pullRequest === undefined)) {
      numbers.add(part.pullRequest);
    }
  }
  return [...numbers];
}
