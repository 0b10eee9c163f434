import type { SentRequest, StageReport, StepReport } from '@heroku-release/release-kit';
import { exitCodeOf } from './exit-code.ts';

/** The report of a stage as JSON, format 1. */
export interface StageDocument {
  readonly format: 1;
  readonly stage: string;
  readonly mode: 'apply' | 'plan';
  readonly outcome: StageReport['outcome'];
  readonly exitCode: number;
  readonly durationMs: number;
  readonly steps: readonly StepReport[];
  /** Requests sent, by service. */
  readonly requests: Readonly<Record<string, number>>;
}

/** Renders the report of a stage as a JSON document. The facts of the steps are left out because they may be large. Pure. */
export function stageDocument(
  report: StageReport,
  mode: 'apply' | 'plan',
  sent: readonly SentRequest[],
): StageDocument {
  const requests: Record<string, number> = {};
  for (const { service } of sent) requests[service] = (requests[service] ?? 0) + 1;
  return {
    format: 1,
    stage: report.stage,
    mode,
    outcome: report.outcome,
    exitCode: exitCodeOf(report),
    durationMs: report.durationMs,
    steps: report.steps,
    requests,
  };
}
