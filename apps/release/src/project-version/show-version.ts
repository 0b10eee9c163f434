import { openLocalWorld } from '@heroku-release/release-flow';
import { type CheckoutVersion, checkoutVersion, type VersionRequest } from '@heroku-release/release-history';
import { FileStore } from '@heroku-release/release-kit';
import type { CommandHost } from '../host/command-host.ts';

/** Prints the version of a checkout, or the next one. */
export async function showVersion(question: VersionRequest, json: boolean, host: CommandHost): Promise<void> {
  const world = { ...openLocalWorld(host), files: new FileStore() };
  const answer = world.redactor.value(await checkoutVersion(question, world));
  if (json) host.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  else render(answer, host);
}

/** Writes only the version to standard output, for scripts; the files it changes go to standard error. */
function render({ version, next, files = [], written }: CheckoutVersion, host: CommandHost): void {
  host.stdout.write(`${next ?? version ?? 'none'}\n`);
  if (version === undefined) host.stderr.write('the version comes from the tag, and there is no tag yet\n');
  if (next === undefined) return;
  const list = files.join(', ');
  if (files.length === 0) host.stderr.write('no file changes\n');
  else host.stderr.write(written === true ? `wrote ${list}\n` : `--write would change ${list}\n`);
}
