import { describe, expect, it } from 'vitest';
import { COMMIT, OTHER, refused, TAG_OBJECT } from '../../test/answers.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';

const tag = {
  tag: 'v1.2.0',
  commit: COMMIT,
  message: 'Release v1.2.0',
  tagger: { name: 'Release', email: 'release@example.test', date: '2026-01-02T00:00:00Z' },
};
const object = { status: 201, json: { sha: TAG_OBJECT, object: { sha: COMMIT } } };
const exists = refused(422, 'Reference already exists');
const on = (commit: string, oid = TAG_OBJECT) => ({
  ref: { target: { __typename: 'Tag', oid, message: 'm', target: { __typename: 'Commit', oid: commit } } },
});

describe('a tag that exists', () => {
  it.each([
    [
      'the very same object is adopted',
      on(COMMIT),
      { created: false, objectSha: TAG_OBJECT, commitSha: COMMIT },
    ],
    [
      'another object on the same commit is adopted',
      on(COMMIT, OTHER),
      { created: false, objectSha: OTHER, commitSha: COMMIT },
    ],
    [
      'a lightweight one on the same commit is adopted',
      { ref: { target: { __typename: 'Commit', oid: COMMIT } } },
      { created: false, objectSha: COMMIT, annotated: false },
    ],
  ])('%s', async (_name, repository, wanted) => {
    const github = new ScriptedGitHub().reply(object, exists).data(repository);
    expect(await github.repository().createTag(tag)).toMatchObject(wanted);
    expect(github.calls).toHaveLength(3);
  });

  it('on another commit is never moved', async () => {
    const github = new ScriptedGitHub().reply(object, exists).data(on(OTHER));
    await expect(github.repository().createTag(tag)).rejects.toMatchObject({
      code: 'GITHUB_TAG_ELSEWHERE',
      effect: 'none',
    });
    expect(github.calls).toHaveLength(3);
  });

  it('but cannot be read yet leaves the outcome unknown', async () => {
    const github = new ScriptedGitHub().reply(object, exists).data({ ref: null });
    await expect(github.repository().createTag(tag)).rejects.toMatchObject({
      code: 'GITHUB_ALREADY_EXISTS',
      effect: 'unknown',
    });
  });
});

it('a tag on a commit with foreign workflow files asks for a right of its own', async () => {
  const github = new ScriptedGitHub().reply(
    object,
    refused(403, 'Resource not accessible by integration', {
      'x-accepted-github-permissions': 'contents=write; contents=write,workflows=write',
    }),
  );
  await expect(github.repository().createTag(tag)).rejects.toMatchObject({
    code: 'GITHUB_WORKFLOW_SCOPE',
    effect: 'none',
  });
});

describe('a tag object that is not what was asked for', () => {
  it('gets no ref', async () => {
    const github = new ScriptedGitHub().reply({
      status: 201,
      json: { sha: TAG_OBJECT, object: { sha: OTHER } },
    });
    await expect(github.repository().createTag(tag)).rejects.toMatchObject({
      code: 'GITHUB_UNEXPECTED_ANSWER',
    });
    expect(github.calls).toHaveLength(1);
  });
});

describe('a tag of a tag', () => {
  const nested = (inner: Record<string, unknown>) => ({
    ref: { target: { __typename: 'Tag', oid: TAG_OBJECT, message: 'outer', target: inner } },
  });

  it('is peeled to its commit', async () => {
    const inner = { __typename: 'Tag', oid: OTHER, target: { __typename: 'Commit', oid: COMMIT } };
    const github = new ScriptedGitHub().data(nested(inner));
    expect(await github.repository().findTag('v1')).toMatchObject({ commitSha: COMMIT, message: 'outer' });
  });

  it('that ends at no commit is no answer', async () => {
    const github = new ScriptedGitHub().data(nested({ __typename: 'Tree', oid: OTHER }));
    await expect(github.repository().findTag('v1')).rejects.toMatchObject({
      code: 'GITHUB_UNEXPECTED_ANSWER',
    });
  });
});
