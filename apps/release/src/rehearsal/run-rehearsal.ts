import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostOf, interruption } from '@heroku-release/release-flow';
import type { CommandHost } from '../host/command-host.ts';
import { openCommandWorld } from '../host/open-command-world.ts';
import { privateFolder } from '../host/private-folder.ts';
import { paletteFor } from '../output/palette.ts';
import { renderError } from '../output/render-error.ts';
import { rehearse } from './rehearse.ts';
import type { RehearsalRequest } from './rehearsal-world.ts';
import { renderRehearsal } from './render-rehearsal.ts';
import { Story } from './story.ts';

/** Rehearses a release, prints its story and its document. Returns the exit code. */
export async function runRehearsal(
  request: RehearsalRequest,
  options: {
    readonly json?: boolean;
    readonly color: boolean;
    readonly verbose?: boolean;
    readonly keep?: boolean;
  },
  host: CommandHost,
): Promise<number> {
  const { env, clock, random, http, commands, files, redactor } = openCommandWorld(host);
  // Without `actions`: a rehearsal in a CI job must not write to that job.
  const world = { env, clock, random, http, commands, files, redactor };
  const palette = paletteFor(host.stderr, host.env, options.color);
  const line = (text: string) => {
    host.stderr.write(`${redactor.text(text)}\n`);
  };
  const root = await mkdtemp(join(tmpdir(), 'heroku-release-rehearsal-'));
  try {
    const document = redactor.value(
      await rehearse(request, {
        world,
        story: new Story({ line, palette, verbose: options.verbose === true }),
        root,
        toolFolder: join(privateFolder(host.env), 'uv'),
        node: host.execPath,
        signal: interruption(hostOf(host).onInterrupt, clock, hostOf(host).kill),
      }),
    );
    host.stdout.write(
      options.json === true
        ? `${JSON.stringify(document, null, 2)}\n`
        : renderRehearsal(document, paletteFor(host.stdout, host.env, options.color)),
    );
    return document.exitCode;
  } catch (error) {
    return renderError(error, host, world, options.json === true);
  } finally {
    if (options.keep === true) line(`the rehearsal's folder: ${root}`);
    else await rm(root, { recursive: true, force: true });
  }
}
