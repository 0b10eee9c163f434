import { resolve } from 'node:path';
import { FlowError } from '@heroku-release/release-flow';
import { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { examples, withCommonOptions } from '../common-options.ts';
import { optionWords, resumeCommand } from '../resume-command.ts';
import { type CommonOptions, repoWords, runStageCommand } from '../stage-command.ts';

/** `heroku-release create-tag` */
export function createTagCommand(host: CommandHost, done: (code: number) => void): Command {
  const command = new Command('create-tag')
    .description('tag the merge of a release, naming its tested files, and start publish at the tag')
    .option('--run <id>', 'run of Package Library for the merge; in GitHub Actions the event names it')
    .addHelpText(
      'after',
      examples('create-tag --run 123456789 --dry-run', 'create-tag --run 123456789 --yes'),
    );
  return withCommonOptions(command, true).action(
    async (options: CommonOptions & { readonly run?: string }) => {
      const runId = options.run === undefined ? undefined : runIdOf(options.run);
      done(
        await runStageCommand(
          {
            request: { stage: 'create-tag', repo: resolve(host.cwd(), options.repo), runId },
            options,
            writes: true,
            resume: resumeCommand('create-tag', ...optionWords('--run', options.run), ...repoWords(options)),
          },
          host,
        ),
      );
    },
  );
}

function runIdOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new FlowError('USAGE', `--run ${text} is no run id`, {
    hint: 'It is the number in the address of the run.',
  });
}
