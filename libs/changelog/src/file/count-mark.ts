import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { CommitDecision, ProvenSection } from '../section/section.ts';
import type { Outline, SectionRange } from './section-outline.ts';

const MARK = /^<!-- heroku-release: counted to ([0-9a-f]{7,64})(?:, with ([\w.-]+(?: [\w.-]+)*))? -->$/;

/** The commits and intent files that a mark covers. */
export interface Counted {
  readonly commits: ReadonlySet<string>;
  /** Names of intent files, as spelled in the mark. */
  readonly intents: ReadonlySet<string>;
}

/**
 * Renders the line that `insertSection` writes below the entries. It records the newest counted commit and the intent files, so that a
 * later run can distinguish an entry that a person removed or reworded from a new one.
 */
export function countMark(section: ProvenSection): string | undefined {
  const newest = section.countedTo ?? section.decisions[0]?.sha;
  if (newest === undefined) return undefined;
  const intents = section.entries.flatMap(({ intent }) => (intent === undefined ? [] : [intentMark(intent)]));
  const names = intents.length === 0 ? '' : `, with ${intents.join(' ')}`;
  return `<!-- heroku-release: counted to ${newest.slice(0, 12)}${names} -->`;
}

/** The name of an intent file as spelled in a mark, so that nothing in it ends the comment. */
function intentMark(name: string): string {
  return name.replace(/[^A-Za-z0-9_.]+/g, '-').replace(/^-+|-+$/g, '') || '_';
}

/** Whether a line is such a mark. */
export function isCountMark(line: string | undefined): boolean {
  return line !== undefined && MARK.test(line.trim());
}

/** Finds the commits and intent files that a mark covers; no commits when the commit of the mark is unknown. */
function countedBefore(mark: string, decisions: readonly CommitDecision[]): Counted {
  const [, short, intents = ''] = MARK.exec(mark.trim()) ?? [];
  const newest = short === undefined ? undefined : decisions.find(({ sha }) => sha.startsWith(short));
  const commits = new Set(newest === undefined ? [] : [newest.sha]);
  // Children come before their parents, so one pass reaches every ancestor.
  for (const { sha, parents } of decisions) {
    if (commits.has(sha)) for (const parent of parents) commits.add(parent);
  }
  return { commits, intents: new Set(intents.split(' ')) };
}

/** Finds what the mark of an existing section covers; `undefined` without a mark, or without any entry above it. */
export function countedIn(
  outline: Outline,
  range: SectionRange,
  section: ProvenSection,
): Counted | undefined {
  const own = outline.lines.slice(range.from, range.to);
  const mark = own.findLast(({ text }) => isCountMark(text));
  // A mark alone is what is left of a section that somebody emptied; a release needs entries.
  const isEmpty = own.every((line) => line === mark || line.text.trim() === '');
  return mark === undefined || isEmpty ? undefined : countedBefore(mark.text, section.decisions);
}

/** Whether a mark covers an entry. */
export function wasCounted(entry: ChangelogEntry, counted: Counted | undefined): boolean {
  if (counted === undefined) return false;
  if (entry.sha === '') return entry.intent !== undefined && counted.intents.has(intentMark(entry.intent));
  return entry.commits.every((sha) => counted.commits.has(sha));
}
