import { describe, expect, it } from 'vitest';
import { readWorkflow } from '../workflow/read-workflow.ts';
import { asksToSkip, startingTrigger } from './triggers.ts';
import type { Occurrence } from './triggers.ts';

const path = '.github/workflows/x.yml';

async function starts(on: string, occurrence: Partial<Occurrence>): Promise<boolean> {
  const job = 'jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: "true" }]\n';
  const { workflow } = await readWorkflow(path, `on: ${on}\n${job}`);
  return (
    startingTrigger(workflow, {
      event: 'push',
      ref: 'refs/heads/main',
      action: undefined,
      baseBranch: undefined,
      completed: undefined,
      dispatched: undefined,
      changedFiles: [],
      ...occurrence,
    }) !== undefined
  );
}

const tag = { ref: 'refs/tags/v1.2.3' };
const run = (workflow: string, headBranch: string | null) => ({
  event: 'workflow_run',
  action: 'completed',
  completed: { workflow, headBranch },
});
const pull = (action: string, baseBranch = 'main') => ({ event: 'pull_request', action, baseBranch });

describe('startingTrigger', () => {
  it.each<[string, string, Partial<Occurrence>, boolean]>([
    ['any push: branch', 'push', {}, true],
    ['any push: tag', '[push, pull_request]', tag, true],
    ['branches exclude tags', '{ push: { branches: [main] } }', tag, false],
    ['branches filter', '{ push: { branches: [main] } }', { ref: 'refs/heads/other' }, false],
    ['branches-ignore', '{ push: { branches-ignore: [main] } }', {}, false],
    ['tags exclude branches', "{ push: { tags: ['v[0-9]*'] } }", {}, false],
    ['tags filter matches', "{ push: { tags: ['v[0-9]*'] } }", tag, true],
    ['tags filter does not match', "{ push: { tags: ['v[0-9]*'] } }", { ref: 'refs/tags/vx' }, false],
    ['both filters', "{ push: { branches: [main], tags: ['v*'] } }", tag, true],
    ['paths match', "{ push: { paths: ['src/**'] } }", { changedFiles: ['a', 'src/b'] }, true],
    ['paths do not match', "{ push: { paths: ['src/**'] } }", { changedFiles: ['a'] }, false],
    [
      'paths-ignore needs another changed file',
      "{ push: { paths-ignore: ['docs/**'] } }",
      { changedFiles: ['docs/a'] },
      false,
    ],
    ['paths are not checked for tags', "{ push: { paths: ['src/**'] } }", tag, true],
    ['another event', 'pull_request', {}, false],
    ['pull request opened', 'pull_request', pull('opened'), true],
    ['pull request closed', 'pull_request', pull('closed'), false],
    ['pull request closed, with the type', '{ pull_request: { types: [closed] } }', pull('closed'), true],
    [
      'pull request base filter',
      '{ pull_request: { branches: [main] } }',
      pull('opened', 'release-1.x'),
      false,
    ],
    ['workflow_run by name', '{ workflow_run: { workflows: [Build] } }', run('Build', 'main'), true],
    ['workflow_run of another name', '{ workflow_run: { workflows: [Build] } }', run('build', 'main'), false],
    [
      'workflow_run by head branch',
      '{ workflow_run: { workflows: [Build], branches: [main] } }',
      run('Build', 'release-v1.0.0'),
      false,
    ],
    [
      'workflow_run types',
      '{ workflow_run: { workflows: [Build], types: [requested] } }',
      run('Build', 'main'),
      false,
    ],
    ['dispatch of this file', 'workflow_dispatch', { event: 'workflow_dispatch', dispatched: path }, true],
    [
      'dispatch of another file',
      'workflow_dispatch',
      { event: 'workflow_dispatch', dispatched: 'x.yml' },
      false,
    ],
    ['dispatch without the trigger', 'push', { event: 'workflow_dispatch', dispatched: path }, false],
    ['release types', '{ release: { types: [published] } }', { event: 'release', action: 'published' }, true],
  ])('%s', async (_, on, occurrence, expected) => {
    expect(await starts(on, occurrence)).toBe(expected);
  });
});

describe('asksToSkip', () => {
  it.each([
    ['Release v1.2.3', false],
    ['docs: typo [skip ci]', true],
    ['[no ci] x', true],
    ['x\n\nbody\n\nskip-checks: true', true],
    ['x\n\nskip-checks: true in prose', false],
  ])('%j: %s', (message, skips) => {
    expect(asksToSkip(message)).toBe(skips);
  });
});
