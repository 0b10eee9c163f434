import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PROBE, REPOSITORY, RunnerWorld, onPush } from '../../test/runner-world.ts';
import type { WorldOptions } from '../../test/runner-world.ts';

let world: RunnerWorld | undefined;

async function make(wish: WorldOptions): Promise<RunnerWorld> {
  world = await RunnerWorld.make(wish);
  return world;
}

afterEach(async () => {
  await world?.close();
  world = undefined;
});

const job = 'jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps: [{ run: "true" }]\n';
const after = (name: string, before: string) =>
  `name: ${name}\non: { workflow_run: { workflows: [${before}], types: [completed] } }\n${job}`;

/** A job that calls the API of its repository with its token. */
const calling = (permissions: string, call: string) => `
name: Calling
on: { push: { branches: [main] } }
permissions: ${permissions}
jobs:
  job:
    runs-on: ubuntu-latest
    steps:
      - id: call
        uses: heroku/tools/probe@0000000000000000000000000000000000000000
        with: { call: '${call}' }
`;

describe('a run is started', () => {
  it('with the file at the pushed commit, not the one on the default branch', async () => {
    const made = await make({ files: { test: `name: Old\non: push\n${job}` } });
    await made.git('checkout', '--quiet', '-b', 'topic');
    await made.commit('New', { '.github/workflows/test.yml': `name: New\non: push\n${job}` });
    await made.push('topic');
    expect((await made.runner.drain()).map((run) => run.workflow)).toEqual(['New']);
  });

  it('for a tag, at the commit of an annotated one', async () => {
    const made = await make({
      files: {
        test: `on: { push: { tags: ['v[0-9]*'] } }\n${job.replace('true', 'echo $GITHUB_REF_TYPE $GITHUB_REF')}`,
      },
    });
    const sha = await made.git('rev-parse', 'HEAD');
    await made.git('tag', '-a', 'v1.2.3', '-m', 'Release');
    await made.git('tag', 'other');
    await made.push('v1.2.3', 'other');
    const runs = await made.runner.drain();
    expect(runs).toMatchObject([{ ref: 'refs/tags/v1.2.3', sha, workflow: '.github/workflows/test.yml' }]);
    expect(runs[0]!.jobs[0]!.steps[0]!.log).toEqual(['tag refs/tags/v1.2.3']);
    expect(made.sandbox.github.run(runs[0]!.id)).toMatchObject({ headBranch: 'v1.2.3' });
  });

  it('neither for [skip ci] nor for paths that did not change', async () => {
    const made = await make({ files: { test: `on: { push: { paths: ['src/**'] } }\n${job}` } });
    await made.commit('docs', { 'docs/a': 'a' });
    await made.push('main');
    await made.commit('src [skip ci]', { 'src/a': 'a' });
    await made.push('main');
    expect(await made.runner.drain()).toEqual([]);
    await made.commit('src', { 'src/a': 'b' });
    await made.push('main');
    expect(await made.runner.drain()).toHaveLength(1);
  });

  it('for a pull request, at its test merge', async () => {
    const made = await make({
      secrets: { KEY: 'k3y' },
      files: {
        test: `on: pull_request\npermissions: { contents: write, id-token: write }\n${job.replace('true', "echo $GITHUB_REF $GITHUB_HEAD_REF $GITHUB_BASE_REF '${{ secrets.KEY }}'")}`,
      },
    });
    await made.git('checkout', '--quiet', '-b', 'topic');
    await made.commit('Topic', { a: 'a' });
    await made.push('topic');
    expect(await made.runner.drain()).toEqual([]);
    const { number } = made.sandbox.github.openPullRequest(REPOSITORY, {
      title: 'A title',
      head: 'topic',
      base: 'main',
      by: 'ada',
    });
    const [run] = await made.runner.drain();
    expect(run).toMatchObject({ event: 'pull_request', title: 'A title', ref: `refs/pull/${number}/merge` });
    expect(run!.jobs[0]!.permissions).toEqual({ contents: 'write', 'id-token': 'write' });
    expect(run!.jobs[0]!.steps[0]!.log).toEqual([`refs/pull/${number}/merge topic main ***`]);
    expect(run!.sha).not.toBe(await made.git('rev-parse', 'topic'));
  });

  it('at the base branch for pull_request_target, and not for a pull request with conflicts', async () => {
    const made = await make({
      files: {
        test: `on: pull_request\n${job}`,
        target: `on: pull_request_target\n${job.replace('true', 'echo $GITHUB_REF')}`,
      },
    });
    await made.git('checkout', '--quiet', '-b', 'topic');
    await made.commit('Theirs', { 'README.md': 'theirs\n' });
    await made.push('topic');
    const asked = { title: 'T', base: 'main', by: 'ada' };
    made.sandbox.github.openPullRequest(REPOSITORY, { ...asked, head: 'topic' });
    const main = await made.git('rev-parse', 'main');
    expect(await made.runner.drain()).toMatchObject([
      { event: 'pull_request' },
      { event: 'pull_request_target', sha: main, jobs: [{ steps: [{ log: ['refs/heads/main'] }] }] },
    ]);
    await made.git('checkout', '--quiet', '-b', 'other', 'main');
    await made.commit('Other', { 'README.md': 'other\n' });
    await made.git('checkout', '--quiet', 'main');
    await made.commit('Ours', { 'README.md': 'ours\n' });
    await made.push('main', 'other');
    made.sandbox.github.openPullRequest(REPOSITORY, { ...asked, head: 'other' });
    const runs = await made.runner.drain();
    expect(runs.filter((run) => run.event === 'pull_request')).toEqual([]);
  });

  it('for the pull request of a fork, with read permissions and without secrets', async () => {
    const script = `'echo "\${{ secrets.KEY }} end" && echo "\${ACTIONS_ID_TOKEN_REQUEST_URL-none}"'`;
    const made = await make({
      secrets: { KEY: 'k3y' },
      files: {
        test: `on: pull_request\npermissions: { contents: write, id-token: write }\n${job.replace('"true"', () => script)}`,
      },
    });
    const fork = join(made.root, 'fork.git');
    await made.git('clone', '--quiet', '--bare', '.', fork);
    await made.git('checkout', '--quiet', '-b', 'theirs');
    await made.commit('Theirs', { a: 'a' });
    await made.git('push', '--quiet', fork, 'theirs');
    const { github } = made.sandbox;
    github.addRepository({ fullName: 'mallory/demo', gitDirectory: fork, forkOf: REPOSITORY });
    github.openPullRequest(REPOSITORY, { title: 'T', head: 'mallory:theirs', base: 'main', by: 'mallory' });
    const [run] = await made.runner.drain();
    expect(run!.jobs[0]).toMatchObject({ permissions: { contents: 'read' }, conclusion: 'success' });
    expect(run!.jobs[0]!.steps[0]!.log).toEqual([' end', 'none']);
    expect(github.run(run!.id)).toMatchObject({ headRepository: 'mallory/demo', headBranch: 'theirs' });
  });

  it('for a completed run, by the name of its workflow, from the default branch', async () => {
    const made = await make({
      files: {
        build: `name: Build\non: push\n${job}`,
        tag: `name: Tag\non: { workflow_run: { workflows: [Build], types: [completed], branches: [main] } }\n${job.replace(
          'runs-on',
          "if: github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event == 'push'\n    runs-on",
        )}`,
      },
    });
    await made.git('checkout', '--quiet', '-b', 'topic');
    await made.commit('Topic');
    await made.push('topic');
    expect((await made.runner.drain()).map((run) => run.workflow)).toEqual(['Build']);
    await made.git('checkout', '--quiet', 'main');
    const runs = await made.play();
    expect(runs.map((run) => [run.workflow, run.event, run.ref, run.conclusion])).toEqual([
      ['Build', 'push', 'refs/heads/main', 'success'],
      ['Tag', 'workflow_run', 'refs/heads/main', 'success'],
    ]);
  });

  it('for at most three workflow_run in a chain', async () => {
    const made = await make({
      files: {
        a: `name: A\non: push\n${job}`,
        b: after('B', 'A'),
        c: after('C', 'B'),
        d: after('D', 'C'),
        e: after('E', 'D'),
      },
    });
    expect((await made.play()).map((run) => run.workflow)).toEqual(['A', 'B', 'C', 'D']);
    expect(made.progress.filter((event) => event.kind === 'not-played')).toMatchObject([{ workflow: 'E' }]);
  });

  it('for a dispatch by a job, at a tag, with its inputs, but not for the tag that the job pushes', async () => {
    const made = await make({
      files: {
        calling: calling(
          '{ actions: write }',
          'POST actions/workflows/publish.yml/dispatches {"ref":"v1.0.0","inputs":{"level":"3"}}',
        ),
        publish: `
name: Publish
run-name: Publish \${{ github.ref_name }}
on:
  push:
    tags: ['v*']
  workflow_dispatch:
    inputs:
      level:
        default: "1"
      dry:
        type: boolean
        default: false
jobs:
  job:
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ inputs.level }} \${{ inputs.dry == false }} \${{ github.event.inputs.level }}"' }]
`,
      },
    });
    await made.git('push', '--quiet', 'origin', 'main:refs/tags/v1.0.0');
    made.sandbox.github.syncRefs(
      REPOSITORY,
      made.sandbox.github.issueToken({
        repository: REPOSITORY,
        actor: 'ada',
        kind: 'job',
        permissions: { contents: 'write' },
      }),
    );
    expect(await made.runner.drain()).toEqual([]);
    const runs = await made.play();
    expect(runs.map((run) => [run.title, run.event, run.ref])).toEqual([
      ['Change', 'push', 'refs/heads/main'],
      ['Publish v1.0.0', 'workflow_dispatch', 'refs/tags/v1.0.0'],
    ]);
    expect(runs[1]!.jobs[0]!.steps[0]!.log).toEqual(['3 true 3']);
  });
});

describe('before anything starts, the runner refuses', () => {
  it.each([
    ['an unknown action', '- uses: some/thing@v1', 'uses some/thing@v1', 7],
    ['a container image', '- uses: docker://alpine', 'uses docker://alpine', 7],
    ['a missing local action', '- uses: ./nowhere', 'uses ./nowhere: no action.yml there', 7],
    ['a shell', '- run: ls\n  shell: pwsh', 'shell pwsh', 8],
    [
      'an unsupported input of a built-in action',
      '- uses: actions/checkout@v4\n  with: { sparse-checkout: src }',
      'uses actions/checkout with sparse-checkout',
      7,
    ],
  ])('%s', async (_, step, what, line) => {
    const made = await make({ files: { test: onPush(step), fine: onPush('- run: "true"') } });
    await expect(made.play()).rejects.toMatchObject({
      code: 'RUNNER_UNKNOWN',
      findings: [{ file: '.github/workflows/test.yml', line, what }],
    });
    expect(made.progress).toEqual([]);
    expect(await made.runner.inspect()).toMatchObject([{ what }]);
    expect(await made.runner.drain()).toEqual([]);
  });

  it('a machine that is not Linux, also in a matrix', async () => {
    const made = await make({
      files: {
        test: onPush('- run: "true"').replace(
          'runs-on: ubuntu-latest',
          'strategy: { matrix: { os: [ubuntu-latest, windows-latest] } }\n    runs-on: ${{ matrix.os }}',
        ),
      },
    });
    await expect(made.play()).rejects.toMatchObject({
      code: 'RUNNER_UNKNOWN',
      findings: [{ what: 'runs-on windows-latest' }],
    });
  });

  it('an action that is not a JavaScript action', async () => {
    const made = await make({
      files: { test: onPush('- uses: ./composite') },
      more: { 'composite/action.yml': 'name: c\nruns: { using: composite, steps: [] }\n' },
    });
    await expect(made.play()).rejects.toMatchObject({
      findings: [{ what: 'uses ./composite: an action that runs using composite' }],
    });
  });

  it('a file that GitHub would reject', async () => {
    const made = await make({ files: { test: 'on: push\njobs: {}\n' } });
    await expect(made.play()).rejects.toMatchObject({ code: 'RUNNER_WORKFLOW_INVALID' });
  });

  it('nothing in a workflow that is left out', async () => {
    const made = await make({
      files: { test: onPush('- run: "true"'), other: onPush('- uses: some/thing@v1') },
      workflows: ['.github/workflows/test.yml'],
      actions: new Map([['heroku/tools/probe', PROBE]]),
    });
    expect(await made.play()).toMatchObject([{ workflow: 'Test', conclusion: 'success' }]);
    expect(made.progress[0]).toMatchObject({ kind: 'not-played', workflow: '.github/workflows/other.yml' });
  });
});

describe('an unknown repository', () => {
  it('is an error', async () => {
    const made = await make({ files: {} });
    await expect(
      RunnerWorld.make({ files: {}, sandbox: made.sandbox, repository: 'heroku/other' }),
    ).rejects.toThrow();
  });
});
