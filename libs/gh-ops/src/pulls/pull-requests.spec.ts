import { describe, expect, it } from 'vitest';
import { COMMIT, queriedPull, restPull, validationFailed } from '../../test/answers.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';

const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
const duplicate = validationFailed({
  resource: 'PullRequest',
  code: 'custom',
  message: 'A pull request already exists for heroku:release-v1.2.0.',
});

describe('a pull request that exists', () => {
  it('is returned as it is', async () => {
    const github = new ScriptedGitHub().reply(duplicate, {
      status: 200,
      json: [restPull({ title: 'theirs' })],
    });
    expect(await github.repository().createPullRequest(pull)).toMatchObject({
      created: false,
      number: 7,
      title: 'theirs',
    });
    expect(github.calls).toEqual([
      'POST /api/v3/repos/heroku/demo/pulls',
      'GET /api/v3/repos/heroku/demo/pulls?base=main&head=heroku%3Arelease-v1.2.0&state=open&per_page=100',
    ]);
  });

  it('but is not listed leaves the outcome unknown', async () => {
    const github = new ScriptedGitHub().reply(duplicate, { status: 200, json: [] });
    await expect(github.repository().createPullRequest(pull)).rejects.toMatchObject({
      code: 'GITHUB_ALREADY_EXISTS',
      effect: 'unknown',
    });
  });
});

it('a pull request without commits is refused with the words of GitHub', async () => {
  const github = new ScriptedGitHub().reply(
    validationFailed({
      resource: 'PullRequest',
      code: 'custom',
      message: 'No commits between main and release-v1.2.0',
    }),
  );
  await expect(github.repository().createPullRequest(pull)).rejects.toMatchObject({
    code: 'GITHUB_INVALID',
    effect: 'none',
    said: expect.stringContaining('No commits between') as string,
  });
});

it('a body that is too long is cut', async () => {
  const github = new ScriptedGitHub().reply({ status: 201, json: restPull() });
  await github.repository().createPullRequest({ ...pull, body: 'x'.repeat(70_000) });
  expect((github.json(0) as { body: string }).body).toHaveLength(65_000);
});

it('more than a hundred open pull requests are read page by page', async () => {
  const page = (number: number, endCursor: string | null) => ({
    defaultBranchRef: { name: 'main' },
    open: {
      nodes: [queriedPull({ number, state: 'OPEN', merged: false, mergeCommit: { oid: COMMIT } })],
      pageInfo: { hasNextPage: endCursor !== null, endCursor },
    },
    merged: { nodes: [] },
    releases: { nodes: [] },
  });
  const github = new ScriptedGitHub().data(page(1, 'cursor')).data(page(2, null));
  const { open } = await github.repository().findReleasesInFlight({ baseBranch: 'main' });
  expect(open.map(({ number, mergeCommitSha }) => [number, mergeCommitSha])).toEqual([
    [1, undefined],
    [2, undefined],
  ]);
  expect(github.json(0)).toMatchObject({ variables: { after: null } });
  expect(github.json(1)).toMatchObject({ variables: { after: 'cursor' } });
});
