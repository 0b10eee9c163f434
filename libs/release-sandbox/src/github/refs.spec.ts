import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, everything, repositoryName, startWorld } from '../../test/github/world.ts';
import type { GitHubWorld } from '../../test/github/world.ts';

let world: GitHubWorld;
let main: string;
beforeEach(async () => {
  world = await startWorld();
  main = world.git('rev-parse', 'main');
});
afterEach(async () => {
  await world.close();
});

const tagger = { name: 'Release Bot', email: 'bot@example.com', date: '2026-03-01T00:00:00Z' };
const createTag = (body: object = {}, token = world.user()) =>
  world.ask(token, 'POST', '/git/tags', {
    tag: 'v1.1.0',
    message: 'Release v1.1.0',
    object: main,
    type: 'commit',
    tagger,
    ...body,
  });
const createRef = (ref: string, sha: string, token = world.user()) =>
  world.ask(token, 'POST', '/git/refs', { ref, sha });

describe('tag objects', () => {
  it('are a function of what they say', async () => {
    const [first, second, other] = [
      await createTag(),
      await createTag(),
      await createTag({ message: 'Release v1.1.0\n' }),
    ];
    expect(at(second.json, 'sha')).toBe(at(first.json, 'sha'));
    expect(at(other.json, 'sha')).not.toBe(at(first.json, 'sha'));
    expect(first.json).toMatchObject({ tagger, message: 'Release v1.1.0', object: { sha: main } });
    expect(await world.ask(world.user(), 'GET', '/git/ref/tags/v1.1.0')).toMatchObject({ status: 404 });
  });

  it('are real git objects', async () => {
    const sha = String(at((await createTag()).json, 'sha'));
    expect(world.github.repository(repositoryName).git.git(['cat-file', 'tag', sha])).toBe(
      `object ${main}\ntype commit\ntag v1.1.0\ntagger Release Bot <bot@example.com> 1772323200 +0000\n\nRelease v1.1.0`,
    );
    expect((await world.ask(world.user(), 'GET', `/git/tags/${sha}`)).json).toMatchObject({ tag: 'v1.1.0' });
  });

  it.each([
    ['an unknown object', { object: 'a'.repeat(40) }],
    ['a short SHA', { object: 'abc1234' }],
    ['another type', { type: 'tree' }],
    ['a bad name', { tag: 'a..b' }],
    ['a tagger without an address', { tagger: { name: 'x' } }],
    ['a date that is none', { tagger: { ...tagger, date: 'soon' } }],
  ])('are refused for %s', async (_name, body) => {
    expect(await createTag(body)).toMatchObject({ status: 422 });
  });
});

describe('refs', () => {
  it.each([
    ['a name that is taken', 'refs/heads/main', () => main, /^Reference already exists$/],
    ['an unknown object', 'refs/tags/v1', () => 'a'.repeat(40), /^Object does not exist$/],
    ['a short SHA', 'refs/tags/v1', () => main.slice(0, 7), /40 characters/],
    ['a name without refs/', 'tags/v1', () => main, /start with 'refs\/'/],
    ['a bad name', 'refs/tags/a..b', () => main, /valid/],
  ])('are refused for %s', async (_name, ref, sha, message) => {
    const answer = await createRef(ref, sha());
    expect(answer).toMatchObject({
      status: 422,
      json: { message: expect.stringMatching(message) as string },
    });
    expect(answer.json).not.toHaveProperty('errors');
  });

  it('are read by exact name, or by prefix', async () => {
    await createRef('refs/tags/v1.1.0', main);
    await createRef('refs/tags/v1.1.0-extra', main);
    const read = (path: string) => world.ask(world.user(), 'GET', path);
    expect((await read('/git/ref/tags/v1.1.0')).json).toMatchObject({
      ref: 'refs/tags/v1.1.0',
      object: { type: 'commit', sha: main },
    });
    expect(await read('/git/ref/tags/v1')).toMatchObject({ status: 404 });
    expect((await read('/git/matching-refs/tags/v1.1')).json).toHaveLength(2);
    expect((await read('/git/matching-refs/tags%2Fv1.1.0-')).json).toHaveLength(1);
    expect((await read('/git/matching-refs/tags/none')).json).toEqual([]);
  });

  it('show the tag object of an annotated tag', async () => {
    const sha = String(at((await createTag()).json, 'sha'));
    expect(await createRef('refs/tags/v1.1.0', sha)).toMatchObject({
      status: 201,
      json: { object: { type: 'tag', sha } },
    });
  });

  it('to one of two at once: the other is refused', async () => {
    const answers = await Promise.all([createRef('refs/tags/v2', main), createRef('refs/tags/v2', main)]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 422]);
  });
});

describe('the workflow-file rule', () => {
  beforeEach(() => {
    world.commit('Change a workflow', { '.github/workflows/package.yml': 'name: Other\non: push\n' });
    world.push('main');
  });

  it('keeps a job from pointing a tag at a commit whose workflows no branch has any more', async () => {
    const job = world.job(everything);
    const answer = await createRef('refs/tags/v1.1.0', main, job);
    expect(answer).toMatchObject({
      status: 403,
      json: { message: 'Resource not accessible by integration' },
    });
    expect(answer.headers.get('x-accepted-github-permissions')).toContain('workflows=write');
    expect(await world.ask(job, 'GET', '/git/ref/tags/v1.1.0')).toMatchObject({ status: 404 });
  });

  it('lets a job tag the head of main, and a person tag anything', async () => {
    const head = world.git('rev-parse', 'main');
    expect(await createRef('refs/tags/v1.2.0', head, world.job(everything))).toMatchObject({ status: 201 });
    expect(await createRef('refs/tags/v1.1.0', main)).toMatchObject({ status: 201 });
  });

  it('answers 404 to a release at such a commit', async () => {
    const body = { tag_name: 'v1.1.0', target_commitish: main, draft: true };
    expect(await world.ask(world.job(everything), 'POST', '/releases', body)).toMatchObject({ status: 404 });
    expect(await world.ask(world.user(), 'POST', '/releases', body)).toMatchObject({ status: 201 });
  });
});

it('compares', async () => {
  world.git('checkout', '--quiet', '-b', 'topic');
  world.commit('One', { one: '1' });
  world.push('topic');
  const compare = async (range: string) => (await world.ask(world.user(), 'GET', `/compare/${range}`)).json;
  expect(await compare('main...topic')).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
  expect(await compare('topic...main')).toMatchObject({ status: 'behind', ahead_by: 0, behind_by: 1 });
  expect(await compare('main...main')).toMatchObject({ status: 'identical' });
  expect(await world.ask(world.user(), 'GET', '/compare/main...nowhere')).toMatchObject({ status: 404 });
});

it('answers 409 in a repository without commits', async () => {
  world.github.repository(repositoryName).git.git(['update-ref', '-d', 'refs/heads/main']);
  for (const path of ['/git/ref/heads/main', '/git/matching-refs/tags/v', `/commits/${main}/pulls`])
    expect(await world.ask(world.user(), 'GET', path)).toMatchObject({ status: 409 });
});
