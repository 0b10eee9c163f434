import { EXIT_CODES, type Verdict } from '@heroku-release/release-flow';
import type { RunResult } from '@heroku-release/release-runner';
import type { RehearsalDocument } from './rehearsal-document.ts';
import type { StageRun } from './stage-reports.ts';

/** Verdicts of the outcomes that end a rehearsal early. */
const EARLY_VERDICTS: Readonly<Record<string, Verdict>> = {
  held: 'held',
  refused: 'refused',
  failed: 'failed',
  incomplete: 'incomplete',
  cancelled: 'incomplete',
};

/** Derives the verdict from the last stage that ran and from the workflow runs. Pure. */
export function outcomeOf(
  runs: readonly StageRun[],
  results: readonly RunResult[],
): Pick<RehearsalDocument, 'verdict' | 'exitCode' | 'error'> {
  const last = runs.at(-1)?.report;
  const verdict = last === undefined ? undefined : EARLY_VERDICTS[last.outcome];
  if (last !== undefined && verdict !== undefined) {
    const error = last.steps.find((step) => step.error !== undefined)?.error;
    return { verdict, exitCode: last.exitCode, error };
  }
  if (last?.stage === 'publish') return { verdict: 'released', exitCode: EXIT_CODES.done };
  const failed = results.findLast(({ conclusion }) => conclusion !== 'success');
  return {
    verdict: 'failed',
    exitCode: EXIT_CODES.failed,
    error: {
      code: 'REHEARSAL_STOPPED',
      message:
        failed === undefined
          ? 'publish was never started'
          : `${failed.workflow} ended with ${failed.conclusion}`,
      hint: 'Check the lines above; --verbose shows every line.',
    },
  };
}
