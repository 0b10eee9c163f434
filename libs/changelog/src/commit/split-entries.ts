import type { ChangelogEntry } from './changelog-entry.ts';
import { draftEntry } from './draft-entry.ts';
import type { LabelReading } from './label-kinds.ts';
import type { ParsedCommit } from './parse-commit.ts';
import type { ParsedUnit } from './parsed-unit.ts';
import { safeProse, safeText } from './safe-text.ts';
import type { SquashChange } from './squash-changes.ts';

/**
 * Drafts the entries of a unit: that of its subject, and one for each change in its body that stands for itself. The lines that GitHub lists are
 * the steps of one change, so of those only breaking ones and those with another pull request do.
 */
export function splitEntries(unit: ParsedUnit, labels: LabelReading | undefined): readonly ChangelogEntry[] {
  const entry = draftEntry(unit, labels);
  const { parsed, inner } = unit;
  const [same, others] = partition(parsed.changes, (change) => isSubject(change, parsed));
  const own = others.filter((change) => standsAlone(change, parsed));
  if (own.length === 0) return [entry];
  const listed = own.some((change) => change.breaking && !change.isWritten);
  // A list has every commit of the branch, so the mark of the title, or of a label, stands for those of the lines.
  const breaking =
    inner.some((part) => part.breaking) ||
    same.some((change) => change.breaking) ||
    parsed.ownNotes.length > 0 ||
    (!listed && (parsed.ownBreaking || labels?.breaking === true));
  const gone = new Set(own.flatMap(({ notes, description }) => [...notes, description]).map(safeProse));
  const main = { ...entry, breaking, notes: entry.notes.filter((note) => !gone.has(note)) };
  return [main, ...own.map((change) => entryOf(change, main))];
}

function entryOf(change: SquashChange, main: ChangelogEntry): ChangelogEntry {
  const { kind, breaking, type, notes, pullRequest } = change;
  const scope = change.scope === undefined ? '' : safeText(change.scope);
  const entry: ChangelogEntry = {
    sha: main.sha,
    kind,
    breaking,
    type,
    text: safeText(change.description),
    notes: notes.filter((note) => note !== '' && note !== change.description).map(safeProse),
    pullRequests:
      pullRequest === undefined ? main.pullRequests : [...new Set([pullRequest, ...main.pullRequests])],
    commits: main.commits,
  };
  return scope === '' ? entry : { ...entry, scope };
}

function standsAlone(change: SquashChange, parsed: ParsedCommit): boolean {
  const { breaking, isWritten, pullRequest } = change;
  if (breaking || (pullRequest !== undefined && pullRequest !== parsed.pullRequest)) return true;
  return isWritten && !isRestatement(change, parsed);
}

/** Whether a line is the subject of the only commit of a pull request, which GitHub puts below the pull request's title. */
function isRestatement({ isFirst }: SquashChange, { changes, pullRequest }: ParsedCommit): boolean {
  return isFirst && pullRequest !== undefined && changes.length === 1;
}

/** Whether a line repeats the subject, as the first commit of a squashed branch does. */
function isSubject({ description }: SquashChange, parsed: ParsedCommit): boolean {
  return description.toLowerCase() === parsed.description.toLowerCase();
}

function partition<T>(all: readonly T[], fits: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}
