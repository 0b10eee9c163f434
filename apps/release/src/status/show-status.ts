import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_CODES, releaseStatus } from '@heroku-release/release-flow';
import type { CommandHost } from '../host/command-host.ts';
import { openCommandWorld } from '../host/open-command-world.ts';
import { renderError } from '../output/render-error.ts';
import { renderStatus } from './render-status.ts';

/** Prints the status of a release. Returns the exit code. */
export async function showStatus(
  question: { readonly repo: string; readonly version: string | undefined; readonly json: boolean },
  host: CommandHost,
): Promise<number> {
  const { repo, version, json } = question;
  const world = openCommandWorld(host);
  const workFolder = await mkdtemp(join(tmpdir(), 'heroku-release-status-'));
  try {
    const status = world.redactor.value(await releaseStatus({ repo, version, workFolder }, world));
    host.stdout.write(json ? `${JSON.stringify(status, null, 2)}\n` : renderStatus(status));
    return EXIT_CODES.done;
  } catch (error) {
    return renderError(error, host, world, json);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}
