import type { ReadUnit } from './draft-entry.ts';
import { safeText } from './safe-text.ts';
import type { ChangelogEntry, Reason } from './section.ts';

/** The part of the ledger that folding needs. */
interface FoldLedger {
  foldCommit(sha: string, reason: Reason, into: string): void;
}

/**
 * Several updates of one dependency in a row make one entry, from the first version to the last: `Bump ruff from 0.4.1 to 0.4.3`.
 * Only updates that continue each other are taken together.
 */
export function foldUpdates(
  entries: readonly ChangelogEntry[],
  units: readonly ReadUnit[],
  ledger: FoldLedger,
): readonly ChangelogEntry[] {
  if (!entries.some((entry) => entry.kind === 'dependencies')) return entries;
  const updates = new Map(
    units.flatMap(({ unit, parsed }) =>
      parsed.dependency?.from === undefined ? [] : [[unit.commit.sha, parsed] as const],
    ),
  );
  const kept: ChangelogEntry[] = [];
  const heads = new Map<string, { at: number; from: string }>();
  for (const entry of entries) {
    const update = entry.breaking ? undefined : updates.get(entry.sha)?.dependency;
    const head = update === undefined ? undefined : heads.get(keyOf(update.name, update.to));
    const newer = head === undefined ? undefined : kept[head.at];
    if (update?.from === undefined) kept.push(entry);
    else if (head === undefined || newer === undefined) {
      kept.push(entry);
      heads.set(keyOf(update.name, update.from), { at: kept.length - 1, from: update.from });
    } else {
      for (const sha of entry.commits) ledger.foldCommit(sha, 'later-update', newer.sha);
      kept[head.at] = joinUpdates(newer, entry, head.from, update.from);
      heads.delete(keyOf(update.name, update.to));
      heads.set(keyOf(update.name, update.from), { at: head.at, from: update.from });
    }
  }
  return kept;
}

const keyOf = (name: string | undefined, version: string | undefined) => `${name ?? ''} ${version ?? ''}`;

function joinUpdates(
  newer: ChangelogEntry,
  older: ChangelogEntry,
  between: string,
  from: string,
): ChangelogEntry {
  return {
    ...newer,
    text: newer.text.replace(safeText(`from ${between} to`), safeText(`from ${from} to`)),
    pullRequests: [...new Set([...newer.pullRequests, ...older.pullRequests])],
    commits: [...newer.commits, ...older.commits],
  };
}
