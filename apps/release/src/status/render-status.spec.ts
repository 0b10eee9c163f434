import type { ReleaseStatus } from '@heroku-release/release-flow';
import { describe, expect, it } from 'vitest';
import { renderStatus } from './render-status.ts';

const pullRequest = 'https://github.test/heroku/demo/pull/9';

const status: ReleaseStatus = {
  format: 1,
  repository: 'heroku/demo',
  version: '1.3.0',
  tag: 'v1.3.0',
  state: 'publish-unfinished',
  next: 'gh workflow run publish.yml --ref v1.3.0',
  inFlight: [
    { version: '1.3.0', state: 'tagged, not published', pullRequest },
    { version: '1.4.0', state: 'open', pullRequest },
  ],
  publish: {
    format: 1,
    stage: 'publish',
    mode: 'plan',
    outcome: 'done',
    exitCode: 0,
    durationMs: 1,
    requests: {},
    steps: [
      { stage: 'publish', step: 'tag', outcome: 'settled', because: 'v1.3.0 is on 0000000', durationMs: 1 },
      { stage: 'publish', step: 'lock', outcome: 'would-act', because: 'asking TPS', durationMs: 1 },
      { stage: 'publish', step: 'checks', outcome: 'refused', because: 'other files', durationMs: 1 },
    ],
  },
};

describe('renderStatus', () => {
  it('shows the steps of the release, other releases in flight, and what to do next', () => {
    expect(renderStatus(status).split('\n')).toEqual([
      'heroku/demo 1.3.0: publish-unfinished',
      '  ✓ tag: v1.3.0 is on 0000000',
      '  → lock: asking TPS',
      '  ✋ checks: other files',
      `  also in flight: 1.4.0, open, ${pullRequest}`,
      'next: gh workflow run publish.yml --ref v1.3.0',
      '',
    ]);
  });

  it('says when there is no release', () => {
    const none: ReleaseStatus = {
      format: 1,
      repository: 'heroku/demo',
      state: 'none',
      next: 'heroku-release draft minor',
      inFlight: [],
    };
    expect(renderStatus(none)).toBe('heroku/demo: no release yet\nnext: heroku-release draft minor\n');
  });
});
