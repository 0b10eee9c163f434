import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import type { CommandHost } from './host/command-host.ts';
import { privateFolder } from './host/private-folder.ts';

/** Runs the command line with Node's compile cache enabled and returns its exit code. Nothing is thrown. */
export async function start(args: readonly string[], host: CommandHost): Promise<number> {
  const folder = privateFolder(host.env);
  // In a cache folder that does not exist, such as one below /proc, Node 24 retries mkdir forever.
  if (existsSync(dirname(folder))) enableCompileCache(join(folder, 'compile-cache'));
  // Loaded now, because the cache applies only to modules loaded after it is enabled.
  const { runCommandLine } = await import('./commands/run-command-line.ts');
  return await runCommandLine(args, host);
}
