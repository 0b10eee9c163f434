import type { CommitUnit } from './commit-units.ts';
import type { EntryKind } from './entry-kind.ts';
import { ENTRY_KINDS } from './entry-kind.ts';
import type { LabelReading } from './label-kinds.ts';
import type { ParsedCommit } from './parse-commit.ts';
import { isChangelogEdit } from './release-commit.ts';
import { safeProse, safeText } from './safe-text.ts';
import type { ChangelogEntry } from '../section/section.ts';

/** A unit with its message read, on its way to an entry. */
export interface ReadUnit {
  readonly unit: CommitUnit;
  readonly parsed: ParsedCommit;
  /** The brought commits, read. */
  readonly inner: readonly ParsedCommit[];
}

/** The entry of a unit. */
export function draftEntry(read: ReadUnit, labels: LabelReading | undefined): ChangelogEntry {
  const { unit, parsed, inner } = read;
  const voice = voiceOf(parsed, inner);
  const entry: Mutable<ChangelogEntry> = {
    sha: unit.commit.sha,
    kind: labels?.kind ?? kindOf(voice, inner),
    breaking: parsed.breaking || labels?.breaking === true || inner.some((part) => part.breaking),
    text: textOf(voice, inner),
    notes: notesOf(voice, parsed, inner),
    pullRequests: numbersOf(parsed, inner),
    commits:
      inner.length === 0 ? [unit.commit.sha] : [unit.commit.sha, ...unit.brought.map(({ sha }) => sha)],
  };
  // One by one: this runs for every commit of a history, and spreading costs as much as all the rest.
  if (voice.type !== undefined) entry.type = voice.type;
  const scope = voice.scope === undefined ? '' : safeText(voice.scope);
  if (scope !== '') entry.scope = scope;
  return entry;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const NO_NOTES: readonly string[] = [];

/** What breaks, each once: by the footers, or by the title of a breaking commit that a merge brought. */
function notesOf(
  voice: ParsedCommit,
  parsed: ParsedCommit,
  inner: readonly ParsedCommit[],
): readonly string[] {
  if (inner.length === 0 && parsed.breakingNotes.length === 0) return NO_NOTES;
  const all = [parsed, ...inner].filter((part) => part.breaking);
  if (all.length === 0) return NO_NOTES;
  const told = isUntitled(voice) ? titlesOf(inner).slice(0, MOST_TITLES) : NO_NOTES;
  const notes = new Set(all.flatMap((part) => wordsOfBreaking(part, told)));
  // A note that only repeats the subject adds nothing.
  notes.delete(voice.description);
  return Array.from(notes, safeProse);
}

/** @param told titles that the text of the entry already gives */
function wordsOfBreaking(part: ParsedCommit, told: readonly string[]): readonly string[] {
  const said = part.breakingNotes.filter((note) => note !== '');
  if (said.length > 0) return said;
  return told.includes(part.title) ? NO_NOTES : [part.description];
}

/** A merge that says only which branch it took. */
function isUntitled(parsed: ParsedCommit): boolean {
  return parsed.branch !== undefined && parsed.title.startsWith('Merge');
}

/** A merge without a title of its own speaks with the words of the one commit that it brought. */
function voiceOf(parsed: ParsedCommit, inner: readonly ParsedCommit[]): ParsedCommit {
  if (!isUntitled(parsed)) return parsed;
  const own = inner.filter((part) => !part.isMerge);
  return own.length === 1 && own[0] !== undefined ? own[0] : parsed;
}

function textOf(voice: ParsedCommit, inner: readonly ParsedCommit[]): string {
  if (isUntitled(voice)) {
    const titles = titlesOf(inner);
    const rest = titles.length > MOST_TITLES ? [`${titles.length - MOST_TITLES} more`] : [];
    const what = [...titles.slice(0, MOST_TITLES), ...rest].map(safeText).join('; ');
    return `${safeText(`Merge branch '${voice.branch ?? ''}'`)}${what === '' ? '' : `: ${what}`}`;
  }
  const text = safeText(voice.description);
  return text === '' ? '(no message)' : text;
}

/** What a merge brought: its pull requests, or else its commits; what breaks comes first. */
function titlesOf(inner: readonly ParsedCommit[]): readonly string[] {
  const numbered = inner.filter((part) => part.pullRequest !== undefined);
  const own = inner.filter((part) => !part.isMerge && !part.isRelease && !isChangelogEdit(part.title));
  const told = numbered.length === 0 ? own : numbered;
  const breaking = own.filter((part) => part.breaking);
  return [...new Set([...breaking, ...told].map((part) => part.title))];
}

/** How many titles a merge of a long-lived branch names. */
const MOST_TITLES = 5;

/** Words are a guess: where what was merged says more by its types, that counts. */
function kindOf(voice: ParsedCommit, inner: readonly ParsedCommit[]): EntryKind {
  if (voice.kindBy !== 'words' || voice.kind !== 'other') return voice.kind;
  const said = new Set(inner.filter((part) => part.kindBy === 'type').map((part) => part.kind));
  return ENTRY_KINDS.find((kind) => said.has(kind)) ?? voice.kind;
}

const NO_NUMBERS: readonly number[] = [];

function numbersOf(parsed: ParsedCommit, inner: readonly ParsedCommit[]): readonly number[] {
  if (inner.length === 0) return parsed.pullRequest === undefined ? NO_NUMBERS : [parsed.pullRequest];
  const numbers = new Set<number>();
  if (parsed.pullRequest !== undefined) numbers.add(parsed.pullRequest);
  for (const part of inner) {
    // Inside a merged pull request a trailing (#12) may well be an issue; a merge of another pull request is none.
    if (part.pullRequest !== undefined && (part.isMerge || parsed.pullRequest === undefined)) {
      numbers.add(part.pullRequest);
    }
  }
  return [...numbers];
}
