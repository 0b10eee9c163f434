import type { SentRequest, StageReport } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { stageDocument } from './report-document.ts';

const report: StageReport = {
  stage: 'publish',
  outcome: 'held',
  steps: [{ stage: 'publish', step: 'lock', outcome: 'held', because: 'frozen', durationMs: 5 }],
  facts: { secret: 'what the steps learnt' },
  durationMs: 7,
};
const sent = (service: string): SentRequest => ({ service, method: 'GET', path: '/' });

describe('stageDocument', () => {
  it('counts requests by far side and leaves out what the steps learnt', () => {
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

  it('has no count where nothing was sent', () => {
    expect(stageDocument(report, 'plan', []).requests).toEqual({});
  });
});
