import {
  composeStage,
  EXIT_CODES,
  exitCodeOf,
  type FlowEnvironment,
  FlowError,
  hostOf,
  interruption,
  LineReporter,
  stageDocument,
  type StageRequest,
} from '@heroku-release/release-flow';
import type { StageReport } from '@heroku-release/release-kit';
import type { CommandHost } from './command-host.ts';
import { optionWords } from './resume-command.ts';
import { tellError } from './tell-error.ts';
import { ask, isInteractive, paletteFor } from './terminal.ts';
import { openCommandWorld } from './open-command-world.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly repo: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
  /** commander's name for --no-color. */
  readonly color: boolean;
}

/** A command that runs one stage. */
export interface StageCommand {
  readonly request: StageRequest;
  readonly options: CommonOptions;
  /** Whether it writes to the real world: then a person is asked first, outside of CI. */
  readonly writes: boolean;
  /** What a person runs to continue. */
  readonly resume: string;
}

/** `--repo` and its value, where it was given. Pure. */
export function repoWords({ repo }: Pick<CommonOptions, 'repo'>): string[] {
  return optionWords('--repo', repo === '.' ? undefined : repo);
}

/**
 * Runs one stage as a command: the plan is shown and asked about before anything is written, progress goes to standard error, the
 * answer to standard output. Answers with the exit code.
 */
export async function runStageCommand(command: StageCommand, host: CommandHost): Promise<number> {
  const { options } = command;
  const world = openCommandWorld(host);
  const palette = paletteFor(host.stderr, host.env, options.color);
  const line = (text: string) => {
    host.stderr.write(`${text}\n`);
  };
  const reporter = new LineReporter({ line, redactor: world.redactor, palette });
  const signal = interruption(hostOf(host).onInterrupt, world.clock, hostOf(host).kill);
  try {
    const stage = await composeStage(command.request, world);
    const mode = options.dryRun === true ? 'plan' : 'apply';
    if (mode === 'apply' && command.writes && needsConsent(command, world)) {
      if (!isInteractive(host)) {
        throw new FlowError('USAGE', `${stage.stage} writes to the real world and there is nobody to ask`, {
          hint: 'Look at it with --dry-run, then answer with --yes.',
        });
      }
      const plan = await stage.run({ mode: 'plan', reporter, signal });
      if (plan.outcome !== 'done') return answer(command, plan, 'plan', { host, world });
      if (!(await ask(`Do what is marked with → above?`, signal))) {
        line('Nothing was changed.');
        return signal.aborted ? EXIT_CODES.interrupted : answer(command, plan, 'plan', { host, world });
      }
    }
    const report = await stage.run({ mode, reporter, signal });
    return answer(command, report, mode, { host, world });
  } catch (error) {
    return tellError(error, host, world, options.json === true);
  }
}

function needsConsent({ options }: StageCommand, world: FlowEnvironment): boolean {
  return options.yes !== true && world.actions === undefined;
}

function answer(
  command: StageCommand,
  report: StageReport,
  mode: 'apply' | 'plan',
  { host, world }: { readonly host: CommandHost; readonly world: FlowEnvironment },
): number {
  const code = exitCodeOf(report);
  if (command.options.json === true) {
    const document = world.redactor.value(stageDocument(report, mode, world.http.sent));
    host.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }
  if (code === EXIT_CODES.failed || code === EXIT_CODES.held || code === EXIT_CODES.interrupted) {
    host.stderr.write(`To continue: ${command.resume}\n`);
  }
  return code;
}
