import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder for tools and caches of this program, below the user's cache folder. */
export function privateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const cache = env['XDG_CACHE_HOME'];
  return join(
    cache === undefined || cache === '' ? join(env['HOME'] ?? homedir(), '.cache') : cache,
    'heroku-release',
  );
}
