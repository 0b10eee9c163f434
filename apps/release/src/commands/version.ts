import { resolve } from 'node:path';
import { checkoutVersion, type CheckoutVersion } from '@heroku-release/release-flow';
import { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { examples, withCommonOptions } from '../common-options.ts';
import type { CommonOptions } from '../stage-command.ts';
import { tellError } from '../tell-error.ts';
import { openCommandWorld } from '../open-command-world.ts';

interface VersionOptions extends CommonOptions {
  readonly preid?: string;
  readonly write?: boolean;
}

/** `heroku-release version` */
export function versionCommand(host: CommandHost, done: (code: number) => void): Command {
  const command = new Command('version')
    .description(
      'the version of the checkout, the one that would come next, or that one written into its files',
    )
    .argument('[bump]', 'major, minor, patch, prerelease, release or a version: what would be')
    .option('--write', 'write it into every file of the checkout that holds or repeats the version')
    .option('--preid <id>', 'kind of the pre-release: a, b or rc')
    .addHelpText(
      'after',
      examples('version', 'version minor', 'version prerelease --preid rc', 'version 1.3.0 --write'),
    );
  return withCommonOptions(command, false).action(
    async (bump: string | undefined, options: VersionOptions) => {
      const world = openCommandWorld(host);
      const { preid, write } = options;
      try {
        const repo = resolve(host.cwd(), options.repo);
        const answer = world.redactor.value(await checkoutVersion({ repo, bump, preid, write }, world));
        if (options.json === true) host.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
        else tell(answer, host);
        done(0);
      } catch (error) {
        done(tellError(error, host, world, options.json === true));
      }
    },
  );
}

/** The version alone on standard output, for scripts; what it means for files on standard error. */
function tell({ version, next, files = [], written }: CheckoutVersion, host: CommandHost): void {
  host.stdout.write(`${next ?? version ?? 'none'}\n`);
  if (version === undefined) host.stderr.write('the version comes from the tag, and there is none yet\n');
  if (next === undefined) return;
  const where = files.join(', ');
  if (files.length === 0) host.stderr.write('no file changes\n');
  else host.stderr.write(written === true ? `written into ${where}\n` : `--write changes ${where}\n`);
}
