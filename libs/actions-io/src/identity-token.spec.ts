import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { FileStore, HttpClient, Redactor } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { forkPullRequest, pullRequest } from '../test/payloads.ts';
import { identityToken } from './identity-token.ts';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJweXBpIn0.c2lnbmF0dXJl';
const REQUEST_TOKEN = 'request-token-81d2';

interface Scripted {
  readonly status: number;
  readonly body?: string;
}

async function world(...script: Scripted[]) {
  const arrived: { url: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    const next = script[Math.min(arrived.length, script.length - 1)];
    arrived.push({ url: request.url ?? '', headers: request.headers });
    response.writeHead(next?.status ?? 500, { location: '/elsewhere' }).end(next?.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const redactor = new Redactor();
  const clock = new VirtualClock();
  const env = {
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/idtoken?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
  };
  const request = (more: Partial<Parameters<typeof identityToken>[0]> = {}) =>
    identityToken({ http: new HttpClient(), env, audience: 'pypi', redactor, clock, ...more });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { arrived, redactor, clock, env, request, [Symbol.asyncDispose]: close };
}

describe('identityToken', () => {
  it('adds the audience to the query, and hides both tokens', async () => {
    await using w = await world({ status: 200, body: JSON.stringify({ count: 1, value: JWT }) });
    const masked: string[] = [];
    const token = await w.request({ audience: 'a b&c', mask: (secret) => masked.push(secret) });
    expect(token).toBe(JWT);
    expect(masked).toEqual([JWT]);
    expect(w.arrived.map(({ url }) => url)).toEqual(['/idtoken?api-version=2.0&audience=a+b%26c']);
    expect(w.arrived[0]?.headers).toMatchObject({
      authorization: `Bearer ${REQUEST_TOKEN}`,
      accept: 'application/json',
    });
    expect(w.redactor.text(`${JWT} ${REQUEST_TOKEN}`)).toBe('[redacted] [redacted]');
  });

  it.each([429, 500, 503])('retries after %d', async (status) => {
    await using w = await world(
      { status },
      { status },
      { status: 200, body: JSON.stringify({ value: JWT }) },
    );
    const begin = w.clock.now();
    expect(await w.request()).toBe(JWT);
    expect(w.clock.now() - begin).toBe(3000);
  });

  it('gives up after four attempts', async () => {
    await using w = await world({ status: 500 });
    await expect(w.request()).rejects.toMatchObject({ code: 'ACTIONS_IDENTITY_REFUSED' });
    expect(w.arrived).toHaveLength(4);
  });

  it.each([302, 400, 401, 403, 404])('stops at %d', async (status) => {
    await using w = await world({ status });
    await expect(w.request()).rejects.toMatchObject({ code: 'ACTIONS_IDENTITY_REFUSED' });
    expect(w.arrived).toHaveLength(1);
  });

  it.each([
    '',
    'not json',
    '[]',
    '{}',
    '{"value":""}',
    '{"value":"no-jwt"}',
    '{"value":7}',
    `{"value":"${JWT}\\n"}`,
  ])('does not accept %j as a token, and does not show it', async (body) => {
    await using w = await world({ status: 200, body });
    const error = (await w.request().catch((caught: unknown) => caught)) as Error;
    expect(error).toMatchObject({ code: 'ACTIONS_IDENTITY_INVALID' });
    expect(error.cause).toBeUndefined();
    expect(error.message).not.toContain('eyJ');
  });

  it('does not read an endless response', async () => {
    await using w = await world({ status: 200, body: 'x'.repeat(70_000) });
    await expect(w.request()).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' });
  });
});

describe('without the permission', () => {
  const files = new FileStore();

  it.each([
    ['no variables', {}],
    ['no token', { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example/x' }],
    ['no URL', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN }],
  ])('says which permission is missing: %s', async (_name, some) => {
    await using w = await world({ status: 200 });
    await expect(w.request({ env: { GITHUB_ACTIONS: 'true', ...some } })).rejects.toMatchObject({
      code: 'ACTIONS_IDENTITY_FORBIDDEN',
      hint: expect.stringContaining('id-token: write') as string,
    });
    expect(w.arrived).toEqual([]);
  });

  it.each([
    ['a fork', forkPullRequest, 'ACTIONS_IDENTITY_FORK'],
    ['the repository itself', pullRequest({}, 'opened'), 'ACTIONS_IDENTITY_FORBIDDEN'],
    ['a payload that cannot be read', {}, 'ACTIONS_IDENTITY_FORBIDDEN'],
  ])('recognises a pull request from %s', async (_name, payload, code) => {
    await using w = await world({ status: 200 });
    const folder = await files.temporaryFolder('identity-');
    const path = join(folder, 'event.json');
    await files.write(path, JSON.stringify(payload));
    const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: path };
    await expect(w.request({ env, files })).rejects.toMatchObject({ code });
    await files.remove(folder);
  });

  it('fails outside of GitHub Actions', async () => {
    await using w = await world({ status: 200 });
    await expect(w.request({ env: {} })).rejects.toMatchObject({ code: 'ACTIONS_IDENTITY_FORBIDDEN' });
  });

  it('does not send the request token over plain http', async () => {
    await using w = await world({ status: 200 });
    const env = { ...w.env, ACTIONS_ID_TOKEN_REQUEST_URL: 'http://token.example/x' };
    await expect(w.request({ env })).rejects.toMatchObject({ code: 'HTTP_INSECURE' });
  });
});
