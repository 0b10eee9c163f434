import type { Intent, IntentBump } from '@heroku-release/changelog';
import type { CommitRange, GitHistory } from '@heroku-release/git-repo';

/** The folder of intent files, relative to the root. */
export const INTENT_FOLDER = '.changeset';

/** The intent files of a commit: their paths and contents. */
export interface IntentFiles {
  /** Sorted. The release removes these files. */
  readonly paths: readonly string[];
  readonly intents: readonly Intent[];
  /** The highest bump that they ask for. */
  readonly bump: IntentBump;
}

/** A commit without intent files. */
export const NO_INTENTS: IntentFiles = { paths: [], intents: [], bump: 'none' };

/**
 * Reads `.changeset/*.md` at a revision. Like the changesets package, it ignores hidden files and instructions for people and tools:
 * the README, and files with a name in capitals and no front matter.
 *
 * Errors: `CHANGELOG_INTENT_INVALID`, with the path of the file.
 */
export async function readIntentFiles(git: GitHistory, revision: string): Promise<IntentFiles> {
  const found = (await git.filesIn(revision, INTENT_FOLDER)).filter(isCandidate);
  if (found.length === 0) return NO_INTENTS;
  const snapshot = await git.snapshot(revision, found);
  // The parser is loaded only when there is something to parse.
  const { parseIntentFile } = await import('./parse-intent-file.ts');
  const paths: string[] = [];
  const intents: Intent[] = [];
  for (const [path, text = ''] of snapshot?.files ?? []) {
    if (isInstruction(path, text)) continue;
    paths.push(path);
    intents.push(parseIntentFile(path, text));
  }
  return { paths, intents, bump: highest(intents) };
}

/** Adds to each intent the commit that added its file, if that commit is in the range. */
export async function attributeIntents(
  git: GitHistory,
  { intents, paths }: IntentFiles,
  range: CommitRange,
): Promise<readonly Intent[]> {
  if (intents.length === 0) return intents;
  const added = await git.addedFiles(range, INTENT_FOLDER);
  return intents.map((intent, at) => {
    const commit = added.get(paths[at] ?? '');
    return commit === undefined ? intent : { ...intent, commit };
  });
}

function isCandidate(path: string): boolean {
  const name = nameOf(path);
  return name.endsWith('.md') && !name.startsWith('.') && !/^readme\.md$/i.test(name);
}

function isInstruction(path: string, text: string): boolean {
  return /^[^a-z]+\.md$/.test(nameOf(path)) && !/^\uFEFF?---/.test(text);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const ORDER: readonly IntentBump[] = ['none', 'patch', 'minor', 'major'];

function highest(intents: readonly Intent[]): IntentBump {
  return ORDER.findLast((bump) => intents.some((intent) => intent.bump === bump)) ?? 'none';
}

/** The higher of two bumps. */
export function higherBump(one: IntentBump, other: IntentBump): IntentBump {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other;
}
