import { effectOf } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { COMMIT, refused, validationFailed } from '../../test/responses.ts';
import { type Reply, ScriptedGitHub } from '../../test/scripted-github.ts';
import type { GitHubError } from '../errors.ts';

const release = { tag: 'v1.2.0', name: 'n', body: 'b' };

async function writeAnsweredBy(reply: Reply): Promise<GitHubError> {
  const github = new ScriptedGitHub().reply(reply);
  const error = await github
    .repository()
    .releases.createDraft(release)
    .then(
      () => undefined,
      (thrown: unknown) => thrown as GitHubError,
    );
  expect(github.calls).toHaveLength(1);
  return error!;
}

async function readAnsweredBy(reply: Reply): Promise<GitHubError> {
  const github = new ScriptedGitHub().reply(reply);
  return await github
    .repository()
    .runs.get(31)
    .then(
      () => expect.unreachable(),
      (thrown: unknown) => thrown as GitHubError,
    );
}

describe('the error for a response to a write', () => {
  it.each([
    ['401', refused(401, 'Bad credentials'), 'GITHUB_BAD_CREDENTIALS', 'none'],
    [
      '403 without a permission',
      refused(403, 'Resource not accessible by integration'),
      'GITHUB_FORBIDDEN',
      'none',
    ],
    [
      '403 without a permission, where one more is accepted too',
      refused(403, 'Resource not accessible by integration', {
        'x-accepted-github-permissions': 'contents=write; contents=write,workflows=write',
      }),
      'GITHUB_FORBIDDEN',
      'none',
    ],
    [
      '403 for workflow files by its text',
      refused(
        403,
        'refusing to allow a Personal Access Token to update workflow `a.yml` without `workflow` scope',
      ),
      'GITHUB_WORKFLOW_SCOPE',
      'none',
    ],
    [
      '403 secondary limit by its text',
      refused(403, 'You have exceeded a secondary rate limit'),
      'GITHUB_RATE_LIMITED',
      'none',
    ],
    [
      '403 primary limit by its header',
      refused(403, 'x', { 'x-ratelimit-remaining': '0' }),
      'GITHUB_RATE_LIMITED',
      'none',
    ],
    ['429', refused(429, 'Too many', { 'retry-after': '7' }), 'GITHUB_RATE_LIMITED', 'none'],
    ['404', refused(404, 'Not Found'), 'GITHUB_NOT_FOUND', 'none'],
    ['409', refused(409, 'Git Repository is empty.'), 'GITHUB_CONFLICT', 'unknown'],
    ['410', refused(410, 'Gone'), 'GITHUB_GONE', 'none'],
    [
      '422 published release has the tag',
      validationFailed({ resource: 'Release', field: 'tag_name', code: 'already_exists' }),
      'GITHUB_ALREADY_EXISTS',
      'unknown',
    ],
    [
      '422 tag of an immutable release',
      validationFailed({
        resource: 'Release',
        field: 'tag_name',
        code: 'custom',
        message: 'tag_name was used by an immutable release',
      }),
      'GITHUB_IMMUTABLE',
      'none',
    ],
    ['422 with a plain message', refused(422, 'Object does not exist'), 'GITHUB_INVALID', 'none'],
    [
      '422 for another reason',
      validationFailed({ resource: 'Release', field: 'name', code: 'invalid' }),
      'GITHUB_INVALID',
      'none',
    ],
    ['301 renamed', { status: 301, headers: { location: '/repositories/1' } }, 'GITHUB_MOVED', 'none'],
    ['500', refused(500, 'Server Error'), 'GITHUB_UNAVAILABLE', 'unknown'],
    [
      '502 with an HTML page',
      { status: 502, text: '<html>', headers: { 'content-type': 'text/html' } },
      'GITHUB_UNAVAILABLE',
      'unknown',
    ],
    ['a broken connection', 'break', 'GITHUB_UNAVAILABLE', 'unknown'],
    [
      '202, a success that was not expected',
      { status: 202, json: {} },
      'GITHUB_UNEXPECTED_ANSWER',
      'unknown',
    ],
    ['201 of another shape', { status: 201, json: { id: 'eleven' } }, 'GITHUB_UNEXPECTED_ANSWER', 'unknown'],
  ] as const)('%s', async (_name, reply, code, effect) => {
    const error = await writeAnsweredBy(reply);
    expect({ code: error.code, effect: effectOf(error) }).toEqual({ code, effect });
    expect(error.hint).toBeTruthy();
    expect(error.message).not.toContain('ghs_marked');
  });

  it('a missing permission: the hint lists the permissions that GitHub accepts', async () => {
    const error = await writeAnsweredBy(
      refused(403, 'Resource not accessible by integration', {
        'x-accepted-github-permissions': 'contents=write',
      }),
    );
    expect(error.code).toBe('GITHUB_FORBIDDEN');
    expect(error.hint).toContain('contents=write');
  });

  it('a rate limit: the error says how long to wait', async () => {
    const reset = Date.parse('2026-01-02T04:00:00Z') / 1000;
    expect((await writeAnsweredBy(refused(429, 'x', { 'retry-after': '7' }))).retryAfterMs).toBe(7000);
    const primary = await writeAnsweredBy(
      refused(403, 'x', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }),
    );
    expect(primary.retryAfterMs).toBe(
      Date.parse('2026-01-02T04:00:00Z') - Date.parse('2026-01-02T03:04:05Z'),
    );
    expect(primary.hint).toContain('2026-01-02T04:00:00.000Z');
    expect((await writeAnsweredBy(refused(403, 'secondary rate limit'))).retryAfterMs).toBe(60_000);
  });

  it('an unexpected response: the message names the fields, not their values', async () => {
    const error = await readAnsweredBy({ status: 200, json: { id: 'ghs_secretvalue', path: 3 } });
    expect(error).toMatchObject({ code: 'GITHUB_UNEXPECTED_ANSWER', effect: 'none' });
    expect(error.message).toContain('id (invalid_type)');
    expect(error.message).not.toContain('ghs_secretvalue');
  });
});

describe('the error for a response to a query', () => {
  it.each([
    ['NOT_FOUND', 'Could not resolve to a Repository', 'GITHUB_NOT_FOUND'],
    ['FORBIDDEN', 'Resource not accessible by integration', 'GITHUB_FORBIDDEN'],
    [undefined, "Field 'x' doesn't exist on type 'Tag'", 'GITHUB_QUERY_FAILED'],
  ])('an error of type %s beside partial data', async (type, message, code) => {
    const github = new ScriptedGitHub().reply({
      status: 200,
      json: { data: { repository: { ref: null } }, errors: [{ type, message }] },
    });
    await expect(github.repository().tags.find('v1.2.0')).rejects.toMatchObject({
      code,
      responseMessage: message,
      effect: 'none',
    });
    expect(github.calls).toHaveLength(1);
  });

  it('no repository and no error: not found', async () => {
    const github = new ScriptedGitHub().data(null).data(null).data(null);
    const repository = github.repository();
    await expect(repository.tags.find('v1')).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
    await expect(repository.releases.findInFlight({ baseBranch: 'main' })).rejects.toMatchObject({
      code: 'GITHUB_NOT_FOUND',
    });
    await expect(repository.pulls.getReleaseMerge({ sha: COMMIT, files: [] })).rejects.toMatchObject({
      code: 'GITHUB_NOT_FOUND',
    });
  });

  it('a response that is not GraphQL', async () => {
    const github = new ScriptedGitHub().reply({
      status: 200,
      text: 'hello',
      headers: { 'content-type': 'text/plain' },
    });
    await expect(github.repository().tags.find('v1')).rejects.toMatchObject({
      code: 'GITHUB_UNEXPECTED_ANSWER',
    });
  });
});
