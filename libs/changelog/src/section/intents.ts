import { parseChangesetFile } from '@changesets/parse';
import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { EntryKind } from '../commit/entry-kind.ts';
import { safeProse } from '../commit/safe-text.ts';
import { ChangelogError } from '../errors.ts';

/** Which part of the version to bump. */
export type IntentBump = 'major' | 'minor' | 'patch' | 'none';

/** An intent file: a description of a change for users, written together with the change. */
export interface Intent {
  /** The bump by package name. */
  readonly packages: ReadonlyMap<string, IntentBump>;
  /** The highest of these bumps. */
  readonly bump: IntentBump;
  /** Markdown as written: unsafe. */
  readonly summary: string;
  /** The file's name without `.md`. It identifies an entry that people have reworded or removed. */
  readonly name?: string | undefined;
  /** The commit that added the file; the summary replaces the commit's own words. */
  readonly commit?: string | undefined;
}

/** The combined result of several intent files. */
export interface IntentReading {
  readonly intents: readonly Intent[];
  readonly entries: readonly ChangelogEntry[];
  readonly bump: IntentBump;
}

const ORDER: readonly IntentBump[] = ['none', 'patch', 'minor', 'major'];
const KINDS: Readonly<Record<IntentBump, EntryKind>> = {
  major: 'change',
  minor: 'feature',
  patch: 'fix',
  none: 'other',
};

/** Parses a `.changeset/*.md` file; `name` is the file's name without `.md`. Errors: `CHANGELOG_INTENT_INVALID`. */
export function parseIntent(text: string, name?: string): Intent {
  try {
    const { releases, summary } = parseChangesetFile(text);
    const packages = new Map<string, IntentBump>(releases.map(({ name, type }) => [name, type]));
    const bump = highest([...packages.values()]);
    return { packages, summary, bump, name };
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new ChangelogError('CHANGELOG_INTENT_INVALID', message, {
      cause,
      hint: 'An intent file lists packages and bumps between two lines of ---, followed by a description of the change.',
    });
  }
}

/** Parses several files: their entries in the given order, and the highest bump. Errors: those of {@link parseIntent}. */
export function readIntents(texts: Iterable<string>): IntentReading {
  const intents = Array.from(texts, (text) => parseIntent(text));
  return { intents, entries: intentEntries(intents), bump: highest(intents.map((intent) => intent.bump)) };
}

/** Makes an entry for each file that has a summary. */
export function intentEntries(intents: readonly Intent[]): ChangelogEntry[] {
  return intents
    .filter((intent) => intent.summary !== '')
    .map((intent) => ({
      sha: '',
      kind: KINDS[intent.bump],
      breaking: intent.bump === 'major',
      text: safeProse(intent.summary.replace(/\s+/g, ' ')),
      notes: [],
      pullRequests: [],
      commits: [],
      intent: intent.name,
    }));
}

function highest(bumps: readonly IntentBump[]): IntentBump {
  return ORDER.findLast((bump) => bumps.includes(bump)) ?? 'none';
}
