import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CommandHost } from '../host/command-host.ts';
import { type CommonOptions, examples, type SetExitCode, withCommonOptions } from './common-options.ts';

interface ChangelogOptions extends CommonOptions {
  readonly all?: boolean;
  readonly explain?: boolean;
}

const PRE_RELEASES = `The section of a final release such as v1.2.0 repeats the changes of its pre-releases. --all lists each commit
once, in the oldest version that contains it. Without pre-releases and merged branches the two are the same.
`;

/** `heroku-release changelog` */
export function changelogCommand(host: CommandHost, setExitCode: SetExitCode): Command {
  const command = new Command('changelog')
    .description('print the changelog of the next release, of a past one, or of the whole history (offline)')
    .argument(
      '[range]',
      'a tag, or <from>..<to> (default: the changes since the last release of this branch)',
    )
    .option('--all', 'print the whole history by tags; with --json or --explain it is held in memory')
    .option('--explain', 'show what became of each commit and why, and compare the counts with those of git')
    .addHelpText(
      'after',
      examples(
        'changelog',
        'changelog v1.2.0',
        'changelog v1.1.0..v1.2.0 --explain',
        'changelog --all > CHANGES.md',
      ),
    )
    .addHelpText('after', PRE_RELEASES);
  return withCommonOptions(command, false).action(
    async (range: string | undefined, options: ChangelogOptions) => {
      const { all, explain, json } = options;
      if (all === true && range !== undefined) {
        command.error('error: --all covers the whole history and takes no range');
      }
      const { showChangelog } = await import('../changelog/show-changelog.ts');
      const repo = resolve(host.cwd(), options.repo);
      setExitCode(await showChangelog({ repo, range, all, explain, json }, host));
    },
  );
}
