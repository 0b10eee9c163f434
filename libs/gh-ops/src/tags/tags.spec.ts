import { describe, expect, it } from 'vitest';
import { COMMIT, OTHER, refused, TAG_OBJECT } from '../../test/responses.ts';
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
    ['the same object is adopted', on(COMMIT), { created: false, objectSha: TAG_OBJECT, commitSha: COMMIT }],
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
  ])('%s', async (_name, repository, expected) => {
    const github = new ScriptedGitHub().reply(object, exists).data(repository);
    expect(await github.repository().tags.ensure(tag)).toMatchObject(expected);
    expect(github.calls).toHaveLength(3);
  });

  it('on another commit is not moved', async () => {
    const github = new ScriptedGitHub().reply(object, exists).data(on(OTHER));
    await expect(github.repository().tags.ensure(tag)).rejects.toMatchObject({
      code: 'GITHUB_TAG_ELSEWHERE',
      effect: 'none',
    });
    expect(github.calls).toHaveLength(3);
  });

  it('but cannot be read yet leaves the outcome unknown', async () => {
    const github = new ScriptedGitHub().reply(object, exists).data({ ref: null });
    await expect(github.repository().tags.ensure(tag)).rejects.toMatchObject({
      code: 'GITHUB_ALREADY_EXISTS',
      effect: 'unknown',
    });
  });
});

it('a tag on a commit whose workflow files differ needs a separate permission', async () => {
  const github = new ScriptedGitHub().reply(
    object,
    refused(403, 'Resource not accessible by integration', {
      'x-accepted-github-permissions': 'contents=write; contents=write,workflows=write',
    }),
  );
  await expect(github.repository().tags.ensure(tag)).rejects.toMatchObject({
    code: 'GITHUB_WORKFLOW_SCOPE',
    effect: 'none',
  });
});

describe('a tag object other than the requested one', () => {
  it('gets no ref', async () => {
    const github = new ScriptedGitHub().reply({
      status: 201,
      json: { sha: TAG_OBJECT, object: { sha: OTHER } },
    });
    await expect(github.repository().tags.ensure(tag)).rejects.toMatchObject({
      code: 'GITHUB_UNEXPECTED_ANSWER',
    });
    expect(github.calls).toHaveLength(1);
  });
});

describe('a tag over REST', () => {
  const ref = (name: string, type: string, sha: string) => ({
    ref: `refs/tags/${name}`,
    object: { type, sha },
  });
  const refs = (...json: object[]) => ({ status: 200, json });
  const objectOf = (type: string, sha: string, message = 'm') => ({
    status: 200,
    json: { sha: TAG_OBJECT, message, object: { type, sha } },
  });

  it.each([
    [
      'annotated',
      [refs(ref('v1', 'tag', TAG_OBJECT)), objectOf('commit', COMMIT)],
      { message: 'm', annotated: true },
    ],
    ['lightweight', [refs(ref('v1', 'commit', COMMIT))], { message: undefined, annotated: false }],
    [
      'a tag of a tag, with the message of the outer one',
      [refs(ref('v1', 'tag', OTHER)), objectOf('tag', TAG_OBJECT, 'outer'), objectOf('commit', COMMIT)],
      { message: 'outer', annotated: true },
    ],
    [
      'beside longer names',
      [refs(ref('v1.1', 'commit', OTHER), ref('v1', 'commit', COMMIT))],
      { annotated: false },
    ],
  ])('is found: %s', async (_name, replies, expected) => {
    const github = new ScriptedGitHub().reply(...replies);
    expect(await github.repository().tags.findByRest('v1')).toMatchObject({ commitSha: COMMIT, ...expected });
    expect(github.calls).toHaveLength(replies.length);
  });

  it.each([
    ['no ref begins with its name', refs()],
    ['only longer names exist', refs(ref('v1.1', 'commit', COMMIT))],
  ])('is not found: %s', async (_name, reply) => {
    const github = new ScriptedGitHub().reply(reply);
    expect(await github.repository().tags.findByRest('v1')).toBeUndefined();
  });

  it('of a repository that the caller may not see is an error', async () => {
    const github = new ScriptedGitHub().reply(refused(404, 'Not Found'));
    await expect(github.repository().tags.findByRest('v1')).rejects.toMatchObject({
      code: 'GITHUB_NOT_FOUND',
    });
  });

  it('that does not lead to a commit is an unexpected answer', async () => {
    const github = new ScriptedGitHub().reply(refs(ref('v1', 'tree', OTHER)));
    await expect(github.repository().tags.findByRest('v1')).rejects.toMatchObject({
      code: 'GITHUB_UNEXPECTED_ANSWER',
    });
  });
});

describe('a tag of a tag', () => {
  const nested = (inner: Record<string, unknown>) => ({
    ref: { target: { __typename: 'Tag', oid: TAG_OBJECT, message: 'outer', target: inner } },
  });

  it('is peeled to its commit', async () => {
    const inner = { __typename: 'Tag', oid: OTHER, target: { __typename: 'Commit', oid: COMMIT } };
    const github = new ScriptedGitHub().data(nested(inner));
    expect(await github.repository().tags.find('v1')).toMatchObject({ commitSha: COMMIT, message: 'outer' });
  });

  it('that does not lead to a commit is an unexpected answer', async () => {
    const github = new ScriptedGitHub().data(nested({ __typename: 'Tree', oid: OTHER }));
    await expect(github.repository().tags.find('v1')).rejects.toMatchObject({
      code: 'GITHUB_UNEXPECTED_ANSWER',
    });
  });
});
