import type { Intent, IntentBump } from '@heroku-release/changelog';
import type { GitHistory } from '@heroku-release/git-repo';

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
 * Reads `.changeset/*.md` at a revision, but for the folder's own README.
 *
 * Errors: `CHANGELOG_INTENT_INVALID`, with the file's name.
 */
export async function readIntentFiles(git: GitHistory, revision: string): Promise<IntentFiles> {
  const paths = (await git.filesIn(revision, INTENT_FOLDER)).filter(isIntentFile);
  if (paths.length === 0) return NO_INTENTS;
  // The parser is loaded only where there is something to parse.
  const { parseIntentFile } = await import('./parse-intent-file.ts');
  const intents: Intent[] = [];
  for (const path of paths) {
    const text = (await git.readFile(revision, path)) ?? '';
    intents.push(parseIntentFile(path, text));
  }
  return { paths, intents, bump: highest(intents) };
}

function isIntentFile(path: string): boolean {
  return path.endsWith('.md') && !/\/readme\.md$/i.test(path);
}

const ORDER: readonly IntentBump[] = ['none', 'patch', 'minor', 'major'];

function highest(intents: readonly Intent[]): IntentBump {
  return ORDER.findLast((bump) => intents.some((intent) => intent.bump === bump)) ?? 'none';
}

/** The higher of two bumps. */
export function higherBump(one: IntentBump, other: IntentBump): IntentBump {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other;
}
