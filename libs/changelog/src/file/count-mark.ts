import type { ChangelogSection, CommitDecision } from '../section/section.ts';

const MARK = /^<!-- heroku-release: counted to ([0-9a-f]{7,64})(?:, with ([\w.-]+(?: [\w.-]+)*))? -->$/;

/** What a mark says had been counted when it was made. */
export interface Counted {
  readonly commits: ReadonlySet<string>;
  /** Names of intent files, as the mark spells them. */
  readonly intents: ReadonlySet<string>;
}

/**
 * The line that `insertSection` leaves below the entries. It names the newest commit that was counted, and the intent files, so that
 * a later run tells an entry that a person took out or reworded from one that was never there.
 */
export function countMark(section: ChangelogSection): string | undefined {
  const newest = section.decisions[0]?.sha;
  if (newest === undefined) return undefined;
  const intents = section.entries.flatMap(({ intent }) => (intent === undefined ? [] : [intentMark(intent)]));
  const names = intents.length === 0 ? '' : `, with ${intents.join(' ')}`;
  return `<!-- heroku-release: counted to ${newest.slice(0, 12)}${names} -->`;
}

/** The name of an intent file as a mark spells it: nothing in it ends a comment. */
export function intentMark(name: string): string {
  return name.replace(/[^A-Za-z0-9_.]+/g, '-').replace(/^-+|-+$/g, '') || '_';
}

/** Whether a line is such a mark. */
export function isCountMark(line: string | undefined): boolean {
  return line !== undefined && MARK.test(line.trim());
}

/** What had been counted when the mark was made; no commits when it leads nowhere. */
export function countedBefore(mark: string, decisions: readonly CommitDecision[]): Counted {
  const [, short, intents = ''] = MARK.exec(mark.trim()) ?? [];
  const newest = short === undefined ? undefined : decisions.find(({ sha }) => sha.startsWith(short));
  const commits = new Set(newest === undefined ? [] : [newest.sha]);
  // Children come before parents, so one pass reaches every ancestor.
  for (const { sha, parents } of decisions) {
    if (commits.has(sha)) for (const parent of parents) commits.add(parent);
  }
  return { commits, intents: new Set(intents.split(' ')) };
}
