import { afterEach, describe, expect, it } from 'vitest';
import { execaSync } from 'execa';
import { REPOSITORY, RunnerWorld, onPush } from '../../test/runner-world.ts';
import type { WorldOptions } from '../../test/runner-world.ts';
import type { JobResult, RunResult } from '../run/results.ts';

let world: RunnerWorld | undefined;

async function make(wish: WorldOptions): Promise<RunnerWorld> {
  world = await RunnerWorld.make(wish);
  return world;
}

async function playOne(test: string, wish: Partial<WorldOptions> = {}): Promise<RunResult> {
  const [run] = await (await make({ ...wish, files: { test } })).play();
  return run!;
}

const conclusions = (parts: readonly { readonly name: string; readonly conclusion: string }[]) =>
  Object.fromEntries(parts.map((part) => [part.name, part.conclusion]));
const logs = (job: JobResult | undefined) => job?.steps.flatMap((step) => step.log);

afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe('a run', () => {
  it('runs scripts, passes outputs on, and reports everything', async () => {
    const made = await make({
      files: {
        test: onPush(`
- id: first
  run: |
    echo "answer=42" >> "$GITHUB_OUTPUT"
    echo "LATER=yes" >> "$GITHUB_ENV"
    echo "### Hello" >> "$GITHUB_STEP_SUMMARY"
- name: Second \${{ steps.first.outputs.answer }}
  env:
    ANSWER: \${{ steps.first.outputs.answer }}
  run: echo "$ANSWER $LATER $GITHUB_REF_NAME $GITHUB_EVENT_NAME $CI"; echo low >&2
- if: steps.first.outputs.answer == '43'
  run: exit 9
`),
      },
    });
    const [run] = await made.play('Subject\n\nBody');
    expect(run).toMatchObject({
      workflow: 'Test',
      title: 'Subject',
      event: 'push',
      ref: 'refs/heads/main',
      attempt: 1,
      conclusion: 'success',
      summary: '### Hello\n',
      missing: [],
      jobs: [
        {
          name: 'job',
          conclusion: 'success',
          permissions: { contents: 'read', packages: 'read' },
          steps: [
            { id: 'first', conclusion: 'success', exitCode: 0, outputs: { answer: '42' } },
            { name: 'Second 42', log: ['42 yes main push true', 'low'] },
            { name: 'Run exit 9', conclusion: 'skipped', exitCode: undefined },
          ],
        },
      ],
    });
    expect(made.progress.map((event) => event.kind)).toEqual([
      'run-queued',
      'run-started',
      'job-started',
      'step-started',
      'step-finished',
      'step-started',
      'line',
      'line',
      'step-finished',
      'step-finished',
      'job-finished',
      'run-finished',
    ]);
    expect(made.sandbox.github.run(run!.id)).toMatchObject({ status: 'completed', conclusion: 'success' });
  });

  it('fails at the first failing step, and continues only where the file says so', async () => {
    const run = await playOne(
      onPush(`
- name: tolerated
  id: tolerated
  continue-on-error: true
  run: exit 3
- name: fails
  run: echo "\${{ steps.tolerated.outcome }} \${{ steps.tolerated.conclusion }}"; false; echo never
- name: not reached
  run: "true"
- name: on failure
  if: failure()
  run: echo "\${{ job.status }}"
- name: always
  if: always()
  run: "true"
- name: not on success
  if: success()
  run: "true"
`),
    );
    const [job] = run.jobs;
    expect(run.conclusion).toBe('failure');
    expect(conclusions(job!.steps)).toEqual({
      tolerated: 'success',
      fails: 'failure',
      'not reached': 'skipped',
      'on failure': 'success',
      always: 'success',
      'not on success': 'skipped',
    });
    expect(job!.steps[0]).toMatchObject({ outcome: 'failure', exitCode: 3 });
    expect(job!.steps[1]!.log[0]).toBe('failure success');
    expect(job!.steps[1]!.annotations).toMatchObject([{ level: 'error' }]);
    expect(job!.steps[3]!.log).toEqual(['failure']);
  });

  it('gives a job only the passed variables of the machine', async () => {
    process.env['RUNNER_SPEC_CANARY'] = 'leaked';
    try {
      const run = await playOne(onPush('- run: env | cut -d= -f1 | sort'), {
        env: { PATH: process.env['PATH'] ?? '', TPS_BASE_URL: 'http://127.0.0.1:1' },
        secrets: { UNUSED: 'never-shown' },
      });
      const names = logs(run.jobs[0]) ?? [];
      const foreign = names.filter(
        (name) =>
          !/^(GITHUB_|RUNNER_(OS|ARCH|NAME|ENVIRONMENT|TEMP|TOOL_CACHE)$|_$|PWD$|SHLVL$|OLDPWD$)/.test(name),
      );
      expect(foreign).toEqual(['CI', 'PATH', 'TPS_BASE_URL']);
      expect(names).toEqual(
        expect.arrayContaining([
          'GITHUB_ACTIONS',
          'GITHUB_API_URL',
          'GITHUB_EVENT_PATH',
          'GITHUB_WORKFLOW_REF',
        ]),
      );
      expect(names).not.toContain('GITHUB_TOKEN');
    } finally {
      delete process.env['RUNNER_SPEC_CANARY'];
    }
  });

  it('honours defaults, shells and working directories', async () => {
    const run = await playOne(
      onPush(
        `
- run: mkdir -p sub/deep && pwd | grep -o 'demo/demo$'
  working-directory: .
- run: pwd | grep -o 'demo/demo/sub$'
- run: import os; print('python ' + os.environ['GITHUB_JOB'])
  shell: python
- run: false | true
- run: false | true
  shell: bash
`,
        'defaults: { run: { working-directory: sub } }\n',
      ),
    );
    expect(run.jobs[0]!.steps.map((step) => [step.conclusion, step.log[0]])).toEqual([
      ['success', 'demo/demo'],
      ['success', 'demo/demo/sub'],
      ['success', 'python job'],
      ['success', undefined],
      ['failure', expect.anything()],
    ]);
  });

  it('ends a step and a job at their time limits', async () => {
    const run = await playOne(`
on: push
jobs:
  step:
    runs-on: ubuntu-latest
    steps:
      - run: tail -f /dev/null
        timeout-minutes: 0.005
      - if: failure()
        run: echo after
  job:
    runs-on: ubuntu-latest
    timeout-minutes: 0.005
    steps:
      - run: tail -f /dev/null
      - if: cancelled()
        run: echo cleaning
`);
    expect(run.jobs.map((job) => [job.conclusion, ...job.steps.map((step) => step.conclusion)])).toEqual([
      ['failure', 'failure', 'success'],
      ['cancelled', 'cancelled', 'success'],
    ]);
  });
});

describe('jobs', () => {
  it('waits for needs, passes outputs on, and skips the jobs below a skipped or failed job', async () => {
    const run = await playOne(`
on: push
jobs:
  last:
    needs: [second]
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
  first:
    runs-on: ubuntu-latest
    outputs: { version: "\${{ steps.v.outputs.version }}" }
    steps:
      - id: v
        run: echo version=1.2.3 >> "$GITHUB_OUTPUT"
  second:
    needs: first
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ needs.first.outputs.version }} \${{ needs.first.result }}"; exit 1' }]
  cleaning:
    needs: last
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ needs.last.result }}"' }]
  below:
    needs: cleaning
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
  alarmed:
    needs: cleaning
    if: failure()
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
`);
    expect(run.conclusion).toBe('failure');
    expect(conclusions(run.jobs)).toEqual({
      first: 'success',
      second: 'failure',
      last: 'skipped',
      cleaning: 'success',
      below: 'skipped',
      alarmed: 'success',
    });
    expect(logs(run.jobs.find((job) => job.id === 'second'))![0]).toBe('1.2.3 success');
    expect(logs(run.jobs.find((job) => job.id === 'cleaning'))).toEqual(['skipped']);
  });

  const matrix = (strategy: string) => `
on: push
jobs:
  test:
    strategy: ${strategy}
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ matrix.python }} \${{ strategy.job-index }}"; test "\${{ matrix.python }}" != 3.11' }]
`;

  it('plays a matrix and cancels the rest when one fails', async () => {
    const run = await playOne(matrix("{ matrix: { python: ['3.10', '3.11', '3.12'] } }"));
    expect(conclusions(run.jobs)).toEqual({
      'test (3.10)': 'success',
      'test (3.11)': 'failure',
      'test (3.12)': 'cancelled',
    });
  });

  it('plays all of a matrix without fail-fast', async () => {
    const run = await playOne(
      matrix("{ fail-fast: false, matrix: { python: ['3.11', '3.12'], include: [{ python: '3.13' }] } }"),
    );
    expect(run.jobs.map((job) => [job.matrix, job.conclusion])).toEqual([
      [{ python: '3.11' }, 'failure'],
      [{ python: '3.12' }, 'success'],
      [{ python: '3.13' }, 'success'],
    ]);
  });

  it('lets the run succeed over a job with continue-on-error', async () => {
    const run = await playOne(onPush('- run: exit 1', '', 'continue-on-error: true'));
    expect([run.conclusion, run.jobs[0]!.conclusion]).toEqual(['success', 'failure']);
  });

  it('drops a job output that contains a hidden value', async () => {
    const run = await playOne(
      `
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    outputs: { open: fine, hidden: "\${{ secrets.KEY }}" }
    steps: [{ run: "true" }]
`,
      { secrets: { KEY: 'k3y-value' } },
    );
    expect(run.jobs[0]!.outputs).toEqual({ open: 'fine' });
  });
});

describe('logs', () => {
  it('hides secrets and added masks everywhere, and executes commands', async () => {
    const made = await make({
      secrets: { KEY: 's3cret\nsecond' },
      files: {
        test: onPush(`
- id: talk
  env: { KEY: "\${{ secrets.KEY }}" }
  run: |
    echo "$KEY"
    echo "::add-mask::hidden-later"
    echo "hidden-later \${{ github.token }}"
    echo "::error file=a.py,line=3,title=Bad s3cret::it is 50%25 s3cret"
    echo "::set-output name=x::y"
    echo "::stop-commands::pause"
    echo "::warning::not a command"
    echo "::pause::"
    echo "::notice::a command"
    echo "out=s3cret" >> "$GITHUB_OUTPUT"
`),
      },
    });
    const [run] = await made.play();
    const [step] = run!.jobs[0]!.steps;
    expect(step!.log).toEqual([
      '***',
      '***',
      '::add-mask::***',
      '*** ***',
      '::error file=a.py,line=3,title=Bad ***::it is 50%25 ***',
      expect.stringContaining('::error::'),
      '::stop-commands::pause',
      '::warning::not a command',
      '::pause::',
      '::notice::a command',
    ]);
    expect(step!.annotations).toMatchObject([
      { level: 'error', file: 'a.py', line: 3, title: 'Bad ***', message: 'it is 50% ***' },
      { level: 'error' },
      { level: 'notice', message: 'a command' },
    ]);
    expect(step!.outputs).toEqual({ out: '***' });
    expect(JSON.stringify([made.progress, run])).not.toMatch(/s3cret|hidden-later|ghs_/);
  });

  it('fails a step that writes invalid text into a command file', async () => {
    const run = await playOne(onPush('- run: echo nonsense >> "$GITHUB_OUTPUT"'));
    expect(run.jobs[0]!.steps[0]).toMatchObject({ conclusion: 'failure', outputs: {} });
  });
});

describe('running again', () => {
  it('keeps id, event and commit, and increments the attempt', async () => {
    const made = await make({
      files: { test: onPush('- run: echo "$GITHUB_RUN_ID $GITHUB_RUN_ATTEMPT $GITHUB_SHA"') },
    });
    const [first] = await made.play();
    await made.commit('Later');
    await made.push('main');
    await made.runner.drain();
    made.runner.rerun(first!.id);
    const [second] = await made.runner.drain();
    expect(second).toMatchObject({ id: first!.id, attempt: 2, sha: first!.sha, event: 'push' });
    expect(logs(second!.jobs[0])).toEqual([`${first!.id} 2 ${first!.sha}`]);
    expect(made.sandbox.github.run(first!.id)).toMatchObject({ attempt: 2, conclusion: 'success' });
  });

  it('plays only failed jobs on request, with the outputs of the rest', async () => {
    const made = await make({
      files: {
        test: `
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    outputs: { attempt: "\${{ steps.a.outputs.attempt }}" }
    steps: [{ id: a, run: 'echo "attempt=$GITHUB_RUN_ATTEMPT" >> "$GITHUB_OUTPUT"' }]
  publish:
    needs: build
    runs-on: ubuntu-latest
    strategy: { fail-fast: false, matrix: { part: [1, 2] } }
    steps:
      - run: |
          echo "built in \${{ needs.build.outputs.attempt }}"
          test "$GITHUB_RUN_ATTEMPT" = 2 || test "\${{ matrix.part }}" = 1
  report:
    needs: publish
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ needs.publish.result }}"' }]
`,
      },
    });
    const [first] = await made.play();
    expect(first!.conclusion).toBe('failure');
    made.runner.rerun(first!.id, 'failed');
    const [second] = await made.runner.drain();
    expect(second!.conclusion).toBe('success');
    expect(second!.jobs.map((job) => [job.name, logs(job)])).toEqual([
      ['build', []],
      ['publish (1)', ['built in 1']],
      ['publish (2)', ['built in 1']],
      ['report', ['success']],
    ]);
    expect(
      made.progress.filter((event) => event.kind === 'job-started' && event.job === 'build'),
    ).toHaveLength(1);
  });

  it('refuses a run that did not end here', async () => {
    const made = await make({ files: { test: onPush('- run: "true"') } });
    expect(() => {
      made.runner.rerun(1);
    }).toThrow(expect.objectContaining({ code: 'RUNNER_RUN_UNKNOWN' }));
  });
});

describe('concurrency', () => {
  const grouped = (cancel: boolean) =>
    onPush(
      '- run: echo "$GITHUB_SHA"',
      `concurrency: { group: "release-\${{ github.ref }}", cancel-in-progress: ${cancel} }\n`,
    );

  async function pushThrice(made: RunnerWorld): Promise<readonly string[]> {
    for (const message of ['one', 'two', 'three']) {
      await made.commit(message);
      await made.push('main');
    }
    return (await made.runner.drain()).map((run) => `${run.title} ${run.conclusion}`).sort();
  }

  it('keeps one running and one waiting; a new run replaces the waiting one', async () => {
    expect(await pushThrice(await make({ files: { test: grouped(false) } }))).toEqual([
      'one success',
      'three success',
      'two cancelled',
    ]);
  });

  it('cancels all earlier runs with cancel-in-progress', async () => {
    expect(await pushThrice(await make({ files: { test: grouped(true) } }))).toEqual([
      'one cancelled',
      'three success',
      'two cancelled',
    ]);
  });

  it('interrupts the current run, and lets it clean up', async () => {
    let pushed = false;
    const made: RunnerWorld = await make({
      files: {
        test: onPush(
          `
- name: long
  run: |
    echo ready
    test "$GITHUB_RUN_NUMBER" != 1 || tail -f /dev/null
- name: clean
  if: cancelled()
  run: echo cleaned
`,
          'concurrency: { group: one, cancel-in-progress: true }\n',
        ),
      },
      onProgress: (event) => {
        if (event.kind !== 'line' || event.line !== 'ready' || pushed) return;
        pushed = true;
        execaSync('git', ['push', '--quiet', 'origin', 'next:main'], { cwd: made.clone });
        made.sandbox.github.syncRefs(REPOSITORY, 'ada');
      },
    });
    await made.commit('first');
    await made.push('main');
    await made.git('checkout', '--quiet', '-b', 'next');
    await made.commit('second');
    const runs = await made.runner.drain();
    expect(runs.map((run) => [run.title, run.conclusion])).toEqual([
      ['first', 'cancelled'],
      ['second', 'success'],
    ]);
    expect(conclusions(runs[0]!.jobs[0]!.steps)).toEqual({ long: 'cancelled', clean: 'success' });
  });
});

describe('stopping the runner', () => {
  it('interrupts the process, starts nothing more, and leaves waiting runs queued', async () => {
    const ending = new AbortController();
    const made = await make({
      files: {
        test: onPush(`
- name: long
  run: |
    trap 'echo interrupted; exit 130' INT
    echo ready
    tail -f /dev/null
- name: never
  if: always()
  run: "true"
`),
      },
      signal: ending.signal,
      onProgress: (event) => {
        if (event.kind === 'line' && event.line === 'ready') ending.abort();
      },
    });
    await made.commit('one');
    await made.push('main');
    await made.commit('two');
    await made.push('main');
    const runs = await made.runner.drain();
    expect(runs).toHaveLength(1);
    expect(runs[0]!.conclusion).toBe('cancelled');
    expect(runs[0]!.jobs[0]!.steps[0]!.log).toContain('interrupted');
    expect(conclusions(runs[0]!.jobs[0]!.steps)).toEqual({ long: 'cancelled', never: 'skipped' });
  });
});
