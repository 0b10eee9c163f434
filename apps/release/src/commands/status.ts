import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import { type CommonOptions, examples, type SetExitCode, withCommonOptions } from './common-options.ts';

/** `heroku-release status` */
export function statusCommand(host: CommandHost, setExitCode: SetExitCode): Command {
  const command = new Command('status')
    .description('show how far a release is and what to do next (read-only)')
    .argument('[version]', 'version to show (default: the release in flight, otherwise the newest)')
    .addHelpText('after', examples('status', 'status 1.2.3', 'status --json'));
  return withCommonOptions(command, false).action(
    async (version: string | undefined, options: CommonOptions) => {
      const { showStatus } = await import('../status/show-status.ts');
      const repo = resolve(host.cwd(), options.repo);
      setExitCode(await showStatus({ repo, version, json: options.json === true }, host));
    },
  );
}
