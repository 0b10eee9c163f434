import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { DependencyUpdate } from '../commit/dependency-update.ts';
import type { ParsedCommit } from '../commit/parse-commit.ts';
import { safeText } from '../commit/safe-text.ts';
import type { Ledger } from './ledger.ts';

/**
 * Folds consecutive updates of one dependency into one entry, from the first version to the last: `Bump ruff from 0.4.1 to 0.4.3`.
 * Each update must start at the version where the previous one ended. Updates of several dependencies at once are folded when they have
 * the same title.
 *
 * @param updates the commits of those entries that may be updates
 */
export function foldUpdates(
  entries: readonly ChangelogEntry[],
  updates: ReadonlyMap<ChangelogEntry, ParsedCommit>,
  ledger: Pick<Ledger, 'fold'>,
): readonly ChangelogEntry[] {
  if (updates.size === 0) return entries;
  const kept: ChangelogEntry[] = [];
  const heads = new Map<string, { readonly at: number; readonly from: string | undefined }>();
  for (const entry of entries) {
    const commit = entry.breaking || entry.intent !== undefined ? undefined : updates.get(entry);
    if (commit?.dependency === undefined) {
      kept.push(entry);
      continue;
    }
    const update = { ...commit.dependency, title: commit.title };
    const reached = keyOf(update, update.to);
    const head = reached === undefined ? undefined : heads.get(reached);
    const newer = head === undefined ? undefined : kept[head.at];
    const at = head?.at ?? kept.length;
    if (newer === undefined) kept.push(entry);
    else {
      for (const sha of entry.commits) ledger.fold(sha, 'later-update', newer.sha);
      kept[at] = joinUpdates(newer, entry, head?.from, update.from);
      heads.delete(reached ?? '');
    }
    const next = keyOf(update, update.from);
    if (next !== undefined) heads.set(next, { at, from: update.from });
  }
  return kept;
}

interface Update extends DependencyUpdate {
  readonly title: string;
}

/** The key that consecutive updates share, `undefined` without versions. Updates of several dependencies at once share their title. */
function keyOf(update: Update, version: string | undefined): string | undefined {
  if (update.name === undefined) return update.title.replace(COUNT, '');
  return version === undefined || update.from === undefined ? undefined : `${update.name} ${version}`;
}

const COUNT = / with \d+ updates?$/;

function joinUpdates(
  newer: ChangelogEntry,
  older: ChangelogEntry,
  between: string | undefined,
  from: string | undefined,
): ChangelogEntry {
  const text =
    between === undefined || from === undefined
      ? newer.text.replace(COUNT, '')
      : newer.text.replace(safeText(`from ${between} to`), safeText(`from ${from} to`));
  return {
    ...newer,
    text,
    pullRequests: [...new Set([...newer.pullRequests, ...older.pullRequests])],
    commits: [...newer.commits, ...older.commits],
  };
}
