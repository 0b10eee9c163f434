import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import { type CommonOptions, examples, withCommonOptions } from './common-options.ts';

interface VersionOptions extends CommonOptions {
  readonly preid?: string;
  readonly write?: boolean;
}

/** `heroku-release version` */
export function versionCommand(host: CommandHost): Command {
  const command = new Command('version')
    .description('print the version of the checkout or the next one, or write the next one into its files')
    .argument('[bump]', 'major, minor, patch, prerelease, release or a version: print the next version')
    .option('--write', 'write the next version into every file that states or repeats the version')
    .option('--preid <id>', 'kind of pre-release: a, b or rc')
    .addHelpText(
      'after',
      examples('version', 'version minor', 'version prerelease --preid rc', 'version 1.3.0 --write'),
    );
  return withCommonOptions(command, false).action(
    async (bump: string | undefined, options: VersionOptions) => {
      const { preid, write, json } = options;
      const { showVersion } = await import('../project-version/show-version.ts');
      const repo = resolve(host.cwd(), options.repo);
      await showVersion({ repo, bump, preid, write }, json === true, host);
    },
  );
}
