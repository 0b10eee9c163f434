import { describe, expect, it } from 'vitest';
import { COMMIT, refused, TAG_OBJECT } from '../../test/answers.ts';
import { type Reply, ScriptedGitHub } from '../../test/scripted-github.ts';

const unseen = refused(422, 'No ref found for: v1.2.0');
const taken: Reply = { status: 204 };
const tag = {
  tag: 'v1.2.0',
  commit: COMMIT,
  message: 'm',
  tagger: { name: 'Release', email: 'release@example.test', date: '2026-01-02T00:00:00Z' },
};

describe('a ref that GitHub does not see yet', () => {
  it('is waited for when this object just made the tag', async () => {
    const github = new ScriptedGitHub().reply(
      { status: 201, json: { sha: TAG_OBJECT, object: { sha: COMMIT } } },
      { status: 201, json: { ref: 'refs/tags/v1.2.0', object: { sha: TAG_OBJECT } } },
      unseen,
      unseen,
      taken,
    );
    const repository = github.repository();
    const start = github.clock.now();
    await repository.createTag(tag);
    await repository.dispatch('publish.yml', { ref: 'v1.2.0' });
    expect(github.calls).toHaveLength(5);
    expect(github.clock.now() - start).toBe(3000);
  });

  it('is waited for until 30 seconds after it was made', async () => {
    const github = new ScriptedGitHub().reply(...Array<Reply>(6).fill(unseen));
    const start = github.clock.now();
    const wanted = { ref: 'v1.2.0', refCreatedAt: start };
    await expect(github.repository().dispatch('publish.yml', wanted)).rejects.toMatchObject({
      code: 'GITHUB_INVALID',
    });
    expect(github.calls).toHaveLength(6);
    expect(github.clock.now() - start).toBe(30_000);
  });

  it('is not waited for when it is old', async () => {
    const github = new ScriptedGitHub().reply(unseen);
    await expect(github.repository().dispatch('publish.yml', { ref: 'v1.2.0' })).rejects.toMatchObject({
      code: 'GITHUB_INVALID',
    });
    expect(github.calls).toHaveLength(1);
  });
});

it('a refusal that does not name the ref is final', async () => {
  const github = new ScriptedGitHub().reply(
    refused(422, "Workflow does not have 'workflow_dispatch' trigger"),
  );
  const wanted = { ref: 'v1.2.0', refCreatedAt: github.clock.now() };
  await expect(github.repository().dispatch('publish.yml', wanted)).rejects.toMatchObject({
    code: 'GITHUB_INVALID',
  });
  expect(github.calls).toHaveLength(1);
});

it('a doubtful dispatch is not sent again', async () => {
  const github = new ScriptedGitHub().reply('break');
  const wanted = { ref: 'v1.2.0', refCreatedAt: github.clock.now() };
  await expect(github.repository().dispatch('publish.yml', wanted)).rejects.toMatchObject({
    code: 'GITHUB_UNAVAILABLE',
    effect: 'unknown',
  });
  expect(github.calls).toHaveLength(1);
});

it('a server that does not know the question for the run is asked without it', async () => {
  const github = new ScriptedGitHub().reply(
    refused(422, '"return_run_details" is not a permitted key.'),
    taken,
  );
  expect(
    await github.repository().dispatch('publish.yml', { ref: 'v1.2.0', inputs: { tag: 'v1.2.0' } }),
  ).toEqual({});
  expect(github.calls).toHaveLength(2);
  expect(github.json(1)).toEqual({ ref: 'v1.2.0', inputs: { tag: 'v1.2.0' } });
});
