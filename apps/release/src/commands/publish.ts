import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FlowError, PUBLISH_PARTS, type PublishPart } from '@heroku-release/release-flow';
import { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { examples, withCommonOptions } from '../common-options.ts';
import { resumeCommand } from '../resume-command.ts';
import { type CommonOptions, repoWords, runStageCommand } from '../stage-command.ts';

/** `heroku-release publish` */
export function publishCommand(host: CommandHost, done: (code: number) => void): Command {
  const command = new Command('publish')
    .description('lock, GitHub release with the tested files, package index, change record')
    .argument('[version]', 'version or tag; in GitHub Actions the tag the job runs at')
    .option('--only <parts...>', `only these parts: ${Object.keys(PUBLISH_PARTS).join(', ')}`)
    .addHelpText(
      'after',
      examples('publish 1.2.3 --dry-run', 'publish 1.2.3 --yes', 'publish 1.2.3 --only record --yes'),
    );
  return withCommonOptions(command, true).action(
    async (version: string | undefined, options: CommonOptions & { readonly only?: readonly string[] }) => {
      const only = options.only?.map(partOf);
      const workFolder = await mkdtemp(join(tmpdir(), 'heroku-release-publish-'));
      try {
        done(
          await runStageCommand(
            {
              request: {
                stage: 'publish',
                repo: resolve(host.cwd(), options.repo),
                tag: version,
                only,
                workFolder,
              },
              options,
              writes: true,
              resume: resumeCommand(
                'publish',
                version,
                ...(only === undefined ? [] : ['--only', ...only]),
                ...repoWords(options),
              ),
            },
            host,
          ),
        );
      } finally {
        await rm(workFolder, { recursive: true, force: true });
      }
    },
  );
}

function partOf(text: string): PublishPart {
  if (Object.hasOwn(PUBLISH_PARTS, text)) return text as PublishPart;
  throw new FlowError('USAGE', `--only ${text} is no part of publish`, {
    hint: `Parts: ${Object.keys(PUBLISH_PARTS).join(', ')}.`,
  });
}
