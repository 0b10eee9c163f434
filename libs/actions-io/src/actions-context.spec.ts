import { describe, expect, it } from 'vitest';
import { isGitHubActions, readActionsContext } from './actions-context.ts';

const env = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REPOSITORY: 'heroku/heroku-applink-python',
  GITHUB_REPOSITORY_ID: '123456789',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF: 'refs/tags/v1.2.3',
  GITHUB_REF_NAME: 'v1.2.3',
  GITHUB_REF_TYPE: 'tag',
  GITHUB_RUN_ID: '1001',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_WORKSPACE: '/home/runner/checkout',
  RUNNER_TEMP: '/home/runner/temp',
  GITHUB_API_URL: 'https://api.github.example/',
  GITHUB_GRAPHQL_URL: 'https://api.github.example/graphql',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_WORKFLOW_REF: 'heroku/heroku-applink-python/.github/workflows/publish.yml@refs/tags/v1.2.3',
  GITHUB_ACTOR: 'releaser',
};

describe('readActionsContext', () => {
  it('reads the variables of the runner', () => {
    expect(readActionsContext(env)).toEqual({
      eventName: 'push',
      repository: 'heroku/heroku-applink-python',
      repositoryId: 123456789,
      sha: 'a'.repeat(40),
      ref: 'refs/tags/v1.2.3',
      refName: 'v1.2.3',
      refType: 'tag',
      runId: 1001,
      runAttempt: 2,
      workspace: '/home/runner/checkout',
      runnerTemp: '/home/runner/temp',
      apiUrl: 'https://api.github.example',
      graphqlUrl: 'https://api.github.example/graphql',
      serverUrl: 'https://github.example',
      workflowRef: env.GITHUB_WORKFLOW_REF,
      actor: 'releaser',
      debug: false,
    });
  });

  it.each([
    ['refs/heads/feature/x', 'feature/x', 'branch'],
    ['refs/tags/v1.0.0', 'v1.0.0', 'tag'],
    ['refs/pull/7/merge', '7/merge', 'branch'],
  ])('derives name and type of %s when the runner does not set them', (ref, refName, refType) => {
    const bare = { ...env, GITHUB_REF: ref, GITHUB_REF_NAME: '', GITHUB_REF_TYPE: undefined };
    expect(readActionsContext(bare)).toMatchObject({ refName, refType });
  });

  it('accepts that a runner does not set optional variables', () => {
    const bare = { ...env, GITHUB_REPOSITORY_ID: '', RUNNER_TEMP: undefined, GITHUB_RUN_ATTEMPT: undefined };
    expect(readActionsContext({ ...bare, RUNNER_DEBUG: '1' })).toMatchObject({
      repositoryId: undefined,
      runnerTemp: undefined,
      runAttempt: 1,
      debug: true,
    });
  });

  it.each([
    ['GITHUB_SHA', undefined],
    ['GITHUB_SHA', 'main'],
    ['GITHUB_REPOSITORY', 'heroku'],
    ['GITHUB_REPOSITORY', 'heroku/..'],
    ['GITHUB_REPOSITORY', 'heroku/x/y'],
    ['GITHUB_REPOSITORY', 'heroku/x\nevil'],
    ['GITHUB_RUN_ID', '12a'],
    ['GITHUB_API_URL', 'api.github.example'],
    ['GITHUB_EVENT_NAME', ''],
  ])('reports %s when it is %j', (name, value) => {
    expect(() => readActionsContext({ ...env, [name]: value })).toThrow(
      expect.objectContaining({
        code: 'ACTIONS_ENV_INVALID',
        message: expect.stringContaining(name) as string,
      }),
    );
  });
});

it.each([
  ['true', true],
  ['false', false],
  ['1', false],
  [undefined, false],
])('GITHUB_ACTIONS=%s means %s', (value, expected) => {
  expect(isGitHubActions({ GITHUB_ACTIONS: value })).toBe(expected);
});
