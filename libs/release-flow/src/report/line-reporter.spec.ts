import type { ReportEvent, StepReport } from '@heroku-release/release-kit';
import { Redactor } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { LineReporter, plainPalette } from './line-reporter.ts';

const SECRET = 'marked-secret-1234';

function linesOf(event: ReportEvent): string[] {
  const lines: string[] = [];
  const redactor = new Redactor();
  redactor.add(SECRET);
  new LineReporter({ line: (text) => lines.push(text), redactor }).report(event);
  return lines;
}

const ended = (changes: Partial<StepReport>): ReportEvent => ({
  kind: 'step-ended',
  report: { stage: 'publish', step: 'lock', outcome: 'settled', because: 'well', durationMs: 0, ...changes },
});
const wait = { stage: 'publish', step: 'lock', because: 'held: frozen' };

describe('LineReporter', () => {
  it.each<[string, ReportEvent, string[]]>([
    ['a stage begins', { kind: 'stage-started', stage: 'publish', mode: 'apply' }, ['publish']],
    [
      'a dry run begins',
      { kind: 'stage-started', stage: 'publish', mode: 'plan' },
      ['publish (dry run: reads only)'],
    ],
    ['a step begins', { kind: 'step-started', stage: 'publish', step: 'lock' }, []],
    [
      'progress',
      { kind: 'progress', stage: 'publish', step: 'pypi', message: 'uploading' },
      ['    pypi: uploading'],
    ],
    [
      'the first wait',
      { kind: 'waiting', ...wait, waitedMs: 0, nextInMs: 15_000, givesUpInMs: 600_000 },
      ['    lock: waiting, held: frozen; next try in 15s, gives up in 10m'],
    ],
    [
      'a later wait',
      { kind: 'waiting', ...wait, waitedMs: 1500, nextInMs: 2500, givesUpInMs: 598_500 },
      ['    lock: waiting for 1.5 s, held: frozen; next try in 2.5 s, gives up in 599s'],
    ],
    ['settled', ended({}), ['  ✓ lock: well']],
    ['under a second', ended({ durationMs: 999 }), ['  ✓ lock: well']],
    ['a second', ended({ outcome: 'done', durationMs: 1000 }), ['  ✔ lock: well (1.0 s)']],
    ['minutes', ended({ outcome: 'done', durationMs: 120_400 }), ['  ✔ lock: well (2m)']],
    ['would act', ended({ outcome: 'would-act' }), ['  → lock: well']],
    ['held', ended({ outcome: 'held' }), ['  ⏸ lock: well']],
    ['cancelled', ended({ outcome: 'cancelled' }), ['  ■ lock: well']],
    ['not run', ended({ outcome: 'not-run' }), ['  – lock: well']],
    ['notes', ended({ notes: ['one', 'two'] }), ['  ✓ lock: well', '    ! one', '    ! two']],
    [
      'refused, with code and hint',
      ended({
        outcome: 'refused',
        error: { code: 'X', message: 'well', kind: 'failed', hint: 'Do this.\nThen that.' },
      }),
      ['  ✋ lock: well', '    X', '    Do this.', 'Then that.'],
    ],
    [
      'failed without hint',
      ended({ outcome: 'failed', error: { code: 'X', message: 'm', kind: 'failed' } }),
      ['  ✘ lock: well', '    X'],
    ],
    [
      'the end',
      {
        kind: 'stage-ended',
        report: { stage: 'publish', outcome: 'held', steps: [], facts: {}, durationMs: 0 },
      },
      ['  publish: held'],
    ],
  ])('%s', (_, event, expected) => {
    expect(linesOf(event)).toEqual(expected);
  });

  it.each<[string, ReportEvent]>([
    ['a reason', ended({ because: SECRET })],
    ['a note', ended({ notes: [SECRET] })],
    ['a hint', ended({ error: { code: 'X', message: SECRET, kind: 'failed', hint: SECRET } })],
    ['progress', { kind: 'progress', stage: 's', step: 't', message: SECRET }],
    ['a wait', { kind: 'waiting', ...wait, because: SECRET, waitedMs: 0, nextInMs: 1, givesUpInMs: 1 }],
  ])('shows no secret: %s', (_, event) => {
    const text = linesOf(event).join('\n');
    expect(text).not.toContain(SECRET);
    expect(text).toContain('[redacted]');
  });

  it('applies the palette', () => {
    const lines: string[] = [];
    const palette = { ...plainPalette, good: (text: string) => `<${text}>` };
    new LineReporter({ line: (text) => lines.push(text), redactor: new Redactor(), palette }).report(
      ended({}),
    );
    expect(lines).toEqual(['  <✓> lock: well']);
  });
});
