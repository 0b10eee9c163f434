import { plainPalette } from '@heroku-release/release-flow';
import { describe, expect, it } from 'vitest';
import type { RehearsalDocument } from './rehearsal-document.ts';
import { renderRehearsal } from './render-rehearsal.ts';

const HASH = 'a'.repeat(64);

const released: RehearsalDocument = {
  format: 1,
  verdict: 'released',
  exitCode: 0,
  repository: 'heroku/demo',
  version: '1.3.0',
  tag: 'v1.3.0',
  commit: '0'.repeat(40),
  artifacts: [
    { name: 'demo.whl', size: 3, sha256: HASH, release: HASH, index: HASH, equal: true, testedOn: ['3.11'] },
  ],
  pythons: { tested: ['3.11'], missing: [] },
  skipped: [],
  waits: {},
  attestations: 'off',
  steps: [],
  requests: { draft: { github: 2 }, 'package (pull request)': {} },
  effects: ['github: branch pushed', 'tps: release lock requested'],
  durationMs: 12_345,
};

const shown = (change: Partial<RehearsalDocument> = {}) =>
  renderRehearsal({ ...released, ...change }, plainPalette);

describe('renderRehearsal', () => {
  it('shows effects in order, requests, hashes side by side, and the verdict last', () => {
    const text = shown();
    expect(text).toContain('  1. github: branch pushed\n  2. tps: release lock requested\n');
    expect(text).toContain('  draft: github 2\n  package (pull request): none\n');
    expect(text.split('\n').filter((line) => line.endsWith(HASH))).toHaveLength(3);
    expect(text).toContain('passed on Python 3.11');
    expect(text).toMatch(/\nverdict: released heroku\/demo 1\.3\.0 \(rehearsed in 12\.3 s\)\n$/);
  });

  it.each([
    {
      name: 'missing Pythons',
      change: { pythons: { tested: [], missing: ['3.10', '3.13'] } },
      has: 'not installed here: Python 3.10, 3.13',
    },
    { name: 'skipped checks', change: { skipped: ['tests'] }, has: 'SKIPPED: tests' },
    { name: 'attestations', change: {}, has: 'attestations: off' },
    {
      name: 'the error and its hint',
      change: { verdict: 'held' as const, error: { code: 'X_Y', message: 'a freeze', hint: 'Wait.' } },
      has: 'a freeze (X_Y)\nWait.\nverdict: held',
    },
    {
      name: 'a file that is missing on release and index',
      change: { artifacts: [{ name: 'demo.whl', size: 3, sha256: HASH, equal: false, testedOn: [] }] },
      has: '✘ different or missing',
    },
  ])('shows $name', ({ change, has }) => {
    expect(shown(change)).toContain(has);
  });
});
