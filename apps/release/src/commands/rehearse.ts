import { resolve } from 'node:path';
import { parseDuration } from '@heroku-release/release-history';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import { examples, type SetExitCode } from './common-options.ts';

interface RehearseOptions {
  readonly repo?: string;
  readonly skip: readonly ('tests' | 'lint')[];
  /** Milliseconds. */
  readonly moratorium?: number;
  /** Milliseconds. */
  readonly patience?: number;
  readonly lift?: boolean;
  readonly merge: 'merge' | 'squash' | 'rebase';
  readonly json?: boolean;
  readonly color: boolean;
  readonly verbose?: boolean;
  readonly keep?: boolean;
}

/** `heroku-release rehearse` */
export function rehearseCommand(host: CommandHost, setExitCode: SetExitCode): Command {
  const command = new Command('rehearse')
    .description('play a whole release, from draft to change record, against embedded services')
    .addArgument(new Argument('[bump]', 'major, minor, patch, … or a version').default('minor'))
    .option('--repo <path>', 'path of your own checkout, which is not changed (default: an example library)')
    .addOption(
      new Option('--skip <checks...>', 'skip checks, which the verdict then says')
        .choices(['tests', 'lint'])
        .default([]),
    )
    .option(
      '--moratorium <duration>',
      'start a change freeze of this length when publish starts, such as 30s',
      parseMs,
    )
    .option('--patience <duration>', 'how long publish waits for the release lock (default: 1m)', parseMs)
    .option('--lift', 'once the release is held, lift the moratorium and start publish again')
    .addOption(
      new Option('--merge <method>', 'how the pull request is merged')
        .choices(['merge', 'squash', 'rebase'])
        .default('merge'),
    )
    .option('--json', 'print one JSON document to standard output, everything else to standard error')
    .option('--verbose', 'show every line of every step')
    .option('--keep', 'keep the folder of the rehearsal and print its path')
    .option('--no-color', 'disable colours (also: NO_COLOR)')
    .addHelpText(
      'after',
      examples(
        'rehearse',
        'rehearse patch --repo ../my-library',
        'rehearse --moratorium 30s',
        'rehearse --moratorium 10m --patience 5s --lift',
        'rehearse --json',
      ),
    );
  return command.action(async (bump: string, options: RehearseOptions) => {
    const { repo, skip, moratorium, patience, lift = false, merge } = options;
    if (lift && moratorium === undefined) {
      command.error('error: --lift needs a moratorium, for example --moratorium 10m --patience 5s --lift');
    }
    const { runRehearsal } = await import('../rehearsal/run-rehearsal.ts');
    const request = {
      repo: repo === undefined ? undefined : resolve(host.cwd(), repo),
      bump,
      skip,
      moratoriumMs: moratorium,
      patienceMs: patience,
      lift,
      mergeMethod: merge,
    };
    setExitCode(await runRehearsal(request, options, host));
  });
}

function parseMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Examples of a duration: 30s, 5m, 1h.');
  return ms;
}
