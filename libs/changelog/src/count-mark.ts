import type { ChangelogSection, CommitDecision } from './section.ts';

const MARK = /^<!-- heroku-release: counted to ([0-9a-f]{7,64}) -->$/;

/**
 * The line that `insertSection` leaves below the entries. It names the newest commit that was counted, so that a later run tells an
 * entry that a person took out from one that was never there.
 */
export function countMark(section: ChangelogSection): string | undefined {
  const newest = section.decisions[0]?.sha;
  return newest === undefined ? undefined : `<!-- heroku-release: counted to ${newest.slice(0, 12)} -->`;
}

/** Whether a line is such a mark. */
export function isCountMark(line: string | undefined): boolean {
  return line !== undefined && MARK.test(line.trim());
}

/** The commits that had been counted when the mark was made; `undefined` when the mark leads nowhere. */
export function countedBefore(mark: string, decisions: readonly CommitDecision[]): Set<string> | undefined {
  const short = MARK.exec(mark.trim())?.[1];
  const newest = short === undefined ? undefined : decisions.find(({ sha }) => sha.startsWith(short));
  if (newest === undefined) return undefined;
  const counted = new Set([newest.sha]);
  // Children come before parents, so one pass reaches every ancestor.
  for (const { sha, parents } of decisions) {
    if (counted.has(sha)) for (const parent of parents) counted.add(parent);
  }
  return counted;
}
