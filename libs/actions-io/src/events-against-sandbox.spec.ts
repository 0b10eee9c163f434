import { join } from 'node:path';
import { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { createSandbox } from '@heroku-release/release-sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActionsEvent } from './events.ts';
import { parseEvent } from './read-event.ts';

const fullName = 'heroku/demo';
const by = 'releaser';
const files = new FileStore();
let folder = '';
let events: ActionsEvent[];
let [merge, tagObject] = ['', ''];

/** Makes one release on the simulated GitHub and reads every payload as a job would. */
beforeAll(async () => {
  folder = await files.temporaryFolder('actions-events-');
  const commands = new CommandRunner({
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap((who) => [
          [`GIT_${who}_NAME`, 'Releaser'],
          [`GIT_${who}_EMAIL`, 'releaser@example.com'],
        ]),
      ),
    },
  });
  const bare = join(folder, 'demo.git');
  const work = join(folder, 'work');
  const git = async (...args: string[]) =>
    (await commands.output({ command: 'git', args, cwd: folder })).trim();
  const inWork = (...args: string[]) => git('-C', work, ...args);
  await git('init', '--quiet', '--bare', '--initial-branch=main', bare);
  await git('init', '--quiet', '--initial-branch=main', work);
  await inWork('commit', '--quiet', '--allow-empty', '--message=Start');
  await inWork('push', '--quiet', bare, 'main');
  const { github } = createSandbox();
  github.addRepository({ fullName, gitDirectory: bare });
  events = [];
  github.onEvent((event) => {
    // Through JSON, like the payload file.
    events.push(parseEvent(event.name, JSON.parse(JSON.stringify(event.payload))));
  });
  await inWork('checkout', '--quiet', '-b', 'release-v1.2.3');
  await inWork('commit', '--quiet', '--allow-empty', '--message=Release 1.2.3');
  await inWork('push', '--quiet', bare, 'release-v1.2.3');
  github.syncRefs(fullName, by);
  const pull = github.openPullRequest(fullName, {
    by,
    title: 'Release v1.2.3',
    body: '',
    head: 'release-v1.2.3',
    base: 'main',
    draft: true,
  });
  github.markReady(fullName, pull.number, { by });
  merge = github.mergePullRequest(fullName, pull.number, { method: 'merge', by });
  const workflow = { path: '.github/workflows/package.yml', name: 'Package Library' };
  const wanted = {
    repository: fullName,
    workflow,
    event: 'push',
    headSha: merge,
    headBranch: 'main',
    actor: by,
  };
  const run = github.createRun(wanted);
  github.updateRun(run.id, { status: 'in_progress' });
  github.updateRun(run.id, { status: 'completed', conclusion: 'success' });
  await git('-C', bare, 'tag', '--annotate', '--message=Release 1.2.3', 'v1.2.3', merge);
  tagObject = await git('-C', bare, 'rev-parse', 'refs/tags/v1.2.3');
  github.syncRefs(fullName, by);
  github.deleteBranch(fullName, 'release-v1.2.3', { by });
});
afterAll(async () => {
  await files.remove(folder);
});

it('reads the push of the release branch, of its merge, of its tag, and its deletion', () => {
  expect(events.filter((event) => event.name === 'push')).toMatchObject([
    { refName: 'release-v1.2.3', created: true },
    { refName: 'main', after: merge, commit: { sha: merge }, forced: false, sender: by },
    { refName: 'v1.2.3', refType: 'tag', created: true, after: tagObject, commit: { sha: merge } },
    { refName: 'release-v1.2.3', deleted: true, commit: undefined },
  ]);
});

it('reads the pull request from draft to merge', () => {
  const pulls = events.filter((event) => event.name === 'pull_request');
  expect(pulls).toMatchObject([
    { action: 'opened', draft: true, merged: false, fromFork: false },
    { action: 'ready_for_review', draft: false },
    {
      action: 'closed',
      merged: true,
      mergeCommitSha: merge,
      head: { ref: 'release-v1.2.3' },
      base: { ref: 'main' },
    },
  ]);
});

it('reads the run of Package Library', () => {
  const runs = events.filter((event) => event.name === 'workflow_run');
  expect(runs.map(({ action, run }) => [action, run.status, run.conclusion])).toEqual([
    ['requested', 'queued', undefined],
    ['in_progress', 'in_progress', undefined],
    ['completed', 'completed', 'success'],
  ]);
  expect(runs.at(-1)).toMatchObject({
    fromFork: false,
    run: { headSha: merge, headBranch: 'main', path: '.github/workflows/package.yml', attempt: 1 },
  });
});

it('passes other events on unparsed', () => {
  const others = events.filter((event) => event.name === 'other');
  expect(new Set(others.map(({ eventName }) => eventName))).toEqual(new Set(['create']));
});
