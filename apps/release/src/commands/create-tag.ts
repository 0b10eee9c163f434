import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import {
  type CommonOptions,
  examples,
  repoWords,
  type SetExitCode,
  withCommonOptions,
} from './common-options.ts';
import { optionWords, resumeCommand } from './resume-command.ts';

interface CreateTagOptions extends CommonOptions {
  readonly run?: number;
}

/** `heroku-release create-tag` */
export function createTagCommand(host: CommandHost, setExitCode: SetExitCode): Command {
  const command = new Command('create-tag')
    .description('tag the merge of a release pull request and start publish at the tag')
    .option(
      '--run <id>',
      'run of Package Library for the merge (default in GitHub Actions: the run in the event)',
      parseRunId,
    )
    .addHelpText(
      'after',
      examples('create-tag --run 123456789 --dry-run', 'create-tag --run 123456789 --yes'),
    );
  return withCommonOptions(command, true).action(async (options: CreateTagOptions) => {
    const repo = resolve(host.cwd(), options.repo);
    const { runStageCommand } = await import('../stage/run-stage-command.ts');
    const exitCode = await runStageCommand(
      {
        request: { stage: 'create-tag', repo, runId: options.run },
        options,
        writes: true,
        resume: resumeCommand(
          'create-tag',
          ...optionWords('--run', options.run?.toString()),
          ...repoWords(options),
        ),
      },
      host,
    );
    setExitCode(exitCode);
  });
}

function parseRunId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A run id is the number in the URL of the run.');
}
