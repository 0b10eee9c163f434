import { describe, expect, it } from 'vitest';
import { restPull, validationFailed } from '../../test/responses.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';

const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
const duplicate = validationFailed({
  resource: 'PullRequest',
  code: 'custom',
  message: 'A pull request already exists for heroku:release-v1.2.0.',
});

describe('a pull request that exists', () => {
  it('is returned unchanged', async () => {
    const github = new ScriptedGitHub().reply(duplicate, {
      status: 200,
      json: [restPull({ title: 'existing' })],
    });
    expect(await github.repository().pulls.ensure(pull)).toMatchObject({
      created: false,
      number: 7,
      title: 'existing',
    });
    expect(github.calls).toEqual([
      'POST /api/v3/repos/heroku/demo/pulls',
      'GET /api/v3/repos/heroku/demo/pulls?base=main&head=heroku%3Arelease-v1.2.0&state=open&per_page=100',
    ]);
  });

  it('is picked out of a list that GitHub did not filter', async () => {
    const { head } = restPull();
    const github = new ScriptedGitHub().reply(duplicate, {
      status: 200,
      json: [
        restPull({ number: 8, head: { ...head, ref: 'other' } }),
        restPull({ number: 9, head: { ...head, repo: { full_name: 'else/demo' } } }),
        restPull({ number: 10, base: { ...restPull().base, ref: '1.x' } }),
        restPull(),
      ],
    });
    expect(await github.repository().pulls.ensure(pull)).toMatchObject({ created: false, number: 7 });
  });

  it('but is not listed leaves the outcome unknown', async () => {
    const github = new ScriptedGitHub().reply(duplicate, { status: 200, json: [] });
    await expect(github.repository().pulls.ensure(pull)).rejects.toMatchObject({
      code: 'GITHUB_ALREADY_EXISTS',
      effect: 'unknown',
    });
  });
});

it("a pull request without commits is refused with GitHub's message", async () => {
  const github = new ScriptedGitHub().reply(
    validationFailed({
      resource: 'PullRequest',
      code: 'custom',
      message: 'No commits between main and release-v1.2.0',
    }),
  );
  await expect(github.repository().pulls.ensure(pull)).rejects.toMatchObject({
    code: 'GITHUB_INVALID',
    effect: 'none',
    responseMessage: expect.stringContaining('No commits between') as string,
  });
});

it('a long body is cut', async () => {
  const github = new ScriptedGitHub().reply({ status: 201, json: restPull() });
  await github.repository().pulls.ensure({ ...pull, body: 'x'.repeat(70_000) });
  expect((github.json(0) as { body: string }).body).toHaveLength(65_000);
});
