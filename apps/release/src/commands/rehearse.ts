import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FlowError, hostOf, interruption, parseDuration } from '@heroku-release/release-flow';
import { Argument, Command, Option } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { examples } from '../common-options.ts';
import { privateFolder } from '../private-folder.ts';
import { tellError } from '../tell-error.ts';
import { paletteFor } from '../terminal.ts';
import { openCommandWorld } from '../open-command-world.ts';

interface RehearseOptions {
  readonly repo?: string;
  readonly skip: readonly ('tests' | 'lint')[];
  readonly moratorium?: string;
  readonly patience?: string;
  readonly lift?: boolean;
  readonly merge: 'merge' | 'squash' | 'rebase';
  readonly json?: boolean;
  readonly color: boolean;
  readonly verbose?: boolean;
  readonly keep?: boolean;
}

/** `heroku-release rehearse` */
export function rehearseCommand(host: CommandHost, done: (code: number) => void): Command {
  return new Command('rehearse')
    .description(
      'play a whole release against embedded services: from draft to change record, touching nothing real',
    )
    .addArgument(new Argument('[bump]', 'major, minor, patch, … or a version').default('minor'))
    .option('--repo <path>', 'your own checkout, left as it is; default: an example library')
    .addOption(
      new Option('--skip <checks...>', 'leave checks out, and say so').choices(['tests', 'lint']).default([]),
    )
    .option('--moratorium <duration>', 'a change freeze of this length when publish begins, such as 30s')
    .option('--patience <duration>', 'how long publish waits for the release lock; default: 1m')
    .option('--lift', 'once held, lift the moratorium and start publish again')
    .addOption(
      new Option('--merge <method>', 'how the pull request is merged')
        .choices(['merge', 'squash', 'rebase'])
        .default('merge'),
    )
    .option('--json', 'one JSON document on standard output, everything else on standard error')
    .option('--verbose', 'every line of every step')
    .option('--keep', 'keep the folder of the rehearsal, and say where it is')
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .addHelpText(
      'after',
      examples(
        'rehearse',
        'rehearse patch --repo ../my-library',
        'rehearse --moratorium 30s',
        'rehearse --moratorium 10m --patience 5s --lift',
        'rehearse --json',
      ),
    )
    .action(async (bump: string, options: RehearseOptions) => {
      done(await run(bump, options, host));
    });
}

async function run(bump: string, options: RehearseOptions, host: CommandHost): Promise<number> {
  const { env, clock, random, http, commands, files, redactor } = openCommandWorld(host);
  // A rehearsal in a CI job is still a rehearsal: nothing of the job reaches it.
  const world = { env, clock, random, http, commands, files, redactor };
  const palette = paletteFor(host.stderr, host.env, options.color);
  const line = (text: string) => {
    host.stderr.write(`${world.redactor.text(text)}\n`);
  };
  const root = await mkdtemp(join(tmpdir(), 'heroku-release-rehearsal-'));
  try {
    const moratoriumMs = durationOf('--moratorium', options.moratorium);
    const patienceMs = durationOf('--patience', options.patience);
    if (options.lift === true && moratoriumMs === undefined) {
      throw new FlowError('USAGE', '--lift needs a moratorium to lift', {
        hint: 'Example: heroku-release rehearse --moratorium 10m --patience 5s --lift',
      });
    }
    // Loaded here: the other commands start without the embedded services.
    const [{ rehearse }, { renderRehearsal }, { Story }] = await Promise.all([
      import('../rehearse/rehearsal.ts'),
      import('../rehearse/render-rehearsal.ts'),
      import('../rehearse/story.ts'),
    ]);
    const document = await rehearse(
      {
        repo: options.repo === undefined ? undefined : resolve(host.cwd(), options.repo),
        bump,
        skip: options.skip,
        moratoriumMs,
        patienceMs,
        lift: options.lift === true,
        mergeMethod: options.merge,
      },
      {
        world,
        story: new Story({ line, palette, verbose: options.verbose === true }),
        root,
        toolFolder: join(privateFolder(host.env), 'uv'),
        node: host.execPath,
        signal: interruption(hostOf(host).onInterrupt, world.clock, hostOf(host).kill),
      },
    );
    const shown = world.redactor.value(document);
    host.stdout.write(
      options.json === true
        ? `${JSON.stringify(shown, null, 2)}\n`
        : renderRehearsal(shown, paletteFor(host.stdout, host.env, options.color)),
    );
    return document.exitCode;
  } catch (error) {
    return tellError(error, host, world, options.json === true);
  } finally {
    if (options.keep === true) line(`the rehearsal's folder: ${root}`);
    else await rm(root, { recursive: true, force: true });
  }
}

function durationOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new FlowError('USAGE', `${option} ${text} is no duration`, { hint: 'Examples: 30s, 5m, 1h' });
}
