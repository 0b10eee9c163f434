import { describe, expect, it } from 'vitest';
import { refused } from '../../test/responses.ts';
import { type Reply, ScriptedGitHub } from '../../test/scripted-github.ts';

const refNotFound = refused(422, 'No ref found for: v1.2.0');
const accepted: Reply = { status: 204 };

describe('a ref that GitHub does not find', () => {
  it('is waited for when it was just created', async () => {
    const github = new ScriptedGitHub().reply(refNotFound, refNotFound, accepted);
    const start = github.clock.now();
    await github.repository().runs.dispatch('publish.yml', { ref: 'v1.2.0', refCreatedAt: start });
    expect(github.calls).toHaveLength(3);
    expect(github.clock.now() - start).toBe(3000);
  });

  it('is waited for until 30 seconds after its creation', async () => {
    const github = new ScriptedGitHub().reply(...Array<Reply>(6).fill(refNotFound));
    const start = github.clock.now();
    const dispatch = { ref: 'v1.2.0', refCreatedAt: start };
    await expect(github.repository().runs.dispatch('publish.yml', dispatch)).rejects.toMatchObject({
      code: 'GITHUB_INVALID',
    });
    expect(github.calls).toHaveLength(6);
    expect(github.clock.now() - start).toBe(30_000);
  });

  it('is not waited for when its creation time is unknown', async () => {
    const github = new ScriptedGitHub().reply(refNotFound);
    await expect(github.repository().runs.dispatch('publish.yml', { ref: 'v1.2.0' })).rejects.toMatchObject({
      code: 'GITHUB_INVALID',
    });
    expect(github.calls).toHaveLength(1);
  });
});

it('an error that does not name the ref is final', async () => {
  const github = new ScriptedGitHub().reply(
    refused(422, "Workflow does not have 'workflow_dispatch' trigger"),
  );
  const dispatch = { ref: 'v1.2.0', refCreatedAt: github.clock.now() };
  await expect(github.repository().runs.dispatch('publish.yml', dispatch)).rejects.toMatchObject({
    code: 'GITHUB_INVALID',
  });
  expect(github.calls).toHaveLength(1);
});

it('an uncertain dispatch is not sent again', async () => {
  const github = new ScriptedGitHub().reply('break');
  const dispatch = { ref: 'v1.2.0', refCreatedAt: github.clock.now() };
  await expect(github.repository().runs.dispatch('publish.yml', dispatch)).rejects.toMatchObject({
    code: 'GITHUB_UNAVAILABLE',
    effect: 'unknown',
  });
  expect(github.calls).toHaveLength(1);
});

it('an older server gets the dispatch without the parameter that asks for the run', async () => {
  const github = new ScriptedGitHub().reply(
    refused(422, '"return_run_details" is not a permitted key.'),
    accepted,
  );
  expect(
    await github.repository().runs.dispatch('publish.yml', { ref: 'v1.2.0', inputs: { tag: 'v1.2.0' } }),
  ).toEqual({});
  expect(github.calls).toHaveLength(2);
  expect(github.json(1)).toEqual({ ref: 'v1.2.0', inputs: { tag: 'v1.2.0' } });
});
