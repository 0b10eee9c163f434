import type { BoundStep } from './bound-step.ts';
import type { StageOutcome, StageReport, StepReport } from './report.ts';
import type { RunStageOptions } from './run-options.ts';
import { runStep } from './run-step.ts';
import type { Stage } from './stage.ts';

/**
 * Runs the steps of a stage in order: observe, decide, act. Never throws for an expected answer: refusals, waits that ran out and
 * failures are outcomes, and the report is complete in every case. A second run continues where the first one stopped.
 */
export async function runStage<Input extends object, Facts extends object>(
  stage: Stage<Input, Facts>,
  input: Input,
  options: RunStageOptions,
): Promise<StageReport<Partial<Facts>>> {
  const { clock, reporter, mode } = options;
  const started = clock.now();
  const facts = new Map<string, unknown>();
  const reports: StepReport[] = [];
  let over: Pick<StepReport, 'outcome' | 'because'> | undefined;
  reporter.report({ kind: 'stage-started', stage: stage.name, mode });
  for (const step of stage.steps) {
    if (over !== undefined) {
      reports.push({ stage: stage.name, step: step.name, ...over, durationMs: 0 });
      continue;
    }
    const result = await runStep(stage.name, step, { ...input, ...Object.fromEntries(facts) }, options);
    reports.push(result.report);
    facts.set(step.key, result.fact);
    over = result.over;
  }
  const report: StageReport<Partial<Facts>> = {
    stage: stage.name,
    outcome: outcomeOf(reports, stage.steps),
    steps: reports,
    // The keys are those of the builder, each with the fact of its step.
    facts: Object.fromEntries(facts) as Partial<Facts>,
    durationMs: clock.now() - started,
  };
  reporter.report({ kind: 'stage-ended', report });
  return report;
}

/** Derives the stage's outcome from its steps. A failure is `incomplete` once something outside this machine was changed. */
function outcomeOf(reports: readonly StepReport[], steps: readonly BoundStep[]): StageOutcome {
  const has = (outcome: StepReport['outcome']) => reports.some((report) => report.outcome === outcome);
  if (has('failed')) {
    const begun = reports.some(({ outcome, step: name }) => {
      const step = steps.find((candidate) => candidate.name === name);
      if (outcome === 'settled') return step?.irreversible === true;
      // A build or a test changes this machine only, which nobody else can see.
      return outcome === 'done' && step?.needs.some((right) => right.endsWith(': write')) === true;
    });
    return begun ? 'incomplete' : 'failed';
  }
  if (has('cancelled')) return 'cancelled';
  if (has('refused')) return 'refused';
  if (has('held')) return 'held';
  return has('done') || has('would-act') ? 'done' : 'nothing-to-do';
}
