import { afterEach, describe, expect, it } from 'vitest';
import { publishJob, publisher } from '../test/jobs.ts';
import { demoWheel, fieldsOf, formBody } from '../test/uploads.ts';
import { VirtualClock } from '../test/virtual-clock.ts';
import { ConnectionReset } from './service/faults.ts';
import { createSandbox, startSandbox } from './sandbox.ts';
import type { RunningSandbox, Sandbox, SandboxOptions } from './sandbox.ts';

const running: RunningSandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

const SHA = 'a'.repeat(40);
const options = (clock = new VirtualClock()): SandboxOptions => ({
  clock,
  pypi: { projects: [{ name: 'demo', owners: ['ann'] }], publishers: [publisher], indexDelayMs: 5000 },
  tps: {
    components: ['demo'],
    tokens: [{ token: 'good' }],
    moratoriums: [{ untilMs: clock.now() + 15_000 }],
  },
});

const json = async (response: Promise<Response>): Promise<Record<string, unknown>> =>
  (await (await response).json()) as Record<string, unknown>;

/** Plays the publish job with any fetch: waits for the lock, mints, uploads, waits for the index, records. */
async function release(sandbox: Sandbox, send: typeof sandbox.fetch): Promise<readonly unknown[]> {
  const { endpoints, clock } = sandbox;
  const tps = { authorization: 'Bearer good', 'content-type': 'application/json' };
  const lock = {
    method: 'PUT',
    headers: tps,
    body: JSON.stringify({ lock: { sha: SHA, component_slug: 'demo' } }),
  };
  const seen: unknown[] = [(await send(`${endpoints.TPS_BASE_URL}/api/ctc`, lock)).status];
  await clock.sleep(15_000);
  seen.push((await send(`${endpoints.TPS_BASE_URL}/api/ctc`, lock)).status);
  const { audience } = await json(send(`${endpoints.PYPI_OIDC_URL}/_/oidc/audience`));
  const job = sandbox.identity.requestToken(publishJob);
  const headers = { authorization: `bearer ${job.token}` };
  const { value } = await json(send(`${job.url}&audience=${String(audience)}`, { headers }));
  const mint = { method: 'POST', body: JSON.stringify({ token: value }) };
  const { token } = await json(send(`${endpoints.PYPI_OIDC_URL}/_/oidc/mint-token`, mint));
  const { filename, bytes } = demoWheel();
  const texts = Object.entries(fieldsOf(filename, bytes)).map(
    ([name, text]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${String(text)}`,
  );
  const head = `Content-Disposition: form-data; name="content"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const upload = await send(endpoints.PYPI_UPLOAD_URL, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${String(token)}`,
      'content-type': 'multipart/form-data; boundary=frontier',
    },
    body: Uint8Array.from(formBody([...texts, Buffer.concat([Buffer.from(head), bytes])])),
  });
  seen.push(upload.status);
  const accept = { headers: { accept: 'application/vnd.pypi.simple.v1+json' } };
  seen.push(((await json(send(`${endpoints.PYPI_INDEX_URL}demo/`, accept)))['files'] as unknown[]).length);
  await clock.sleep(5000);
  const files = (await json(send(`${endpoints.PYPI_INDEX_URL}demo/`, accept)))['files'] as { url: string }[];
  seen.push(Buffer.from(await (await send(files[0]!.url)).arrayBuffer()).equals(bytes));
  const body = {
    component_slug: 'demo',
    release: { sha: SHA, actor_email: 'a@b.org', stage: 'production', description: 'x' },
  };
  const record = { method: 'POST', headers: tps, body: JSON.stringify(body) };
  seen.push((await send(`${endpoints.TPS_BASE_URL}/api/component/demo/releases`, record)).status);
  seen.push((await send(`${endpoints.GITHUB_API_URL}/repos/heroku/demo`)).status);
  return seen;
}

const expected = [409, 201, 200, 0, true, 204, 404];

describe('a release', () => {
  it('plays in process', async () => {
    const sandbox = createSandbox(options());
    expect(await release(sandbox, sandbox.fetch)).toEqual(expected);
    expect(sandbox.pypi.filesOf('demo', '1.2.0')).toEqual([demoWheel().filename]);
  });

  it('plays over HTTP just so', async () => {
    const sandbox = await startSandbox(options());
    running.push(sandbox);
    expect(await release(sandbox, fetch)).toEqual(expected);
    const there = createSandbox(options());
    await release(there, there.fetch);
    const calls = ({ log }: Sandbox): string[] =>
      log.map(({ service, operation, status }) => `${service} ${operation} ${status}`);
    expect(calls(sandbox)).toEqual(calls(there));
  });
});

describe('in process', () => {
  it('breaks connections by rejecting', async () => {
    const sandbox = createSandbox(options());
    sandbox.faults.next('pypi.audience', { then: 'reset' });
    const audience = `${sandbox.endpoints.PYPI_OIDC_URL}/_/oidc/audience`;
    await expect(sandbox.fetch(audience)).rejects.toBeInstanceOf(ConnectionReset);
    expect((await sandbox.fetch(audience)).status).toBe(200);
  });

  it('knows no other host', async () => {
    await expect(createSandbox().fetch('https://example.org/')).rejects.toThrow(TypeError);
  });

  it('keeps sandboxes apart', async () => {
    const [one, two] = [createSandbox(options()), createSandbox(options())];
    await release(one, one.fetch);
    expect(two.pypi.filesOf('demo')).toEqual([]);
    expect(two.identity.verify(one.identity.issue(publishJob, 'pypi'))).toBeUndefined();
  });

  it('has endpoints of https only', () => {
    for (const url of Object.values(createSandbox().endpoints))
      expect(url).toMatch(/^https:\/\/[a-z.]+\.sandbox(?:\/|$)/);
  });
});

describe('over HTTP', () => {
  it('has one loopback port per side and ends with close', async () => {
    const sandbox = await startSandbox();
    const { TPS_BASE_URL, PYPI_INDEX_URL, GITHUB_SERVER_URL } = sandbox.endpoints;
    const origins = [TPS_BASE_URL, PYPI_INDEX_URL, GITHUB_SERVER_URL, sandbox.identity.issuer].map(
      (url) => new URL(url),
    );
    expect(new Set(origins.map(({ port }) => port)).size).toBe(4);
    expect(new Set(origins.map(({ hostname }) => hostname))).toEqual(new Set(['127.0.0.1']));
    await sandbox.close();
    await sandbox.close();
    await expect(fetch(TPS_BASE_URL)).rejects.toThrow();
  });

  it('answers in process as well', async () => {
    const sandbox = await startSandbox(options());
    running.push(sandbox);
    expect((await sandbox.fetch(`${sandbox.endpoints.PYPI_OIDC_URL}/_/oidc/audience`)).status).toBe(200);
  });
});
