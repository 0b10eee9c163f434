import type { StageDocument } from '@heroku-release/release-flow';
import { describe, expect, it } from 'vitest';
import { countRequests } from './stage-reports.ts';

function report(stage: string, requests: Record<string, number>): StageDocument {
  return {
    format: 1,
    stage,
    mode: 'apply',
    outcome: 'done',
    exitCode: 0,
    durationMs: 1,
    steps: [],
    requests,
  };
}

describe('countRequests', () => {
  it('counts by stage and service; every run but that of the merge is named', () => {
    const runs = [
      { report: report('draft', { github: 2 }) },
      { report: report('package', {}), run: 'pull request' },
      { report: report('package', { github: 1 }), run: 'merge' },
      { report: report('publish', { github: 4, tps: 3 }) },
      { report: report('publish', { github: 11 }), run: 'again' },
    ];
    expect(countRequests(runs)).toEqual({
      draft: { github: 2 },
      'package (pull request)': {},
      package: { github: 1 },
      publish: { github: 4, tps: 3 },
      'publish (again)': { github: 11 },
    });
  });
});
