import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { publishJob, publisher } from '../../../test/jobs.ts';
import { demoSdist, demoWheel, refusalOf, upload } from '../../../test/uploads.ts';
import { wheel } from '../../../test/archives.ts';
import { VirtualClock } from '../../../test/virtual-clock.ts';
import type { JobClaims } from '../../identity/identity-sandbox.ts';
import { startSandbox } from '../../sandbox.ts';
import type { RunningSandbox } from '../../sandbox.ts';

const MINUTE = 60_000;
const running: RunningSandbox[] = [];
let clock: VirtualClock;
let sandbox: RunningSandbox;

beforeEach(async () => {
  clock = new VirtualClock();
  sandbox = await startSandbox({
    clock,
    pypi: {
      projects: [
        { name: 'demo', owners: ['ann'] },
        { name: 'other', owners: ['ann'] },
      ],
      publishers: [publisher],
      pendingPublishers: [{ ...publisher, project: 'fresh', workflow: 'first.yml', user: 'ann' }],
      prohibitedNames: ['forbidden'],
    },
  });
  running.push(sandbox);
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.close()));
});

const oidc = (path: string): string => `${sandbox.endpoints.PYPI_OIDC_URL}/_/oidc/${path}`;
const exchangeBody = (body: string): Promise<Response> =>
  fetch(oidc('mint-token'), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
const exchange = (token: string): Promise<Response> => exchangeBody(JSON.stringify({ token }));

interface Refused {
  readonly message: string;
  readonly errors: readonly { readonly code: string; readonly description: string }[];
}

async function codeOf(response: Response): Promise<{ status: number; code: string; description: string }> {
  const body = (await response.json()) as Refused;
  expect(body.message).toBe('Token request failed');
  return { status: response.status, code: body.errors[0]!.code, description: body.errors[0]!.description };
}

async function mint(claims: JobClaims = publishJob): Promise<string> {
  const response = await exchange(sandbox.identity.issue(claims, 'pypi'));
  expect(response.status).toBe(200);
  return ((await response.json()) as { token: string }).token;
}

const workflow = (file: string): JobClaims => ({
  ...publishJob,
  job_workflow_ref: publishJob.job_workflow_ref.replace('publish.yml', file),
});

describe('the exchange', () => {
  it('goes from audience to identity to upload token to upload', async () => {
    expect(await (await fetch(oidc('audience'))).json()).toEqual({ audience: 'pypi' });
    const { url, token } = sandbox.identity.requestToken(publishJob);
    const identity = await fetch(`${url}&audience=pypi`, { headers: { authorization: `bearer ${token}` } });
    const { value } = (await identity.json()) as { value: string };
    const minted = (await (await exchange(value)).json()) as Record<string, unknown>;
    expect(minted).toEqual({
      success: true,
      token: expect.stringMatching(/^pypi-/) as unknown,
      expires: Math.floor((clock.now() + 15 * MINUTE) / 1000),
    });
    expect(sandbox.pypi.tokensMinted.map((one) => one.token)).toEqual([minted['token']]);
    const url2 = sandbox.endpoints.PYPI_UPLOAD_URL;
    expect((await upload({ url: url2, token: String(minted['token']), ...demoWheel() })).status).toBe(200);
    expect(sandbox.pypi.store.files('demo')[0]?.publisher).toEqual({
      repository: 'heroku/demo',
      workflow: 'publish.yml',
      environment: 'pypi',
    });
  });

  it('gives a token for 15 minutes', async () => {
    const token = await mint();
    const url = sandbox.endpoints.PYPI_UPLOAD_URL;
    clock.advance(15 * MINUTE - 1);
    expect((await upload({ url, token, ...demoWheel() })).status).toBe(200);
    clock.advance(1);
    expect(await refusalOf(await upload({ url, token, ...demoSdist() }))).toEqual({
      status: 403,
      text: 'Invalid API Token: token is expired',
    });
  });

  it('gives a token for the project of the publisher', async () => {
    const token = await mint();
    const url = sandbox.endpoints.PYPI_UPLOAD_URL;
    const other = { filename: 'other-1.0-py3-none-any.whl', bytes: wheel('other', '1.0') };
    expect(await refusalOf(await upload({ url, token, ...other }))).toEqual({
      status: 403,
      text: "Invalid API Token: OIDC scoped token is not valid for project 'other'",
    });
    const unknown = { filename: 'unknown-1.0-py3-none-any.whl', bytes: wheel('unknown', '1.0') };
    expect(await refusalOf(await upload({ url, token, ...unknown }))).toEqual({
      status: 400,
      text: 'Non-user identities cannot create new projects.',
    });
  });
});

it('a publisher of two projects gets a token for both', async () => {
  const token = await mint();
  sandbox.pypi.addPublisher({ ...publisher, project: 'other' });
  const url = sandbox.endpoints.PYPI_UPLOAD_URL;
  expect((await upload({ url, token, ...demoWheel() })).status).toBe(200);
  const other = { filename: 'other-1.0-py3-none-any.whl', bytes: wheel('other', '1.0') };
  expect((await upload({ url, token, ...other })).status).toBe(200);
});

describe('the payload', () => {
  it.each([
    ['no JSON', 'token', 'invalid-payload'],
    ['no token', '{}', 'invalid-payload'],
    ['a token that is no text', '{"token":1}', 'invalid-payload'],
    ['no JWT', '{"token":"abc"}', 'invalid-payload'],
    ['a JWT of nothing', '{"token":"e30.e30.e30"}', 'invalid-payload'],
  ])('with %s is refused', async (_, body, code) => {
    expect(await codeOf(await exchangeBody(body))).toMatchObject({ status: 422, code });
  });
});

describe('the identity', () => {
  const rows: [string, Record<string, unknown>, string, string][] = [
    [
      'another issuer',
      { iss: 'https://elsewhere.example' },
      'invalid-payload',
      'unknown trusted publishing issuer',
    ],
    ['another audience', { aud: 'testpypi' }, 'invalid-token', 'malformed or invalid token'],
    ['two audiences', { aud: ['pypi'] }, 'invalid-token', 'malformed or invalid token'],
    ['no audience', { aud: undefined }, 'invalid-token', 'malformed or invalid token'],
    ['no expiry', { exp: undefined }, 'invalid-token', 'malformed or invalid token'],
    ['no time of issue', { iat: undefined }, 'invalid-token', 'malformed or invalid token'],
    ['a time before it is valid', { nbf: 4_000_000_000 }, 'invalid-token', 'malformed or invalid token'],
    ['an issue in the future', { iat: 4_000_000_000 }, 'invalid-token', 'malformed or invalid token'],
  ];
  it.each(rows)('with %s is refused', async (_, overrides, code, description) => {
    const token = sandbox.identity.issue(publishJob, 'pypi', overrides);
    expect(await codeOf(await exchange(token))).toEqual({ status: 422, code, description });
    expect(sandbox.pypi.tokensMinted).toEqual([]);
  });

  it('expires, with half a minute of leeway', async () => {
    const [early, late] = [
      sandbox.identity.issue(publishJob, 'pypi'),
      sandbox.identity.issue(publishJob, 'pypi'),
    ];
    clock.advance(5 * MINUTE + 29_000);
    expect((await exchange(early)).status).toBe(200);
    clock.advance(2000);
    expect(await codeOf(await exchange(late))).toMatchObject({ code: 'invalid-token' });
  });

  it('is refused when another key signed it', async () => {
    const token = sandbox.identity.issue(publishJob, 'pypi');
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const signed = token.split('.').slice(0, 2).join('.');
    const forged = sign('RSA-SHA256', Buffer.from(signed), createPrivateKey(privateKey)).toString(
      'base64url',
    );
    expect(await codeOf(await exchange(`${signed}.${forged}`))).toMatchObject({ code: 'invalid-token' });
  });

  it('is refused when a claim was changed, the algorithm, or the key', async () => {
    const [head = '', body = '', signature = ''] = sandbox.identity.issue(publishJob, 'pypi').split('.');
    const open = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
    const close = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const broken = [
      [head, close({ ...open(body), repository: 'evil/demo' }), signature],
      [close({ ...open(head), alg: 'none' }), body, signature],
      [close({ ...open(head), kid: 'other' }), body, signature],
    ];
    for (const parts of broken) {
      expect(await codeOf(await exchange(parts.join('.')))).toMatchObject({ code: 'invalid-token' });
    }
  });

  it('is good once', async () => {
    const token = sandbox.identity.issue(publishJob, 'pypi');
    expect((await exchange(token)).status).toBe(200);
    expect(await codeOf(await exchange(token))).toEqual({
      status: 422,
      code: 'invalid-reuse-token',
      description: 'invalid token: already used',
    });
    expect(sandbox.pypi.tokensMinted).toHaveLength(1);
  });

  it('is used up when only the answer is lost', async () => {
    const token = sandbox.identity.issue(publishJob, 'pypi');
    sandbox.faults.next('pypi.mint', { land: true, then: 'reset' });
    await expect(exchange(token)).rejects.toThrow();
    expect(await codeOf(await exchange(token))).toMatchObject({ code: 'invalid-reuse-token' });
  });
});

describe('the publisher', () => {
  const notFound = 'Publisher with matching claims was not found';
  const elsewhere = 'heroku/shared/.github/workflows/publish.yml@refs/tags/v1.2.0';
  const rows: [string, Record<string, unknown>, string][] = [
    ['another repository', { repository: 'heroku/fork' }, notFound],
    ['another owner', { repository: 'evil/demo', repository_owner: 'evil' }, notFound],
    ['a registered name with another account', { repository_owner_id: '1' }, notFound],
    [
      'another workflow',
      { job_workflow_ref: publishJob.job_workflow_ref.replace('publish', 'deploy') },
      notFound,
    ],
    ['another environment', { environment: 'staging' }, notFound],
    ['no environment', { environment: undefined }, notFound],
    [
      'another owner claim',
      { repository_owner: 'Heroku' },
      "Check failed for required claim 'repository_owner'",
    ],
    [
      'a workflow of another repository',
      { job_workflow_ref: elsewhere },
      `The job_workflow_ref claim does not match, expecting one of ['${publishJob.job_workflow_ref}', '${publishJob.job_workflow_ref.replace('refs/tags/v1.2.0', publishJob.sha)}'], got '${elsewhere}'`,
    ],
    ['a workflow at another ref', { ref: 'refs/heads/main' }, 'The job_workflow_ref claim does not match'],
    ['empty ref and sha', { ref: '', sha: '' }, 'empty'],
    ['no ref', { ref: undefined }, "Missing claim 'ref'"],
    ['no sha', { sha: undefined }, "Missing claim 'sha'"],
    ['no owner', { repository_owner: undefined }, "Missing claim 'repository_owner'"],
    ['no job workflow', { job_workflow_ref: undefined }, "Missing claim 'job_workflow_ref'"],
    ['pull_request_target', { event_name: 'pull_request_target' }, 'pull_request_target'],
  ];
  it.each(rows)('does not match %s', async (_, overrides, reason) => {
    const refused = await codeOf(await exchange(sandbox.identity.issue(publishJob, 'pypi', overrides)));
    expect(refused).toMatchObject({ status: 422, code: 'invalid-publisher' });
    expect(refused.description).toMatch(/^valid token, but no corresponding publisher \(.*\)$/);
    expect(refused.description).toContain(reason);
  });

  const matching: [string, Record<string, unknown>][] = [
    ['the environment in other case', { environment: 'PyPI' }],
    [
      'the workflow at the sha',
      { job_workflow_ref: `heroku/demo/.github/workflows/publish.yml@${publishJob.sha}` },
    ],
    ['any subject', { sub: 'repo:heroku@1/demo@2:ref:refs/heads/x' }],
    [
      'an empty ref beside the sha',
      { ref: '', job_workflow_ref: `heroku/demo/.github/workflows/publish.yml@${publishJob.sha}` },
    ],
    ['another entry workflow', { workflow_ref: 'heroku/demo/.github/workflows/entry.yml@refs/tags/v1.2.0' }],
  ];
  it.each(matching)('matches %s', async (_, overrides) => {
    expect((await exchange(sandbox.identity.issue(publishJob, 'pypi', overrides))).status).toBe(200);
  });

  it('without an environment takes every job, but the one that names it wins', async () => {
    sandbox.pypi.addPublisher({
      project: 'other',
      owner: 'heroku',
      ownerId: '23211',
      repository: 'demo',
      workflow: 'publish.yml',
    });
    await mint();
    await mint({ ...publishJob, environment: 'staging' });
    expect(
      sandbox.pypi.tokensMinted.map(({ holder }) => ('publisher' in holder ? holder.publisher.project : '')),
    ).toEqual(['demo', 'other']);
  });

  it('of a project that does not exist cannot be registered', () => {
    expect(() => {
      sandbox.pypi.addPublisher({ ...publisher, project: 'nowhere' });
    }).toThrow('does not exist');
  });
});

describe('a pending publisher', () => {
  const first = workflow('first.yml');

  it('makes the project by the exchange, empty, and becomes its publisher', async () => {
    const token = await mint(first);
    expect(sandbox.pypi.pendingPublishers).toEqual([]);
    expect(sandbox.pypi.publishers.map(({ project }) => project)).toEqual(['demo', 'fresh']);
    expect((await fetch(`${sandbox.endpoints.PYPI_INDEX_URL}fresh/`)).status).toBe(200);
    const url = sandbox.endpoints.PYPI_UPLOAD_URL;
    expect(
      (await upload({ url, token, filename: 'fresh-1.0-py3-none-any.whl', bytes: wheel('fresh', '1.0') }))
        .status,
    ).toBe(200);
    await mint(first);
  });

  it('leaves the project behind when only the answer is lost', async () => {
    sandbox.faults.next('pypi.mint', { land: true, then: 'reset' });
    await expect(exchange(sandbox.identity.issue(first, 'pypi'))).rejects.toThrow();
    expect((await fetch(`${sandbox.endpoints.PYPI_INDEX_URL}fresh/`)).status).toBe(200);
    await mint(first);
  });

  it('is stale when the project exists by now', async () => {
    sandbox.pypi.addProject('fresh', ['eve']);
    expect(await codeOf(await exchange(sandbox.identity.issue(first, 'pypi')))).toEqual({
      status: 422,
      code: 'invalid-pending-publisher',
      description: 'valid token, but project already exists',
    });
    expect(sandbox.pypi.pendingPublishers).toEqual([]);
  });

  it('lapses after 30 days', async () => {
    clock.advance(30 * 24 * 60 * MINUTE);
    expect(await codeOf(await exchange(sandbox.identity.issue(first, 'pypi')))).toMatchObject({
      code: 'invalid-publisher',
    });
  });

  it.each(['forbidden', 'dem0'])('of the name %s makes none', async (project) => {
    sandbox.pypi.addPendingPublisher({ ...publisher, project, workflow: 'second.yml', user: 'ann' });
    expect(
      await codeOf(await exchange(sandbox.identity.issue(workflow('second.yml'), 'pypi'))),
    ).toMatchObject({ code: 'invalid-payload' });
    expect(sandbox.pypi.store.project(project)).toBeUndefined();
  });
});

describe('switched off', () => {
  it('the audience is 403 and the exchange not enabled', async () => {
    sandbox.pypi.mode = { noTrustedPublishing: true };
    expect((await fetch(oidc('audience'))).status).toBe(403);
    expect(await codeOf(await exchange(sandbox.identity.issue(publishJob, 'pypi')))).toMatchObject({
      code: 'not-enabled',
      description: 'GitHub trusted publishing functionality not enabled',
    });
  });
});

describe('attestations', () => {
  const { filename, bytes } = demoWheel();
  const sha256 = '0'.repeat(64);
  const attestation = (subject: object, predicateType = 'https://slsa.dev/provenance/v1'): object => ({
    version: 1,
    verification_material: { certificate: 'Y2VydA==', transparency_entries: [{ logIndex: '0' }] },
    envelope: {
      statement: Buffer.from(
        JSON.stringify({
          _type: 'https://in-toto.io/Statement/v1',
          subject: [subject],
          predicateType,
          predicate: null,
        }),
      ).toString('base64'),
      signature: 'c2ln',
    },
  });
  const send = async (attestations: unknown, token?: string): Promise<Response> =>
    upload({
      url: sandbox.endpoints.PYPI_UPLOAD_URL,
      token: token ?? (await mint()),
      filename,
      bytes,
      fields: { attestations: JSON.stringify(attestations) },
    });
  const digest = async (): Promise<string> =>
    Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).toString('hex');

  it('are served as provenance', async () => {
    const good = attestation({ name: filename, digest: { sha256: await digest() } });
    expect((await send([good])).status).toBe(200);
    const at = `${sandbox.endpoints.PYPI_OIDC_URL}/integrity/demo/1.2.0/${filename}/provenance`;
    expect(await (await fetch(at)).json()).toEqual({
      version: 1,
      attestation_bundles: [
        {
          publisher: {
            kind: 'GitHub',
            repository: 'heroku/demo',
            workflow: 'publish.yml',
            environment: 'pypi',
            claims: null,
          },
          attestations: [good],
        },
      ],
    });
    expect((await fetch(at.replace('wheel', 'x').replace('py3', 'py2'))).status).toBe(404);
  });

  it('are refused broken', async () => {
    const good = attestation({ name: filename, digest: { sha256: await digest() } });
    const rows: unknown[] = [
      [],
      {},
      [good, good, good],
      [good, good],
      [attestation({ name: 'x', digest: { sha256: await digest() } })],
      [attestation({ name: filename, digest: { sha256 } })],
      [attestation({ name: filename, digest: { sha256: await digest() } }, 'https://example.org')],
      [{ ...good, version: 2 }],
    ];
    for (const row of rows) {
      const refusal = await refusalOf(await send(row));
      expect(refusal).toEqual({
        status: 400,
        text: expect.stringMatching(/^Invalid attestations supplied during upload: /) as unknown,
      });
    }
    expect(sandbox.pypi.filesOf('demo')).toEqual([]);
  });

  it('need trusted publishing', async () => {
    const good = attestation({ name: filename, digest: { sha256: await digest() } });
    const token = sandbox.pypi.addUserToken({ user: 'ann' });
    expect((await refusalOf(await send([good], token))).text).toContain(
      'only supported when using Trusted Publishing',
    );
  });
});
