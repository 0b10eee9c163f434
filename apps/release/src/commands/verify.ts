import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import { type CommonOptions, examples, type SetExitCode, withCommonOptions } from './common-options.ts';

const WITHOUT_CHECKOUT = `Without a checkout: GITHUB_REPOSITORY=owner/name heroku-release verify 1.2.3
A public repository needs no token; a private one needs GITHUB_TOKEN with the permission to read contents.
Exit code 0: all is the same; 3: something differs or is missing; 1: a service could not be read.
`;

/** `heroku-release verify` */
export function verifyCommand(host: CommandHost, setExitCode: SetExitCode): Command {
  const command = new Command('verify')
    .description(
      'prove that what was tested is what was published: tag, plan, GitHub release and index (read-only)',
    )
    .argument('<version>', 'version or tag to verify')
    .addHelpText(
      'after',
      examples('verify 1.2.3', 'verify v1.2.3 --repo ../my-library', 'verify 1.2.3 --json'),
    )
    .addHelpText('after', WITHOUT_CHECKOUT);
  return withCommonOptions(command, false).action(async (version: string, options: CommonOptions) => {
    const { showVerification } = await import('../verify/show-verification.ts');
    const repo = resolve(host.cwd(), options.repo);
    setExitCode(await showVerification({ repo, version }, options, host));
  });
}
