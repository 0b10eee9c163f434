import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this program keeps tools it had to set up, below the user's cache folder. */
export function privateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const cache = env['XDG_CACHE_HOME'];
  return join(
    cache === undefined || cache === '' ? join(env['HOME'] ?? homedir(), '.cache') : cache,
    'heroku-release',
  );
}
