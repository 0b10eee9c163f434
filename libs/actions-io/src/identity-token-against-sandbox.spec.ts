import { HttpClient, Redactor } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import {
  Faults,
  IdentitySandbox,
  serveOnLoopback,
  type SandboxContext,
} from '@heroku-release/release-sandbox';
import { expect, it } from 'vitest';
import { identityToken } from './identity-token.ts';

const claims = {
  repository: 'heroku/heroku-applink-python',
  repository_owner: 'heroku',
  repository_owner_id: '23211',
  job_workflow_ref: 'heroku/heroku-applink-python/.github/workflows/publish.yml@refs/tags/v1.2.3',
  workflow_ref: 'heroku/heroku-applink-python/.github/workflows/publish.yml@refs/tags/v1.2.3',
  ref: 'refs/tags/v1.2.3',
  sha: 'a'.repeat(40),
  event_name: 'push',
  sub: 'repo:heroku/heroku-applink-python:environment:change_management',
  environment: 'change_management',
};

async function world() {
  const clock = new VirtualClock();
  const shared: SandboxContext = { clock, faults: new Faults(), log: [] };
  let origin = '';
  const identity = new IdentitySandbox(shared, () => origin);
  const host = await serveOnLoopback(identity.service);
  origin = host.origin;
  const job = identity.requestToken(claims);
  const env = {
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: job.url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: job.token,
  };
  const request = () =>
    identityToken({ http: new HttpClient(), env, audience: 'pypi', redactor: new Redactor(), clock });
  return { identity, job, request, ...shared, [Symbol.asyncDispose]: () => host.close() };
}

it('gets a token for the audience, a new one each time', async () => {
  await using w = await world();
  const [first, second] = [await w.request(), await w.request()];
  expect(w.identity.verify(first)).toMatchObject({ ...claims, aud: 'pypi' });
  expect(w.identity.verify(second)?.['jti']).not.toBe(w.identity.verify(first)?.['jti']);
});

it('is refused when the job has ended', async () => {
  await using w = await world();
  w.identity.revoke(w.job.token);
  await expect(w.request()).rejects.toMatchObject({ code: 'ACTIONS_IDENTITY_REFUSED' });
});

it('retries when the answer is lost', async () => {
  await using w = await world();
  w.faults.next('identity.token', { land: true, then: 'reset' }, { then: { status: 503 } });
  expect(w.identity.verify(await w.request())).toMatchObject({ aud: 'pypi' });
  expect(w.faults.unused).toEqual([]);
});
