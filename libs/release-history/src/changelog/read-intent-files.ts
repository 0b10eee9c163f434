import type { Intent, IntentBump } from '@heroku-release/changelog';
import type { CommitRange, GitHistory } from '@heroku-release/git-repo';

/** Where intent files lie, from the root. */
export const INTENT_FOLDER = '.changeset';

/** The intent files of a commit: what they announce, and where they are. */
export interface IntentFiles {
  /** Sorted; the release takes them out. */
  readonly paths: readonly string[];
  readonly intents: readonly Intent[];
  /** The highest bump that they ask for. */
  readonly bump: IntentBump;
}

/** A commit without intent files. */
export const NO_INTENTS: IntentFiles = { paths: [], intents: [], bump: 'none' };

/**
 * Reads `.changeset/*.md` at a revision. As the changesets package does, it passes over hidden files and those that tell people and their
 * tools how to work here: the README, and what is in capitals and has no front matter.
 *
 * Errors: `CHANGELOG_INTENT_INVALID`, with the file's name.
 */
export async function readIntentFiles(git: GitHistory, revision: string): Promise<IntentFiles> {
  const found = (await git.filesIn(revision, INTENT_FOLDER)).filter(isCandidate);
  if (found.length === 0) return NO_INTENTS;
  const snapshot = await git.snapshot(revision, found);
  // The parser is loaded only where there is something to parse.
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

/** The intents with the commits of a range that brought their files, as far as those are in it. */
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
