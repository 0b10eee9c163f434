import { describe, expect, it } from 'vitest';
import { decodeClaims, diagnoseClaims, matchingPublisher } from './identity-claims.ts';

const jwt = (claims: object) =>
  ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'c2lnbmF0dXJl'].join('.');
const claims = {
  iss: 'https://issuer.example',
  aud: 'pypi',
  repository: 'heroku/demo',
  repository_owner: 'heroku',
  workflow_ref: 'heroku/demo/.github/workflows/publish.yml@refs/tags/v1',
  job_workflow_ref: 'heroku/demo/.github/workflows/publish.yml@refs/tags/v1',
  environment: 'change_management',
  actor: 'octocat',
  exp: 1_800_000_000,
};

describe('claims of an identity token', () => {
  it('are decoded without a key, and are empty when the token is not a JWT', () => {
    expect(decodeClaims(jwt(claims))).toEqual(claims);
    for (const text of ['', 'x', 'a.b.c', jwt([1])]) expect(decodeClaims(text)).not.toHaveProperty('iss');
  });

  it('contain the publisher that would match', () => {
    expect(matchingPublisher(claims)).toEqual({
      owner: 'heroku',
      repository: 'demo',
      workflow: 'publish.yml',
      environment: 'change_management',
    });
    expect(matchingPublisher({})).toBeUndefined();
  });

  it('are listed, including missing ones and without any others', () => {
    const text = diagnoseClaims(claims);
    expect(text).toContain('  repository: heroku/demo\n');
    expect(text).toContain('  sub: MISSING\n');
    expect(text).toContain('  exp: 1800000000\n');
    expect(text).not.toContain('octocat');
    expect(diagnoseClaims({ sub: 'a\n::error::b' })).toContain('  sub: a : :error: :b\n');
  });

  it.each([
    ['no environment', { ...claims, environment: undefined }],
    ['pull_request_target', { ...claims, event_name: 'pull_request_target' }],
    [
      'a reusable workflow',
      { ...claims, job_workflow_ref: 'heroku/x/.github/workflows/inner.yml@refs/heads/main' },
    ],
  ])('add advice for %s', (_what, odd) => {
    const extra = diagnoseClaims(odd).split('\n').length - diagnoseClaims(claims).split('\n').length;
    expect(extra).toBe(1);
  });
});
