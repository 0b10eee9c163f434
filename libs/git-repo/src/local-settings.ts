import type { GitCommand } from './git-command.ts';

/** A setting of git with the place that it comes from. */
export interface LocalSetting {
  /** As git prints it: section and name in lower case. */
  readonly key: string;
  readonly value: string;
}

/** The settings in the repository's own configuration, and in the files that it includes; those of the user and the system are left out. */
export async function readLocalSettings(git: GitCommand): Promise<LocalSetting[]> {
  const listing = await git.output({ command: 'config', args: ['--list', '-z', '--show-scope'] });
  const fields = listing.split('\0');
  const settings: LocalSetting[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [scope, entry = ''] = [fields[at], fields[at + 1]];
    if (scope !== 'local' && scope !== 'worktree') continue;
    const end = entry.indexOf('\n');
    // A key without a value stands for true.
    settings.push(
      end === -1 ? { key: entry, value: 'true' } : { key: entry.slice(0, end), value: entry.slice(end + 1) },
    );
  }
  return settings;
}
