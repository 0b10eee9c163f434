import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { examples, withCommonOptions } from '../common-options.ts';
import { optionWords, resumeCommand } from '../resume-command.ts';
import { type CommonOptions, repoWords, runStageCommand } from '../stage-command.ts';

/** `heroku-release draft` */
export function draftCommand(host: CommandHost, done: (code: number) => void): Command {
  const command = new Command('draft')
    .description('start a release: version and changelog on a branch of their own, as a draft pull request')
    .argument(
      '<bump>',
      'major, minor, patch, prerelease, release, auto (what the changes ask for), or a version such as 1.2.3',
    )
    .argument('[previous]', 'the version it follows; default: the last release')
    .option('--preid <a|b|rc>', 'kind of pre-release')
    .option('--base <branch>', 'the branch it belongs to; default: the one that is checked out')
    .addHelpText('after', examples('draft minor', 'draft minor --dry-run', 'draft patch 1.2.2 --base 1.2.x'));
  return withCommonOptions(command, true).action(
    async (bump: string, previous: string | undefined, options: CommonOptions & DraftOptions) => {
      const { preid, base } = options;
      done(
        await runStageCommand(
          {
            request: { stage: 'draft', repo: resolve(host.cwd(), options.repo), bump, previous, preid, base },
            options,
            writes: true,
            resume: resumeCommand(
              'draft',
              bump,
              previous,
              ...optionWords('--preid', preid),
              ...optionWords('--base', base),
              ...repoWords(options),
            ),
          },
          host,
        ),
      );
    },
  );
}

interface DraftOptions {
  readonly preid?: string;
  readonly base?: string;
}
