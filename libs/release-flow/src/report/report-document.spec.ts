import type { SentRequest, StageReport } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { stageDocument } from './report-document.ts';

const report: StageReport = {
  stage: 'publish',
  outcome: 'held',
  steps: [{ stage: 'publish', step: 'lock', outcome: 'held', because: 'frozen', durationMs: 5 }],
  facts: { secret: 'a fact of a step' },
  durationMs: 7,
};
const sent = (service: string): SentRequest => ({ service, method: 'GET', path: '/' });

describe('stageDocument', () => {
  it('counts requests by service and leaves out the facts', () => {
    const document = stageDocument(
      report,
      'apply',
      ['github', 'tps', 'github', 'artifact-storage'].map(sent),
    );
    expect(document).toEqual({
      format: 1,
      stage: 'publish',
      mode: 'apply',
      outcome: 'held',
      exitCode: 4,
      durationMs: 7,
      steps: report.steps,
      requests: { github: 2, tps: 1, 'artifact-storage': 1 },
    });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('has no counts when nothing was sent', () => {
    expect(stageDocument(report, 'plan', []).requests).toEqual({});
  });
});
