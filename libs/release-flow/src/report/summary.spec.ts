import type { StageOutcome, StageReport, StepReport } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { renderSummary } from './summary.ts';

const step = (changes: Partial<StepReport>): StepReport => ({
  stage: 'publish',
  step: 'tag',
  outcome: 'settled',
  because: 'well',
  durationMs: 0,
  ...changes,
});
const report = (outcome: StageOutcome, steps: readonly StepReport[]): StageReport => ({
  stage: 'publish',
  outcome,
  steps,
  facts: {},
  durationMs: 0,
});
const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('|'));

describe('renderSummary', () => {
  it('is a table of the steps', () => {
    expect(
      renderSummary(
        report('done', [step({}), step({ step: 'pypi', outcome: 'done', notes: ['slow'] })]),
        'x',
      ),
    ).toBe(
      '## publish: done\n\n| step | outcome | what and why |\n| --- | --- | --- |\n| tag | ✓ | well |\n| pypi | ✔ done | well<br>⚠ slow |\n',
    );
  });

  it.each<[StageOutcome, boolean]>([
    ['done', false],
    ['nothing-to-do', false],
    ['refused', false],
    ['held', true],
    ['failed', true],
    ['incomplete', true],
    ['cancelled', true],
  ])('%s: shows how to continue: %s', (outcome, shows) => {
    expect(renderSummary(report(outcome, []), 'run it again').includes('`run it again`')).toBe(shows);
  });

  it('starts with the problems, with code and hint', () => {
    const error = { code: 'TAG_MISSING', message: 'm', kind: 'refused' as const, hint: 'Make it.' };
    const text = renderSummary(
      report('refused', [step({}), step({ outcome: 'refused', because: 'none', error })]),
      'x',
    );
    expect(text.indexOf('TAG_MISSING')).toBeLessThan(text.indexOf('| step |'));
    expect(text).toContain('Make it.');
  });

  it.each([
    ['a pipe', 'a|b'],
    ['a pipe after a backslash', 'a\\|b'],
    ['two backslashes', 'a\\\\|b'],
    ['lines', 'a\n| x | y | z |\r\nb'],
    ['other line ends', 'a\u2028b\u0085c\vd\fe'],
    ['a code span', '`a|b`'],
    ['an unclosed code span', '`a'],
  ])('untrusted text cannot break the table: %s', (_, text) => {
    const rows = rowsOf(
      renderSummary(report('failed', [step({ because: text, notes: [text] }), step({})]), 'x'),
    );
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row.replaceAll(/\\[\\|`]/g, '').split('|')).toHaveLength(5);
    expect(rows[3]).toBe('| tag | ✓ | well |');
  });

  it.each([
    ['HTML', '<img src=x onerror=alert(1)>', /<img/],
    ['a comment', '<!-- hidden', /<!--/],
    ['a person', '@octocat', /@octocat/],
    ['a team', '@heroku/owners', /@heroku/],
    ['a person after a bracket', '(@octocat)', /@octocat/],
    ['a link', '[click](https://evil.example)', /\[click\]\(/],
    ['an image', '![x](https://evil.example/x.png)', /!\[x\]\(/],
    ['a heading', '\n# Big\n', /^# Big/m],
    ['a fence', '\n```\n', /^```/m],
    ['bold text', '**loud** __loud__', /\*\*loud|__loud/],
    ['an entity', '&lt;', /(?<!&amp;|amp;)&lt;/],
  ])('untrusted text cannot inject %s', (_, text, pattern) => {
    const error = { code: 'X', message: text, kind: 'failed' as const, hint: text };
    const steps = [step({ outcome: 'failed', because: text, error, notes: [text] })];
    const rendered = renderSummary(report('failed', steps), 'x')
      .replaceAll('<br>', '')
      .replace('> **tag**', '');
    expect(rendered).not.toMatch(pattern);
  });

  it('keeps a long output out of the table', () => {
    const because = `the wheel does not pass\n${'E   assert 1 == 2\n'.repeat(50)}`;
    const error = { code: 'TESTS_FAILED', message: because, kind: 'failed' as const };
    const text = renderSummary(report('failed', [step({ outcome: 'failed', because, error })]), 'x');
    expect(rowsOf(text)[2]).toBe('| tag | ✘ failed | the wheel does not pass |');
    expect(text).toContain('assert 1 == 2\nE   assert');
  });

  it('keeps output inside its block', () => {
    const because = 'no\n</pre><script>alert(1)</script>\n\n# Big @octocat';
    const text = renderSummary(
      report('failed', [
        step({ outcome: 'failed', because, error: { code: 'X', message: '', kind: 'failed' } }),
      ]),
      'x',
    );
    expect(text).not.toMatch(/<script|@octocat/);
    expect(text.match(/<\/pre>/g)).toHaveLength(1);
  });
});
