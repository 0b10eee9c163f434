import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import {
  type CommonOptions,
  examples,
  repoWords,
  type SetExitCode,
  withCommonOptions,
} from './common-options.ts';
import { optionWords, resumeCommand } from './resume-command.ts';

interface DraftOptions extends CommonOptions {
  readonly preid?: string;
  readonly base?: string;
  readonly supersedes?: string;
}

/** `heroku-release draft` */
export function draftCommand(host: CommandHost, setExitCode: SetExitCode): Command {
  const command = new Command('draft')
    .description('start a release: put version and changelog on a release branch, open a draft pull request')
    .argument(
      '<bump>',
      'major, minor, patch, prerelease, release, auto (decided by the changes), or a version such as 1.2.3',
    )
    .argument('[previous]', 'the version to count from (default: the last release)')
    .option('--preid <a|b|rc>', 'kind of pre-release')
    .option('--base <branch>', 'base branch of the release (default: the current branch)')
    .option(
      '--supersedes <version>',
      'give up an unfinished version, which is merged and will not be published',
    )
    .addHelpText('after', examples('draft minor', 'draft minor --dry-run', 'draft patch 1.2.2 --base 1.2.x'));
  return withCommonOptions(command, true).action(
    async (bump: string, previous: string | undefined, options: DraftOptions) => {
      const { preid, base, supersedes } = options;
      const repo = resolve(host.cwd(), options.repo);
      const { runStageCommand } = await import('../stage/run-stage-command.ts');
      const exitCode = await runStageCommand(
        {
          request: { stage: 'draft', repo, bump, previous, preid, base, supersedes },
          options,
          writes: true,
          resume: resumeCommand(
            'draft',
            bump,
            previous,
            ...optionWords('--preid', preid),
            ...optionWords('--base', base),
            ...optionWords('--supersedes', supersedes),
            ...repoWords(options),
          ),
        },
        host,
      );
      setExitCode(exitCode);
    },
  );
}
