import { join } from 'node:path';
import { FileStore } from '@heroku-release/release-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  annotatedTagPush,
  BEFORE,
  branchDeletion,
  dispatch,
  forkPullRequest,
  forkRun,
  HEAD,
  MERGE,
  pullRequest,
  push,
  TAG_OBJECT,
  workflowRun,
  ZEROS,
} from '../test/payloads.ts';
import { parseEvent, readEvent } from './read-event.ts';

const files = new FileStore();
let folder = '';
beforeAll(async () => {
  folder = await files.temporaryFolder('actions-io-');
});
afterAll(async () => {
  await files.remove(folder);
});

async function read(eventName: string, payload: unknown) {
  const path = join(folder, 'event.json');
  await files.write(path, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return await readEvent({ GITHUB_EVENT_NAME: eventName, GITHUB_EVENT_PATH: path }, files);
}

describe('events of a release', () => {
  it.each<[string, string, unknown, object]>([
    ...['Merge pull request #7 from heroku/release-v1.2.3', 'Release v1.2.3 (#7)', 'Release v1.2.3'].map(
      (message): [string, string, unknown, object] => [
        `the merge of a release: ${message}`,
        'push',
        push(message),
        {
          name: 'push',
          refType: 'branch',
          refName: 'main',
          before: BEFORE,
          after: MERGE,
          commit: { sha: MERGE },
        },
      ],
    ),
    [
      'an ordinary merge',
      'push',
      push('Merge pull request #8 from someone/fix'),
      { name: 'push', refName: 'main', created: false, deleted: false, forced: false, baseRef: undefined },
    ],
    [
      'an annotated tag: after is the tag object, the commit is separate',
      'push',
      annotatedTagPush,
      {
        name: 'push',
        refType: 'tag',
        refName: 'v1.2.3',
        before: ZEROS,
        after: TAG_OBJECT,
        created: true,
        commit: { sha: MERGE, timestamp: '2026-01-02T03:04:05Z' },
      },
    ],
    [
      'a deleted branch',
      'push',
      branchDeletion,
      { name: 'push', refName: 'release-v1.2.3', after: ZEROS, deleted: true, commit: undefined },
    ],
    [
      'Package Library succeeded on main',
      'workflow_run',
      workflowRun(),
      {
        name: 'workflow_run',
        action: 'completed',
        fromFork: false,
        run: {
          id: 1001,
          attempt: 1,
          event: 'push',
          conclusion: 'success',
          headSha: MERGE,
          headBranch: 'main',
          path: '.github/workflows/package.yml',
          actor: 'releaser',
        },
      },
    ],
    [
      'a run of a fork whose branch is called main',
      'workflow_run',
      forkRun('main'),
      { fromFork: true, run: { event: 'pull_request', headBranch: 'main', actor: undefined } },
    ],
    [
      'a run of a fork whose branch looks like a release',
      'workflow_run',
      forkRun('release-v9.9.9'),
      {
        fromFork: true,
        run: { headBranch: 'release-v9.9.9', headRepository: 'stranger/heroku-applink-python' },
      },
    ],
    [
      'a run of a deleted fork',
      'workflow_run',
      workflowRun({ head_repository: null }),
      { fromFork: true, run: { headRepository: undefined } },
    ],
    [
      'a failed run',
      'workflow_run',
      workflowRun({ conclusion: 'failure' }),
      { run: { conclusion: 'failure' } },
    ],
    ['a second attempt', 'workflow_run', workflowRun({ run_attempt: 2 }), { run: { attempt: 2 } }],
    [
      'a run that has not ended',
      'workflow_run',
      { ...workflowRun({ status: 'queued', conclusion: null, path: null }), workflow: null },
      { run: { status: 'queued', conclusion: undefined, path: undefined } },
    ],
    [
      'a run whose workflow file comes from another ref',
      'workflow_run',
      { ...workflowRun({ path: '.github/workflows/package.yml@main' }), workflow: null },
      { run: { path: '.github/workflows/package.yml' } },
    ],
    [
      'a merged release pull request',
      'pull_request',
      pullRequest(),
      {
        name: 'pull_request',
        action: 'closed',
        number: 7,
        merged: true,
        mergeCommitSha: MERGE,
        draft: false,
        head: { ref: 'release-v1.2.3', sha: HEAD, repository: 'heroku/heroku-applink-python' },
        base: { ref: 'main', sha: BEFORE },
        fromFork: false,
      },
    ],
    [
      'a pull request from a fork',
      'pull_request',
      forkPullRequest,
      {
        merged: false,
        mergedAt: undefined,
        fromFork: true,
        head: { repository: 'stranger/heroku-applink-python' },
      },
    ],
    [
      'a pull request whose fork was deleted',
      'pull_request',
      pullRequest({ merge_commit_sha: null, head: { ref: 'main', sha: HEAD, repo: null } }),
      { fromFork: true, mergeCommitSha: undefined, head: { repository: undefined } },
    ],
    [
      'a dispatch at a tag',
      'workflow_dispatch',
      dispatch(),
      {
        name: 'workflow_dispatch',
        ref: 'refs/tags/v1.2.3',
        workflow: '.github/workflows/publish.yml',
        inputs: { tag: 'v1.2.3', dry_run: 'false' },
        sender: 'releaser',
      },
    ],
    ['a dispatch without inputs', 'workflow_dispatch', dispatch({ inputs: null }), { inputs: {} }],
    ['a schedule', 'schedule', { schedule: '0 0 * * *' }, { name: 'other', eventName: 'schedule' }],
    ['a name that every object has', 'constructor', {}, { name: 'other', eventName: 'constructor' }],
  ])('%s', async (_name, eventName, payload, expected) => {
    expect(await read(eventName, payload)).toMatchObject(expected);
  });
});

describe('an invalid payload', () => {
  it.each<[string, string, unknown]>([
    ['an array', 'push', []],
    ['a ref that is neither branch nor tag', 'push', push('x', { ref: 'refs/notes/commits' })],
    ['a short sha', 'push', push('x', { after: 'abc' })],
    ['an option for a sha', 'push', push('x', { after: '--upload-pack=x' })],
    ['no repository', 'workflow_run', { ...workflowRun(), repository: null }],
    [
      'a repository name with a path step',
      'push',
      push('x', { repository: { full_name: '../x', default_branch: 'm' } }),
    ],
    ['a run without an attempt', 'workflow_run', workflowRun({ run_attempt: 0 })],
    ['inputs that are a list', 'workflow_dispatch', dispatch({ inputs: ['x'] })],
  ])('%s', (_name, eventName, payload) => {
    expect(() => parseEvent(eventName, payload)).toThrow(
      expect.objectContaining({ code: 'ACTIONS_EVENT_INVALID' }),
    );
  });

  it('is reported with the key and without the value', () => {
    expect(() => parseEvent('push', push('x', { after: 'what-an-outsider-wrote' }))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^(?=.*after)(?!.*outsider)/) as string,
      }),
    );
  });

  it('a file that is not JSON, or is missing', async () => {
    await expect(read('push', '{"ref":')).rejects.toMatchObject({ code: 'ACTIONS_EVENT_UNREADABLE' });
    const gone = { GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: join(folder, 'gone.json') };
    await expect(readEvent(gone, files)).rejects.toMatchObject({ code: 'ACTIONS_EVENT_UNREADABLE' });
  });

  it.each([{}, { GITHUB_EVENT_NAME: 'push' }, { GITHUB_EVENT_PATH: '/x' }])(
    'an environment without the variables',
    async (env) => {
      await expect(readEvent(env, files)).rejects.toMatchObject({ code: 'ACTIONS_ENV_INVALID' });
    },
  );
});
