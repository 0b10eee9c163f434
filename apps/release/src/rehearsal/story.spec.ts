import { plainPalette } from '@heroku-release/release-flow';
import type { Progress } from '@heroku-release/release-runner';
import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

const OURS = 'heroku/heroku-release/apps/package@0123456789';
const about = { run: 1, job: 'Package' };

function line(text: string, uses?: string, step = 'a step'): Progress {
  return { kind: 'line', ...about, step, line: text, ...(uses === undefined ? {} : { uses }) };
}

function ended(conclusion: 'success' | 'failure', step = 'a step'): Progress {
  return { kind: 'step-finished', ...about, step, conclusion, durationMs: 1 };
}

function printed(events: readonly Progress[], verbose = false): string[] {
  const lines: string[] = [];
  const story = new Story({ line: (text) => lines.push(text), palette: plainPalette, verbose });
  for (const event of events) story.progress(event);
  return lines;
}

describe('Story', () => {
  it.each([
    { name: 'a line of our own step', event: line('  ✔ build', OURS), shown: true },
    { name: 'a line of checkout', event: line('[command]git init', 'actions/checkout@abc'), shown: false },
    { name: 'a line of a script', event: line('hello'), shown: false },
    {
      name: 'a line of an action with a similar name',
      event: line('x', 'heroku/heroku-release-fork/a@b'),
      shown: false,
    },
    { name: 'a workflow command', event: line('::error title=x::y', OURS), shown: false },
    {
      name: 'settings that the rehearsal put into the environment',
      event: line('settings from the environment: {}', OURS),
      shown: false,
    },
  ])('$name: $shown, and always when verbose', ({ event, shown }) => {
    const text = event.kind === 'line' ? event.line : '';
    expect(printed([event])).toEqual(shown ? [text] : []);
    expect(printed([event], true)).toEqual([text]);
  });

  it('shows the last lines of a third-party step that failed', () => {
    const lines = Array.from({ length: 50 }, (_, index) => line(`line ${index}`, 'actions/checkout@abc'));
    const shown = printed([...lines, line('other', undefined, 'another'), ended('failure')]);
    expect(shown).toHaveLength(41);
    expect(shown[0]).toBe('    line 10');
    expect(shown.at(-1)).toContain('a step');
    expect(printed([...lines, ended('success')])).toEqual([]);
  });

  it('shows workflow, job, permissions and conclusion', () => {
    const shown = printed([
      { kind: 'run-queued', run: 1, workflow: 'Create Tag', title: 'Create Tag' },
      {
        kind: 'run-started',
        run: 1,
        workflow: 'Create Tag',
        path: '.github/workflows/create-tag.yml',
        title: 'T',
      },
      { kind: 'job-started', ...about, permissions: { contents: 'write', actions: 'write' } },
      { kind: 'job-started', ...about, permissions: {} },
      { kind: 'job-finished', ...about, conclusion: 'success' },
      { kind: 'run-finished', run: 1, workflow: 'Create Tag', conclusion: 'success' },
      { kind: 'run-finished', run: 1, workflow: 'Create Tag', conclusion: 'failure' },
      { kind: 'not-played', workflow: 'Docs', event: 'push', because: 'it is not ours' },
    ]);
    expect(shown).toEqual([
      '',
      '▶ Create Tag: T',
      '  job Package, permissions: contents: write, actions: write',
      '  job Package, permissions: none',
      '  Create Tag: success',
      '  Create Tag: failure',
      '  Docs is not played: it is not ours',
    ]);
  });
});
