import type { ReadUnit } from './draft-entry.ts';

/**
 * Pairs each revert with the older unit that it takes back as a whole, newest first: a revert that is itself taken back
 * takes nothing back. Answers with the index of the revert by the index of what it reverts.
 */
export function findReverts(units: readonly ReadUnit[]): Map<number, number> {
  const pairs = new Map<number, number>();
  const gone = new Set<number>();
  for (const [at, { parsed }] of units.entries()) {
    if (parsed.revert === undefined || gone.has(at)) continue;
    const target = findTarget(units, at, gone);
    if (target === undefined) continue;
    gone.add(at).add(target);
    pairs.set(target, at);
  }
  return pairs;
}

function findTarget(units: readonly ReadUnit[], at: number, gone: ReadonlySet<number>): number | undefined {
  const revert = units[at]?.parsed.revert;
  if (revert === undefined) return undefined;
  const older = (fits: (unit: ReadUnit) => boolean): number | undefined => {
    const found = units.findIndex((unit, index) => index > at && !gone.has(index) && fits(unit));
    return found < 0 ? undefined : found;
  };
  if (revert.shas.length > 0) {
    // Several ids, or a part of a merge: only a revert of the whole unit cancels it.
    if (revert.shas.length > 1) return undefined;
    const prefix = revert.shas[0] ?? '';
    const bySha = older(({ unit }) => {
      const only = unit.brought.length === 1 ? unit.brought[0] : undefined;
      return unit.commit.sha.startsWith(prefix) || only?.sha.startsWith(prefix) === true;
    });
    // Ids change when a branch is rebased; the title still tells.
    if (bySha !== undefined || isPart(units, prefix)) return bySha;
  }
  const { title, pullRequest } = revert;
  const byNumber =
    pullRequest === undefined ? undefined : older(({ parsed }) => parsed.pullRequest === pullRequest);
  if (byNumber !== undefined || title === undefined) return byNumber;
  const bare = title.replace(/ \(#\d+\)$/, '');
  return older(({ parsed, unit }) => parsed.title === bare || unit.commit.subject === title);
}

function isPart(units: readonly ReadUnit[], prefix: string): boolean {
  return units.some(({ unit }) => unit.brought.some(({ sha }) => sha.startsWith(prefix)));
}
