import { join, resolve } from 'node:path';
import type { PackagePart } from '@heroku-release/release-flow';
import { Argument, Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { examples, withCommonOptions } from '../common-options.ts';
import { privateFolder } from '../private-folder.ts';
import { optionWords, resumeCommand } from '../resume-command.ts';
import { type CommonOptions, repoWords, runStageCommand } from '../stage-command.ts';

const PARTS: Readonly<Record<string, readonly PackagePart[]>> = {
  all: ['build', 'test', 'lint'],
  build: ['build'],
  test: ['test'],
  lint: ['lint'],
  check: ['test', 'lint'],
};

/** `heroku-release package` */
export function packageCommand(host: CommandHost, done: (code: number) => void): Command {
  const command = new Command('package')
    .description('build once, test the built wheel on every configured Python, lint')
    .addArgument(new Argument('[part]', 'what to do').choices(Object.keys(PARTS)).default('all'))
    .option('--out <folder>', 'where the built files go', 'dist')
    .option('--dry-run', 'read only: show each step, what it found and what it would do')
    .addHelpText('after', examples('package', 'package test', 'package build --out /tmp/dist'));
  return withCommonOptions(command, false).action(
    async (part: string, options: CommonOptions & { readonly out: string }) => {
      const repo = resolve(host.cwd(), options.repo);
      done(
        await runStageCommand(
          {
            request: {
              stage: 'package',
              repo,
              parts: PARTS[part],
              out: resolve(repo, options.out),
              toolFolder: join(privateFolder(host.env), 'uv'),
            },
            options,
            writes: false,
            resume: resumeCommand(
              'package',
              part,
              ...optionWords('--out', options.out === 'dist' ? undefined : options.out),
              ...repoWords(options),
            ),
          },
          host,
        ),
      );
    },
  );
}
