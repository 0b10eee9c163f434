import { join } from 'node:path';
import type { FileStore } from '@heroku-release/release-kit';
import type { GitCall, GitCommand } from './git-command.ts';
import { checkPath } from './names.ts';

const REGULAR = '100644';

/**
 * Writes a tree, or the tree of a commit, with some files added or replaced (text) or removed (`null`), using a separate index in a temporary
 * folder. Contents are stored as they are, without line-end conversion or filters. A replaced file keeps its mode.
 */
export async function buildTree(
  git: GitCommand,
  files: FileStore,
  start: string,
  changes: ReadonlyMap<string, string | null>,
): Promise<string> {
  const paths = [...changes.keys()].map(checkPath).sort();
  const modes = await modesOf(git, start, paths);
  const lines: string[] = [];
  for (const path of paths) {
    const text = changes.get(path) ?? null;
    // A mode of 0 removes the path from the index.
    if (text === null) lines.push(`0 ${'0'.repeat(start.length)}\t${path}\0`);
    else lines.push(`${modes.get(path) ?? REGULAR} ${await writeBlob(git, text)}\t${path}\0`);
  }
  const folder = await files.temporaryFolder('heroku-release-index-');
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    const runOnIndex = (call: GitCall) => git.line({ ...call, env, writes: true });
    await runOnIndex({ command: 'read-tree', args: ['--end-of-options', start] });
    if (lines.length > 0) {
      await runOnIndex({ command: 'update-index', args: ['-z', '--index-info'], input: lines.join('') });
    }
    return await runOnIndex({ command: 'write-tree' });
  } finally {
    await files.remove(folder);
  }
}

async function writeBlob(git: GitCommand, text: string): Promise<string> {
  const args = ['-w', '--no-filters', '--stdin'];
  return await git.line({ command: 'hash-object', args, input: text, writes: true });
}

async function modesOf(
  git: GitCommand,
  parent: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map();
  const args = ['-z', '--full-tree', '--end-of-options', parent, '--', ...paths];
  const listing = await git.output({ command: 'ls-tree', args });
  return new Map(
    listing.split('\0').flatMap((line) => {
      const entry = /^(100\d{3}) blob [0-9a-f]+\t(.+)$/s.exec(line);
      return entry === null ? [] : [[entry[2] ?? '', entry[1] ?? REGULAR] as const];
    }),
  );
}
