import {
  composeStage,
  EXIT_CODES,
  exitCodeOf,
  type FlowEnvironment,
  FlowError,
  hostOf,
  interruptibleClock,
  interruption,
  LineReporter,
  stageDocument,
  type StageRequest,
} from '@heroku-release/release-flow';
import { isCodedError } from '@heroku-release/release-kit';
import type { StageReport } from '@heroku-release/release-kit';
import type { CommandHost } from '../host/command-host.ts';
import { openCommandWorld } from '../host/open-command-world.ts';
import { paletteFor } from '../output/palette.ts';
import { renderError } from '../output/render-error.ts';
import { confirm, isInteractive } from './confirm.ts';

/** A command that runs one stage. */
export interface StageCommand {
  readonly request: StageRequest;
  readonly options: {
    readonly dryRun?: boolean;
    readonly json?: boolean;
    readonly yes?: boolean;
    readonly color: boolean;
  };
  /** Whether it writes to external services: outside of CI it then asks for confirmation. */
  readonly writes: boolean;
  /** The command line that continues it. */
  readonly resume: string;
}

/**
 * Runs one stage as a command. Shows the plan and asks for confirmation before anything is written. Progress goes to standard error, the
 * report to standard output. Returns the exit code.
 */
export async function runStageCommand(command: StageCommand, host: CommandHost): Promise<number> {
  const { options } = command;
  const opened = openCommandWorld(host);
  const signal = interruption(hostOf(host).onInterrupt, opened.clock, hostOf(host).kill);
  const world = { ...opened, clock: interruptibleClock(opened.clock, signal) };
  const palette = paletteFor(host.stderr, host.env, options.color);
  const line = (text: string) => {
    host.stderr.write(`${text}\n`);
  };
  const reporter = new LineReporter({ line, redactor: world.redactor, palette });
  try {
    const stage = await composeStage(command.request, world);
    const mode = options.dryRun === true ? 'plan' : 'apply';
    if (mode === 'apply' && needsConfirmation(command, world)) {
      if (!isInteractive(host)) {
        throw new FlowError('USAGE', `confirming ${stage.stage} needs a terminal`, {
          hint: 'Check the plan with --dry-run, then pass --yes.',
        });
      }
      const plan = await stage.run({ mode: 'plan', reporter, signal });
      if (plan.outcome !== 'done') return conclude(command, plan, 'plan', { host, world });
      if (!(await confirm('Do the steps marked with → above?', signal))) {
        line('Nothing was changed.');
        return signal.aborted ? EXIT_CODES.interrupted : conclude(command, plan, 'plan', { host, world });
      }
    }
    const report = await stage.run({ mode, reporter, signal });
    return conclude(command, report, mode, { host, world });
  } catch (error) {
    if (!signal.aborted || isCodedError(error)) return renderError(error, host, world, options.json === true);
    line(`To continue: ${command.resume}`);
    return EXIT_CODES.interrupted;
  }
}

function needsConfirmation({ options, writes }: StageCommand, world: FlowEnvironment): boolean {
  return writes && options.yes !== true && world.actions === undefined;
}

/** Prints the report and how to continue. Returns the exit code. */
function conclude(
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
