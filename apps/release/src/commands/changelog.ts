import { resolve } from 'node:path';
import { openLocalWorld } from '@heroku-release/release-flow';
import { Command } from 'commander';
import { tellChangelog } from '../changelog/tell-changelog.ts';
import { tellWholeHistory } from '../changelog/tell-whole-history.ts';
import type { CommandHost } from '../command-host.ts';
import { examples, withCommonOptions } from '../common-options.ts';
import { tellError } from '../tell-error.ts';

/** Options of `heroku-release changelog`. */
interface ChangelogOptions {
  readonly repo: string;
  readonly all?: boolean;
  readonly explain?: boolean;
  readonly json?: boolean;
}

const PRE_RELEASES = `changelog v1.2.0 has all since the last final release, what its pre-releases had included. --all tells each
commit once, in the oldest version that contains it. Without pre-releases and merged branches both are the same.
`;

/** `heroku-release changelog` */
export function changelogCommand(host: CommandHost, done: (code: number) => void): Command {
  const command = new Command('changelog')
    .description(
      'what the next release will say, what an old one had, or the whole history; git alone, no network',
    )
    .argument('[range]', 'a tag, or <from>..<to>; default: the changes since the last release of this branch')
    .option('--all', 'the whole history by tags; with --json or --explain it is held in memory')
    .option('--explain', 'what became of each commit and why, and the counts beside those of git')
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
      const world = openLocalWorld(host);
      const question = { ...options, repo: resolve(host.cwd(), options.repo), range };
      try {
        done(
          await (options.all === true
            ? tellWholeHistory(question, host, world)
            : tellChangelog(question, host, world)),
        );
      } catch (error) {
        done(tellError(error, host, world, options.json === true));
      }
    },
  );
}
