import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PUBLISH_PARTS, type PublishPart } from '@heroku-release/release-flow';
import { Command, Option } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import {
  type CommonOptions,
  examples,
  repoWords,
  type SetExitCode,
  withCommonOptions,
} from './common-options.ts';
import { resumeCommand } from './resume-command.ts';

interface PublishOptions extends CommonOptions {
  readonly only?: readonly PublishPart[];
}

/** `heroku-release publish` */
export function publishCommand(host: CommandHost, setExitCode: SetExitCode): Command {
  const command = new Command('publish')
    .description('take the lock, publish the tested files on GitHub and the package index, record the change')
    .argument('[version]', 'version or tag (default in GitHub Actions: the tag the job runs at)')
    .addOption(new Option('--only <parts...>', 'run only these parts').choices([...PUBLISH_PARTS]))
    .addHelpText(
      'after',
      examples('publish 1.2.3 --dry-run', 'publish 1.2.3 --yes', 'publish 1.2.3 --only record --yes'),
    );
  return withCommonOptions(command, true).action(
    async (version: string | undefined, options: PublishOptions) => {
      const { only } = options;
      const repo = resolve(host.cwd(), options.repo);
      const workFolder = await mkdtemp(join(tmpdir(), 'heroku-release-publish-'));
      try {
        const { runStageCommand } = await import('../stage/run-stage-command.ts');
        const exitCode = await runStageCommand(
          {
            request: { stage: 'publish', repo, tag: version, only, workFolder },
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
        );
        setExitCode(exitCode);
      } finally {
        await rm(workFolder, { recursive: true, force: true });
      }
    },
  );
}
