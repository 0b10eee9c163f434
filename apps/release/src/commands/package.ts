import { join, resolve } from 'node:path';
import type { PackagePart } from '@heroku-release/release-flow';
import { Argument, Command } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import { privateFolder } from '../host/private-folder.ts';
import {
  type CommonOptions,
  examples,
  repoWords,
  type SetExitCode,
  withCommonOptions,
} from './common-options.ts';
import { optionWords, resumeCommand } from './resume-command.ts';

const PARTS: Readonly<Record<string, readonly PackagePart[]>> = {
  all: ['build', 'test', 'lint'],
  build: ['build'],
  test: ['test'],
  lint: ['lint'],
  check: ['test', 'lint'],
};

interface PackageOptions extends CommonOptions {
  readonly out: string;
}

/** `heroku-release package` */
export function packageCommand(host: CommandHost, setExitCode: SetExitCode): Command {
  const command = new Command('package')
    .description('build once, test the built wheel on every configured Python, lint')
    .addArgument(new Argument('[part]', 'what to run').choices(Object.keys(PARTS)).default('all'))
    .option('--out <folder>', 'folder for the built files', 'dist')
    .option('--dry-run', 'read only: show each step, what it found and what it would do')
    .addHelpText('after', examples('package', 'package test', 'package build --out /tmp/dist'));
  return withCommonOptions(command, false).action(async (part: string, options: PackageOptions) => {
    const repo = resolve(host.cwd(), options.repo);
    const out = resolve(repo, options.out);
    const toolFolder = join(privateFolder(host.env), 'uv');
    const { runStageCommand } = await import('../stage/run-stage-command.ts');
    const exitCode = await runStageCommand(
      {
        request: { stage: 'package', repo, parts: PARTS[part], out, toolFolder },
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
    );
    setExitCode(exitCode);
  });
}
