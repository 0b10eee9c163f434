import { createHash } from 'node:crypto';
import { HttpClient, Redactor, systemRandom } from '@heroku-release/release-kit';
import { fetchTransport, VirtualClock } from '@heroku-release/release-kit/testing';
import { createSandbox, startSandbox } from '@heroku-release/release-sandbox';
import type { PypiSeed, Sandbox } from '@heroku-release/release-sandbox';
import { describe, expect, it } from 'vitest';
import { PypiPublisher, readDistribution } from '../src/index.ts';
import { buildFolder, buildSdist, buildWheel } from './built-files.ts';

const folder = await buildFolder();
const paths = [await buildSdist(folder), await buildWheel(folder)];
const release = { name: 'demo', version: '1.0.0' };
const publisherOfDemo = {
  project: 'demo',
  owner: 'heroku',
  ownerId: '23211',
  repository: 'demo',
  workflow: 'publish.yml',
  environment: 'change_management',
};
const claims = {
  repository: 'heroku/demo',
  repository_owner: 'heroku',
  repository_owner_id: '23211',
  job_workflow_ref: 'heroku/demo/.github/workflows/publish.yml@refs/tags/v1.0.0',
  workflow_ref: 'heroku/demo/.github/workflows/publish.yml@refs/tags/v1.0.0',
  ref: 'refs/tags/v1.0.0',
  sha: 'a'.repeat(40),
  event_name: 'push',
  sub: 'repo:heroku/demo:environment:change_management',
  environment: 'change_management',
};
const seed: PypiSeed = { projects: [{ name: 'demo' }], publishers: [publisherOfDemo] };

function publisherIn(sandbox: Sandbox, clock: VirtualClock, http: HttpClient, job = claims) {
  const { PYPI_UPLOAD_URL, PYPI_INDEX_URL, PYPI_OIDC_URL } = sandbox.endpoints;
  const redactor = new Redactor();
  const publisher = new PypiPublisher({
    http,
    clock,
    random: systemRandom,
    redactor,
    endpoints: { uploadUrl: PYPI_UPLOAD_URL, indexUrl: PYPI_INDEX_URL, oidcUrl: PYPI_OIDC_URL },
    identityToken: (audience) => Promise.resolve(sandbox.identity.issue(job, audience)),
  });
  return { publisher, redactor };
}

function inProcess(pypi: PypiSeed = seed, job = claims) {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, pypi });
  const http = new HttpClient({ transport: fetchTransport((request) => sandbox.fetch(request)) });
  return { clock, sandbox, http, ...publisherIn(sandbox, clock, http, job) };
}

const NAMES = ['demo-1.0.0-py3-none-any.whl', 'demo-1.0.0.tar.gz'];

describe('against the sandbox in process', () => {
  it('publishes by trusted publishing, once', async () => {
    const { sandbox, publisher, http } = inProcess();
    await publisher.publish(paths, release);
    expect(sandbox.pypi.filesOf('demo', '1.0.0')).toEqual(NAMES);
    expect(http.sent).toHaveLength(5);
    const again = await publisher.publish(paths, release);
    expect(again.files.map(({ kind }) => kind)).toEqual(['already-published', 'already-published']);
    expect(http.sent).toHaveLength(6);
    expect(sandbox.pypi.tokensMinted).toHaveLength(1);
    const files = await Promise.all(paths.map((path) => readDistribution(path)));
    expect(await publisher.verify(release, files)).toMatchObject({ verdict: 'same' });
  });

  it('downloads a file that the index lists, through an outage, and fails when it is refused', async () => {
    const { sandbox, publisher } = inProcess();
    await publisher.publish(paths, release);
    const [file] = await publisher.listFiles('demo');
    if (file === undefined) throw new Error('the index lists nothing');
    const sha256 = async (stream: AsyncIterable<Uint8Array>) =>
      createHash('sha256')
        .update(Buffer.concat(await Array.fromAsync(stream)))
        .digest('hex');
    expect(await publisher.downloadFile(file, sha256)).toBe(file.sha256);
    sandbox.faults.next('pypi.file', { then: { status: 503 } });
    expect(await publisher.downloadFile(file, sha256)).toBe(file.sha256);
    sandbox.faults.next('pypi.file', { then: { status: 403 } });
    await expect(publisher.downloadFile(file, sha256)).rejects.toMatchObject({
      code: 'PYPI_INDEX_UNAVAILABLE',
    });
  });

  it.each<[string, Parameters<Sandbox['faults']['next']>]>([
    ['the upload takes effect and the connection breaks', ['pypi.upload', { land: true, then: 'reset' }]],
    ['the upload has no effect and the connection breaks', ['pypi.upload', { then: 'reset' }]],
    [
      'the upload takes effect and the response is 503',
      ['pypi.upload', { land: true, then: { status: 503 } }],
    ],
    ['the exchange takes effect and its response is lost', ['pypi.mint', { land: true, then: 'reset' }]],
    ['the first request for the audience fails', ['pypi.audience', { then: { status: 502 } }]],
    ['the first request for the index page fails', ['pypi.simple', { then: { status: 503 } }]],
  ])('ends in the same state when %s', async (_what, fault) => {
    const { sandbox, publisher } = inProcess();
    sandbox.faults.next(...fault);
    await publisher.publish(paths, release);
    expect(sandbox.faults.unused).toEqual([]);
    expect(sandbox.pypi.filesOf('demo', '1.0.0')).toEqual(NAMES);
  });

  it('creates the project of a pending publisher', async () => {
    const pending = { ...publisherOfDemo, user: 'octocat' };
    const { sandbox, publisher } = inProcess({ pendingPublishers: [pending] });
    await publisher.publish(paths, release);
    expect(sandbox.pypi.filesOf('demo', '1.0.0')).toEqual(NAMES);
  });

  it.each([
    ['another environment', { environment: 'other' }],
    ['another workflow', { job_workflow_ref: 'heroku/demo/.github/workflows/x.yml@refs/tags/v1.0.0' }],
    ['another owner with the same name', { repository_owner_id: '1' }],
    ['pull_request_target', { event_name: 'pull_request_target' }],
  ])('shows the claims when the job has %s', async (_what, odd) => {
    const { sandbox, publisher } = inProcess(seed, { ...claims, ...odd });
    await expect(publisher.publish(paths, release)).rejects.toMatchObject({
      code: 'PYPI_TRUSTED_PUBLISHING_REFUSED',
      hint: expect.stringContaining('repository: heroku/demo') as unknown,
    });
    expect(sandbox.pypi.filesOf('demo')).toEqual([]);
  });

  it('waits for a slow index, and only warns when the index stays slow', async () => {
    const files = await Promise.all(paths.map((path) => readDistribution(path)));
    const slow = inProcess({ ...seed, indexDelayMs: 60_000 });
    await slow.publisher.publish(paths, release);
    expect(await slow.publisher.waitUntilVisible('demo', files)).toMatchObject({ missing: [] });
    const stale = inProcess({ ...seed, indexDelayMs: 3_600_000 });
    await stale.publisher.publish(paths, release);
    expect((await stale.publisher.waitUntilVisible('demo', files)).missing.toSorted()).toEqual(NAMES);
    // Another run in the meantime sends the same bytes again, which this index accepts as already stored.
    await stale.publisher.publish(paths, release);
    expect(stale.sandbox.pypi.filesOf('demo')).toEqual(NAMES);
  });

  it('refuses other content under a name that is already used', async () => {
    const { publisher } = inProcess();
    await publisher.publish(paths, release);
    const changed = await buildWheel(await buildFolder(), { code: 'X = 2\n' });
    await expect(publisher.publish([changed], release)).rejects.toMatchObject({ code: 'PYPI_FILE_CONFLICT' });
  });
});

describe('against the sandbox over HTTP', () => {
  it('publishes by trusted publishing', async () => {
    const clock = new VirtualClock();
    const sandbox = await startSandbox({ clock, pypi: seed });
    try {
      const { publisher } = publisherIn(sandbox, clock, new HttpClient());
      sandbox.faults.next('pypi.upload', { land: true, then: 'reset' });
      const report = await publisher.publish(paths, release);
      expect(report.files.map(({ kind }) => kind)).toEqual(['already-published', 'uploaded']);
      expect(sandbox.pypi.filesOf('demo', '1.0.0')).toEqual(NAMES);
    } finally {
      await sandbox.close();
    }
  });
});
