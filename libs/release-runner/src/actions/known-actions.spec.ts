import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { REPOSITORY, RunnerWorld, indent, onPush } from '../../test/runner-world.ts';
import type { WorldOptions } from '../../test/runner-world.ts';
import { findOnPath, linkTool } from './tools.ts';
import { unzipInto } from '../artifacts/zip.ts';

let world: RunnerWorld | undefined;
const scratch: string[] = [];

/** Creates a folder that is removed after the test. */
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'known-actions-'));
  scratch.push(made);
  return made;
}

async function make(wish: WorldOptions): Promise<RunnerWorld> {
  world = await RunnerWorld.make(wish);
  return world;
}

afterEach(async () => {
  await world?.close();
  world = undefined;
  for (const made of scratch.splice(0)) await rm(made, { recursive: true, force: true });
});

const steps = async (made: RunnerWorld) => {
  const [run] = await made.play();
  return run!.jobs[0]!.steps;
};
const checkout = (inputs = '') =>
  `- uses: actions/checkout@v7\n  with: { persist-credentials: false${inputs} }\n`;

describe('actions/checkout', () => {
  const look = `- run: |
    git rev-list --count HEAD
    git symbolic-ref --quiet --short HEAD || echo detached
    git remote get-url origin
    git tag
    git config --local --get-regexp extraheader || echo no credentials
`;

  it.each([
    ['', ['1', 'main', 'no credentials']],
    [', fetch-depth: 0', ['3', 'main', 'v0.1.0', 'no credentials']],
    [', fetch-depth: 2', ['2', 'main', 'no credentials']],
    [', fetch-depth: 0, ref: v0.1.0', ['1', 'detached', 'v0.1.0', 'no credentials']],
  ])('with%s', async (inputs, expected) => {
    const ref = inputs.includes('v0.1.0') ? inputs.replace('v0.1.0', 'refs/tags/v0.1.0') : inputs;
    const made = await make({ files: { test: onPush(checkout(ref) + look) } });
    await made.git('tag', '-a', 'v0.1.0', '-m', 'Old');
    await made.git('push', '--quiet', 'origin', 'v0.1.0');
    await made.commit('Between');
    const [, shown] = await steps(made);
    expect(shown!.log.filter((line) => !line.startsWith('http'))).toEqual(expected);
    expect(shown!.log).toContain(`${made.sandbox.endpoints.GITHUB_SERVER_URL}/heroku/demo.git`);
  });

  it.each(['', ', fetch-depth: 0'])(
    'with%s checks out the commit of the run, wherever main is now',
    async (inputs) => {
      const made = await make({
        files: { test: onPush(`${checkout(inputs)}- run: git log -1 --format=%s`) },
      });
      await made.commit('One');
      await made.push('main');
      await made.commit('Two');
      await made.push('main');
      const runs = await made.runner.drain();
      expect(runs.map((run) => run.jobs[0]!.steps[1]!.log)).toEqual([['One'], ['Two']]);
    },
  );

  it('checks out the test merge of a pull request', async () => {
    const file = onPush(`${checkout()}- run: git log -1 --format=%H && ls`).replace(
      '{ push: { branches: [main] } }',
      'pull_request',
    );
    const made = await make({ files: { test: file } });
    await made.git('checkout', '--quiet', '-b', 'topic');
    await made.commit('Topic', { topic: 'x' });
    await made.push('topic');
    made.sandbox.github.openPullRequest(REPOSITORY, { title: 'T', head: 'topic', base: 'main', by: 'ada' });
    const [run] = await made.runner.drain();
    expect(run!.jobs[0]!.steps[1]!.log).toEqual([run!.sha, 'README.md', 'topic']);
  });

  it('keeps a credential with exactly the permissions of the job', async () => {
    const made = await make({
      files: {
        test: onPush(
          '- uses: actions/checkout@v7\n- run: git push --quiet origin HEAD:refs/heads/made && echo pushed\n',
          'permissions: { contents: write }\n',
        ),
        less: onPush(
          '- uses: actions/checkout@v7\n- run: git push --quiet origin HEAD:refs/heads/other\n',
          'permissions: { contents: read }\n',
        ),
      },
    });
    const runs = await made.play();
    expect(runs.map((run) => [run.path, run.conclusion])).toEqual([
      ['.github/workflows/less.yml', 'failure'],
      ['.github/workflows/test.yml', 'success'],
    ]);
    expect(await made.git('ls-remote', '--heads', 'origin')).toMatch(/refs\/heads\/made/);
    expect(JSON.stringify(made.progress)).not.toMatch(/ghs_|x-access-token/);
  });

  it('makes local actions available', async () => {
    const made = await make({
      files: { test: onPush(`${checkout()}- id: own\n  uses: ./tools/hello\n`) },
      more: {
        'tools/hello/action.yml': 'name: h\ndescription: h\nruns: { using: node24, main: main.mjs }\n',
        'tools/hello/main.mjs': 'console.log("hello from the repository");\n',
      },
    });
    const [, own] = await steps(made);
    expect(own).toMatchObject({ conclusion: 'success', log: ['hello from the repository'] });
  });
});

describe('actions/setup-python', () => {
  it('puts installed Pythons on PATH and reports the others', async () => {
    const fake = join(await folder(), 'python3.11');
    await writeFile(fake, '#!/bin/sh\necho "${0##*/} is 3.11.4"\n', { mode: 0o755 });
    const made = await make({
      files: {
        test: onPush(`
- id: setup
  uses: actions/setup-python@v6
  with:
    python-version: |
      3.99
      3.11
- run: |
    python
    python3
    python3.11
    test -n "$pythonLocation"
`),
      },
      machine: {
        node: process.execPath,
        python: (version) =>
          Promise.resolve(version === '3.11' ? { path: fake, version: '3.11.4' } : undefined),
      },
    });
    const [run] = await made.play();
    expect(run!.missing).toEqual(['Python 3.99']);
    const [setup, used] = run!.jobs[0]!.steps;
    expect(used).toMatchObject({
      conclusion: 'success',
      log: ['python is 3.11.4', 'python3 is 3.11.4', 'python3.11 is 3.11.4'],
    });
    expect(setup).toMatchObject({
      conclusion: 'success',
      outputs: { 'python-version': '3.11.4' },
      annotations: [{ level: 'warning' }],
    });
  });

  it('finds a Python on PATH by default', async () => {
    const made = await make({
      files: {
        test: onPush(`
- uses: actions/setup-python@v6
  with: { python-version: '3.11' }
- run: python -c 'import sys; print("%d.%d" % sys.version_info[:2])'
`),
      },
    });
    const [run] = await made.play();
    // Without this Python it is reported as missing; otherwise `python` is this Python.
    expect(run!.missing.length === 1 ? '3.11' : run!.jobs[0]!.steps[1]!.log[0]).toBe('3.11');
  });
});

describe('astral-sh/setup-uv', () => {
  const file = onPush(
    '- uses: astral-sh/setup-uv@v8\n  with: { enable-cache: false }\n- run: uv --version\n',
  );

  it('puts the given uv on PATH', async () => {
    const uv = join(await folder(), 'uv');
    await writeFile(uv, '#!/bin/sh\necho "uv 1.2.3"\n', { mode: 0o755 });
    const made = await make({
      files: { test: file },
      machine: { node: process.execPath, uv },
    });
    const [setup, used] = await steps(made);
    expect(setup!.outputs).toMatchObject({ 'uv-version': '1.2.3' });
    expect(used!.log).toEqual(['uv 1.2.3']);
  });

  it('reports a missing uv', async () => {
    const bare = await folder();
    const git = await findOnPath('git', { PATH: process.env['PATH'] ?? '' });
    await linkTool(bare, ['git'], git!);
    const made = await make({
      files: { test: onPush('- uses: astral-sh/setup-uv@v8') },
      env: { PATH: bare },
    });
    const [run] = await made.play();
    expect(run).toMatchObject({ conclusion: 'success', missing: ['uv'] });
  });
});

describe('artifacts', () => {
  const upload = (name: string, path: string, more = '') =>
    `- uses: actions/upload-artifact@v7\n  with: { name: ${name}, path: '${path}'${more} }\n`;
  const build =
    '- run: mkdir -p dist/deep && echo a > dist/a.txt && echo b > dist/deep/b.txt && echo h > dist/.hidden\n';

  it('are passed from job to job, and are stored for the run', async () => {
    const made = await make({
      files: {
        test: `
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
${indent(build + upload('dist', 'dist'), 6)}
  use:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v6
        with: { name: dist, path: got }
      - run: cd got && find . -type f | sort
      - uses: actions/download-artifact@v6
        with: { name: other }
`,
      },
    });
    const [run] = await made.play();
    expect(run!.jobs[1]!.steps.map((step) => step.conclusion)).toEqual(['success', 'success', 'failure']);
    expect(run!.jobs[1]!.steps[1]!.log).toEqual(['./a.txt', './deep/b.txt']);
    const [artifact] = made.sandbox.github.artifacts(run!.id);
    expect(artifact).toMatchObject({ name: 'dist', attempt: 1 });
    expect(run!.jobs[0]!.steps[1]!.outputs).toMatchObject({
      'artifact-id': String(artifact!.id),
      'artifact-digest': artifact!.digest.slice('sha256:'.length),
    });
    const target = join(made.root, 'unzipped');
    await unzipInto(made.sandbox.github.artifactZip(artifact!.id), target);
    expect(await readFile(join(target, 'deep/b.txt'), 'utf8')).toBe('b\n');
  });

  it.each([
    ['a single file is at the top', upload('one', 'dist/deep/b.txt'), ['success'], ['b.txt']],
    [
      'patterns and exclusions',
      upload('some', 'dist/**').replace("'dist/**'", '"dist/**\\n!dist/a.txt"'),
      ['success'],
      ['deep/b.txt'],
    ],
    [
      'hidden files on request',
      upload('all', 'dist', ', include-hidden-files: true'),
      ['success'],
      ['.hidden', 'a.txt', 'deep/b.txt'],
    ],
    ['no files: a warning', upload('none', 'nothing'), ['success'], undefined],
    ['no files: an error', upload('none', 'nothing', ', if-no-files-found: error'), ['failure'], undefined],
    ['a name with a slash', upload('"a/b"', 'dist'), ['failure'], undefined],
    [
      'a second artifact with the name',
      upload('d', 'dist/deep') + upload('d', 'dist'),
      ['success', 'failure'],
      ['b.txt'],
    ],
    [
      'a second artifact that overwrites',
      upload('d', 'dist/deep') + upload('d', 'dist', ', overwrite: true'),
      ['success', 'success'],
      ['a.txt', 'deep/b.txt'],
    ],
  ])('%s', async (_, work, conclusions, files) => {
    const made = await make({ files: { test: onPush(build + work) } });
    const [run] = await made.play();
    expect(run!.jobs[0]!.steps.slice(1).map((step) => step.conclusion)).toEqual(conclusions);
    const kept = made.sandbox.github.artifacts(run!.id);
    expect(kept).toHaveLength(files === undefined ? 0 : 1);
    if (kept[0] === undefined) return;
    const target = join(made.root, 'unzipped');
    const written = await unzipInto(made.sandbox.github.artifactZip(kept[0].id), target);
    expect(written.map((path) => path.slice(target.length + 1)).sort()).toEqual(files);
  });
});
