import type { Clock } from './clock.ts';
import { effectOf, isCodedError } from './release-error.ts';
import type { ReportedError, Reporter, StageOutcome, StageReport, StepReport } from './report.ts';
import type { Decision, Stage, Step, StepIo } from './step.ts';
import { Refuse, Wait } from './step.ts';

/** How a stage is run. */
export interface RunStageOptions {
  readonly clock: Clock;
  readonly reporter: Reporter;
  /** `plan` reads only and reports what would be done; `apply` does it. Both take the same decisions. */
  readonly mode: 'apply' | 'plan';
  /** After it is aborted no new write begins; the one in flight is finished. */
  readonly signal: AbortSignal;
  /** Steps to run, by name; the others are left out. Default: all. */
  readonly only?: ReadonlySet<string>;
  /** Whether the code of an error that a step throws means that a person must decide: then it is refused. Default: none does. */
  readonly isRefusal?: (code: string) => boolean;
}

/** How often a write whose effect stayed unknown is tried in all, after looking each time that it did not land. */
const TRIES = 3;

/**
 * Runs the steps of a stage in order: look, decide, act. Never throws for an expected answer: refusals, waits that ran out and
 * failures are outcomes, and the report is whole in every case. A second run continues where the first one stopped.
 */
export async function runStage<Context>(
  stage: Stage<Context>,
  context: Context,
  options: RunStageOptions,
): Promise<StageReport<Context>> {
  const { clock, reporter } = options;
  const started = clock.now();
  const reports: StepReport[] = [];
  let current = context;
  let stopped: 'no' | 'ended' | 'broken' = 'no';
  let endedBecause = '';
  reporter.report({ kind: 'stage-started', stage: stage.name, mode: options.mode });
  const groups = stage.steps(context).map((entry) => (isGroup(entry) ? entry : [entry]));
  for (const group of groups) {
    const chosen = group.filter((step) => options.only?.has(step.name) ?? true);
    if (stopped !== 'no') {
      for (const step of chosen) {
        const because = stopped === 'ended' ? endedBecause : 'an earlier step did not succeed';
        const outcome = stopped === 'ended' ? 'settled' : 'not-run';
        reports.push({ stage: stage.name, step: step.name, outcome, because, durationMs: 0 });
      }
      continue;
    }
    const before = current;
    const results = await Promise.all(chosen.map((step) => runStep(stage.name, step, before, options)));
    for (const result of results) {
      reports.push(result.report);
      current = result.learn(current);
      if (result.endsStage && stopped === 'no') {
        stopped = 'ended';
        endedBecause = result.report.because;
      }
      if (!['settled', 'done', 'would-act'].includes(result.report.outcome)) stopped = 'broken';
    }
  }
  const report: StageReport<Context> = {
    stage: stage.name,
    outcome: outcomeOf(reports, groups.flat()),
    steps: reports,
    context: current,
    durationMs: clock.now() - started,
  };
  reporter.report({ kind: 'stage-ended', report });
  return report;
}

function isGroup<Context>(
  entry: Step<Context> | readonly Step<Context>[],
): entry is readonly Step<Context>[] {
  return Array.isArray(entry);
}

/** The stage's outcome follows from its steps alone. A failure is `incomplete` once a far side was changed. */
function outcomeOf<Context>(
  reports: readonly StepReport[],
  steps: readonly Pick<Step<Context>, 'name' | 'needs' | 'irreversible'>[],
): StageOutcome {
  const has = (outcome: StepReport['outcome']) => reports.some((report) => report.outcome === outcome);
  if (has('failed')) {
    const changed = reports.filter(({ outcome, step: name }) => {
      const step = steps.find((candidate) => candidate.name === name);
      if (outcome === 'settled') return step?.irreversible === true;
      // What only this machine did (a build, a test) is no part of a release that others could see.
      return outcome === 'done' && step?.needs.some((right) => right.endsWith(': write')) === true;
    });
    const begun = changed.length > 0;
    return begun ? 'incomplete' : 'failed';
  }
  if (has('cancelled')) return 'cancelled';
  if (has('refused')) return 'refused';
  if (has('held')) return 'held';
  return has('done') || has('would-act') ? 'done' : 'nothing-to-do';
}

interface StepResult<Context> {
  readonly report: StepReport;
  readonly endsStage: boolean;
  learn(context: Context): Context;
}

async function runStep<Context>(
  stage: string,
  step: Step<Context>,
  context: Context,
  options: RunStageOptions,
): Promise<StepResult<Context>> {
  const { clock, reporter, signal } = options;
  const started = clock.now();
  const notes: string[] = [];
  let decision: StepReport['decision'];
  reporter.report({ kind: 'step-started', stage, step: step.name });
  const ioFor = (look: number): StepIo => ({
    signal,
    clock,
    look,
    progress: (message) => {
      reporter.report({ kind: 'progress', stage, step: step.name, message });
    },
    note: (message) => {
      notes.push(message);
    },
  });
  const end = (
    outcome: StepReport['outcome'],
    because: string,
    more: { seen?: { value: unknown }; endsStage?: boolean; did?: string; error?: ReportedError } = {},
  ): StepResult<Context> => {
    const report: StepReport = {
      stage,
      step: step.name,
      outcome,
      ...(decision === undefined ? {} : { decision }),
      because,
      ...(more.did === undefined ? {} : { did: more.did }),
      durationMs: clock.now() - started,
      ...(notes.length === 0 ? {} : { notes }),
      ...(more.error === undefined ? {} : { error: more.error }),
    };
    reporter.report({ kind: 'step-ended', report });
    const seen = more.seen;
    return {
      report,
      endsStage: more.endsStage ?? false,
      learn: (now) => (seen === undefined ? now : step.learn(now, seen.value)),
    };
  };
  const refused = (answer: Refuse) =>
    end('refused', answer.because, {
      error: {
        code: answer.code,
        message: answer.because,
        ...(answer.hint === undefined ? {} : { hint: answer.hint }),
      },
    });

  const interrupted = () => signal.aborted;
  let tries = 0;
  let waitingSince: number | undefined;
  let doubt: unknown;
  const holdOn = async (wait: Wait): Promise<StepResult<Context> | undefined> => {
    if (options.mode === 'plan') return end('held', wait.because);
    waitingSince ??= clock.now();
    const waitedMs = clock.now() - waitingSince;
    const givesUpInMs = wait.patienceMs - waitedMs;
    if (givesUpInMs <= 0) {
      return end('held', `${wait.because}; gave up after ${Math.round(waitedMs / 1000)} s`);
    }
    const nextInMs = Math.min(wait.everyMs, givesUpInMs);
    reporter.report({
      kind: 'waiting',
      stage,
      step: step.name,
      because: wait.because,
      waitedMs,
      nextInMs,
      givesUpInMs,
    });
    await clock.sleep(nextInMs, signal);
    return undefined;
  };

  try {
    for (let look = 0; ; look += 1) {
      const io = ioFor(look);
      if (interrupted()) return end('cancelled', 'interrupted before this step began a write');
      const seen = await step.observe(context, io);
      const next: Decision<unknown> = step.decide(context, seen);
      decision ??= next.kind;
      if (next.kind === 'settled') {
        const because = doubt === undefined ? next.because : `${next.because} (found after a broken answer)`;
        return end(doubt === undefined ? 'settled' : 'done', because, {
          seen: { value: seen },
          endsStage: next.endsStage ?? false,
        });
      }
      if (next.kind === 'refuse') return refused(next);
      if (next.kind === 'wait') {
        const gaveUp = await holdOn(next);
        if (gaveUp !== undefined) return gaveUp;
        continue;
      }
      if (options.mode === 'plan') return end('would-act', next.because, { seen: { value: seen } });
      // The interruption may have come while we looked.
      if (interrupted()) return end('cancelled', 'interrupted before this step began a write');
      tries += 1;
      let answer: unknown;
      try {
        answer = await step.act(next.action, io);
      } catch (error) {
        if (effectOf(error) === 'none' || tries >= TRIES) throw error;
        doubt = error;
        io.progress(`the answer was lost (${messageOf(error)}); looking whether it happened`);
        continue;
      }
      if (answer instanceof Refuse) return refused(answer);
      if (answer instanceof Wait) {
        tries = 0;
        const gaveUp = await holdOn(answer);
        if (gaveUp !== undefined) return gaveUp;
        continue;
      }
      return end('done', next.because, {
        seen: { value: answer },
        ...(next.done === undefined ? {} : { did: next.done }),
      });
    }
  } catch (error) {
    if (interrupted() && !isCodedError(error)) {
      return end('cancelled', 'interrupted while waiting');
    }
    const shown = reported(error);
    const outcome = options.isRefusal?.(shown.code) === true ? 'refused' : 'failed';
    return end(outcome, messageOf(error), { error: shown });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function reported(error: unknown): ReportedError {
  if (isCodedError(error)) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
  return {
    code: 'UNEXPECTED',
    message: messageOf(error),
    hint: 'This is a defect of heroku-release; please report it.',
  };
}
