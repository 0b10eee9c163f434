import { join } from 'node:path';
import type { ActionsIo } from '@heroku-release/actions-io';
import { isCodedError } from '@heroku-release/release-kit';
import type { StageReport } from '@heroku-release/release-kit';
import { composeStage } from './compose-stage.ts';
import type { StageFacts, StageName, StageRequests } from './compose-stage.ts';
import type { FlowEnvironment } from '../world/flow-environment.ts';
import { FlowError } from '../errors.ts';
import { EXIT_CODES, exitCodeOf, exitCodeOfError } from '../report/exit-code.ts';
import { stageDocument } from '../report/report-document.ts';
import { renderSummary } from '../report/summary.ts';
import type { ProgramHost } from './host.ts';
import { interruptibleClock, interruption } from './interruption.ts';
import { LineReporter } from '../report/line-reporter.ts';
import { openWorld } from './open-world.ts';

/** One stage as a program for CI. */
export interface StageApp<Name extends StageName> {
  /** Builds the request from the inputs of the action and the folders of the runner. */
  readonly request: (
    actions: ActionsIo,
    world: FlowEnvironment,
  ) => StageRequests[Name] & { readonly stage: Name };
  /** Outputs of the step in addition to `result`, from the report of the stage. */
  readonly outputs?: (
    report: StageReport<StageFacts[Name]>,
    request: StageRequests[Name],
  ) => Readonly<Record<string, string>>;
  /** The command or action that continues the stage. */
  readonly resume: string;
}

/**
 * Runs one stage in a job of GitHub Actions: reads the inputs, composes and runs the stage, and writes log, summary, annotations and
 * outputs. Returns the exit code. Errors are reported, not thrown.
 */
export async function runStageApp<Name extends StageName>(
  app: StageApp<Name>,
  host: ProgramHost,
): Promise<number> {
  let opened: FlowEnvironment;
  try {
    opened = openWorld(host);
  } catch (error) {
    // No reporter exists yet.
    host.err(`${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodeOfError(error);
  }
  const { actions } = opened;
  if (actions === undefined) {
    host.err('This program runs in jobs of GitHub Actions. Elsewhere, use the command heroku-release.\n');
    return EXIT_CODES.usage;
  }
  const signal = interruption(host.onInterrupt, opened.clock, host.kill);
  try {
    const token = actions.input('token');
    const env = token === '' ? opened.env : { ...opened.env, GITHUB_TOKEN: token };
    const world = { ...opened, env, clock: interruptibleClock(opened.clock, signal) };
    const overrides = world.env['HEROKU_RELEASE_SETTINGS'];
    if (overrides !== undefined) actions.info(`settings from the environment: ${overrides}`);
    const request = app.request(actions, world);
    const mode = actions.booleanInput('dry-run') === true ? 'plan' : 'apply';
    const stage = await composeStage<Name>(request, world);
    const report = await stage.run({
      mode,
      reporter: new LineReporter({
        line: (text) => {
          actions.info(text);
        },
        redactor: world.redactor,
      }),
      signal,
    });
    await writeReport(app, { report, request, mode, actions, world });
    return exitCodeOf(report);
  } catch (error) {
    if (!signal.aborted || isCodedError(error)) return await writeError(error, actions);
    actions.info(`To continue: ${app.resume}`);
    return EXIT_CODES.interrupted;
  } finally {
    actions.close();
  }
}

async function writeReport<Name extends StageName>(
  app: StageApp<Name>,
  run: {
    readonly report: StageReport<StageFacts[Name]>;
    readonly request: StageRequests[Name];
    readonly mode: 'apply' | 'plan';
    readonly actions: ActionsIo;
    readonly world: FlowEnvironment;
  },
): Promise<void> {
  const { report, request, mode, actions, world } = run;
  for (const { step, because, error, outcome } of report.steps) {
    if (error !== undefined) {
      actions.error([because, error.hint ?? ''].join('\n').trim(), {
        title: `${report.stage}: ${step} (${error.code})`,
      });
    } else if (outcome === 'held') {
      actions.warning(`${because}\nTo continue: ${app.resume}`, { title: `${report.stage}: held` });
    }
  }
  for (const note of report.steps.flatMap(({ notes = [] }) => notes)) actions.warning(note);
  if (report.outcome !== 'done' && report.outcome !== 'nothing-to-do')
    actions.info(`To continue: ${app.resume}`);
  await actions.setOutput('result', report.outcome);
  for (const [name, value] of Object.entries(app.outputs?.(report, request) ?? {})) {
    await actions.setOutput(name, value);
  }
  await actions.summary(renderSummary(report, app.resume));
  const folder = world.env['HEROKU_RELEASE_REPORTS'];
  if (folder === undefined) return;
  const document = world.redactor.value(stageDocument(report, mode, world.http.sent));
  const name = `${report.stage}-${world.env['GITHUB_RUN_ID'] ?? '0'}-${world.env['GITHUB_RUN_ATTEMPT'] ?? '1'}.json`;
  await world.files.write(join(folder, name), `${JSON.stringify(document)}\n`);
}

async function writeError(error: unknown, actions: ActionsIo): Promise<number> {
  const coded = isCodedError(error) ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  actions.error([message, coded?.hint ?? ''].join('\n').trim(), { title: coded?.code ?? 'UNEXPECTED' });
  await actions.setOutput('result', 'failed').catch(() => undefined);
  return exitCodeOfError(error);
}

/** Returns a folder that the runner provides for the job. Errors: `ENVIRONMENT_INVALID`. */
export function jobFolder(world: FlowEnvironment, name: 'RUNNER_TEMP' | 'GITHUB_WORKSPACE'): string {
  const folder = world.env[name];
  if (folder !== undefined && folder !== '') return folder;
  throw new FlowError('ENVIRONMENT_INVALID', `${name} is not set`, {
    hint: 'GitHub Actions sets it in every job.',
  });
}
