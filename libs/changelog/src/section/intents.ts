import { parseChangesetFile } from '@changesets/parse';
import { ChangelogError } from '../errors.ts';
import type { EntryKind } from '../commit/entry-kind.ts';
import { safeProse } from '../commit/safe-text.ts';
import type { ChangelogEntry } from './section.ts';

/** How far a version moves. */
export type IntentBump = 'major' | 'minor' | 'patch' | 'none';

/** An intent file: what a change means to users, written down with the change. */
export interface Intent {
  /** The bump by package name. */
  readonly packages: ReadonlyMap<string, IntentBump>;
  /** The highest of them. */
  readonly bump: IntentBump;
  /** Markdown as written: unsafe. */
  readonly summary: string;
  /** The file's name without `.md`: by it an entry is known again that people reworded or took out. */
  readonly name?: string;
  /** The commit that brought the file: its entry speaks with the words of the file. */
  readonly commit?: string;
}

/** What all intent files say together. */
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

/** Reads a `.changeset/*.md` file; `name` is the file's, without `.md`. Errors: `CHANGELOG_INTENT_INVALID`. */
export function parseIntent(text: string, name?: string): Intent {
  try {
    const { releases, summary } = parseChangesetFile(text);
    const packages = new Map<string, IntentBump>(releases.map(({ name, type }) => [name, type]));
    const bump = highest([...packages.values()]);
    return { packages, summary, bump, ...(name === undefined ? {} : { name }) };
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new ChangelogError('CHANGELOG_INTENT_INVALID', why, {
      cause,
      hint: 'An intent file names packages and bumps between two lines of ---, then tells the change.',
    });
  }
}

/** Reads many: their entries in the given order, and the highest bump. Errors: as {@link parseIntent}. */
export function readIntents(texts: Iterable<string>): IntentReading {
  const intents = Array.from(texts, (text) => parseIntent(text));
  return { intents, entries: intentEntries(intents), bump: highest(intents.map((intent) => intent.bump)) };
}

/** One entry per file that has words. */
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
      ...(intent.name === undefined ? {} : { intent: intent.name }),
    }));
}

function highest(bumps: readonly IntentBump[]): IntentBump {
  return ORDER.findLast((bump) => bumps.includes(bump)) ?? 'none';
}
