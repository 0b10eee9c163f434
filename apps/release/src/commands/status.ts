import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { releaseStatus } from '@heroku-release/release-flow';
import { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { examples, withCommonOptions } from '../common-options.ts';
import type { CommonOptions } from '../stage-command.ts';
import { tellError } from '../tell-error.ts';
import { renderStatus } from '../status/render-status.ts';
import { openCommandWorld } from '../open-command-world.ts';

/** `heroku-release status` */
export function statusCommand(host: CommandHost, done: (code: number) => void): Command {
  const command = new Command('status')
    .description('how far a release is: the looks of the stages themselves, nothing is written')
    .argument('[version]', 'default: the release in flight, else the newest')
    .addHelpText('after', examples('status', 'status 1.2.3', 'status --json'));
  return withCommonOptions(command, false).action(
    async (version: string | undefined, options: CommonOptions) => {
      const world = openCommandWorld(host);
      const workFolder = await mkdtemp(join(tmpdir(), 'heroku-release-status-'));
      try {
        const status = await releaseStatus(
          { repo: resolve(host.cwd(), options.repo), version, workFolder },
          world,
        );
        const document = world.redactor.value(status);
        host.stdout.write(
          options.json === true ? `${JSON.stringify(document, null, 2)}\n` : renderStatus(document),
        );
        done(0);
      } catch (error) {
        done(tellError(error, host, world, options.json === true));
      } finally {
        await rm(workFolder, { recursive: true, force: true });
      }
    },
  );
}
