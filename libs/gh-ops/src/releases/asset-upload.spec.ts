import { createServer } from 'node:http';
import { HttpClient } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { refused, restAsset, validationFailed } from '../../test/responses.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';
import type { NewAsset } from './asset-upload.ts';
import { GitHubRepository } from '../github-repository.ts';

const uploadUrl = 'http://127.0.0.1:1/uploads/releases/11/assets{?name,label}';
const wheel = (content = ['he', 'llo'], size = 5): NewAsset => ({
  name: 'demo-1.2.0-py3-none-any.whl',
  contentType: 'application/x-wheel+zip',
  size,
  async *open() {
    for (const part of content) yield Buffer.from(part);
  },
});

describe('an upload', () => {
  it('is one POST of the bytes to the upload address of the release', async () => {
    const github = new ScriptedGitHub().reply({ status: 201, json: restAsset() });
    expect(await github.repository().releases.uploadAsset({ uploadUrl }, wheel())).toMatchObject({
      id: 21,
      state: 'uploaded',
    });
    expect(github.calls).toEqual(['POST /uploads/releases/11/assets?name=demo-1.2.0-py3-none-any.whl']);
    expect(github.received[0]).toMatchObject({
      body: 'hello',
      headers: {
        'content-type': 'application/x-wheel+zip',
        'content-length': '5',
        authorization: 'token ghs_marked',
        'x-github-api-version': '2022-11-28',
      },
    });
    expect(github.http.sent[0]?.service).toBe('github');
  });

  it('compares the digest even if the server answers before the file is read to its end', async () => {
    const server = createServer((request, response) => {
      request.on('data', () => {
        response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(restAsset()));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    let answered = (): void => undefined;
    const secondRead = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const file: NewAsset = {
      ...wheel(),
      async *open() {
        yield Buffer.from('hello');
        await secondRead;
      },
    };
    try {
      const github = new GitHubRepository({
        owner: 'heroku',
        repo: 'demo',
        http: new HttpClient(),
        clock: new VirtualClock(),
        endpoints: {
          apiUrl: 'http://127.0.0.1:1',
          graphqlUrl: 'http://127.0.0.1:1',
        },
      });
      const address = `http://127.0.0.1:${port}/assets{?name,label}`;
      await expect(github.releases.uploadAsset({ uploadUrl: address }, file)).resolves.toMatchObject({
        id: 21,
      });
    } finally {
      answered();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('accepts a response without a digest', async () => {
    const github = new ScriptedGitHub().reply({ status: 201, json: restAsset({ digest: null }) });
    expect((await github.repository().releases.uploadAsset({ uploadUrl }, wheel())).digest).toBeUndefined();
  });

  it.each([
    ['another name', { name: 'demo-1.2.0.py3-none-any.whl' }],
    ['another size', { size: 4 }],
    ['another digest', { digest: `sha256:${'0'.repeat(64)}` }],
    ['a state other than uploaded', { state: 'starter' }],
  ])('stored with %s is an error with the effect unknown', async (_name, changes) => {
    const github = new ScriptedGitHub().reply({ status: 201, json: restAsset(changes) });
    await expect(github.repository().releases.uploadAsset({ uploadUrl }, wheel())).rejects.toMatchObject({
      code: 'GITHUB_UPLOAD_DIFFERS',
      effect: 'unknown',
    });
  });

  it.each([
    [
      'the name is taken',
      validationFailed({ resource: 'ReleaseAsset', field: 'name', code: 'already_exists' }),
      'GITHUB_ALREADY_EXISTS',
      'unknown',
    ],
    [
      'the release is frozen',
      refused(422, 'Cannot upload assets to an immutable release.'),
      'GITHUB_IMMUTABLE',
      'none',
    ],
    ['the storage behind GitHub fails', refused(502, 'Bad gateway'), 'GITHUB_UNAVAILABLE', 'unknown'],
    ['the connection breaks', 'break', 'GITHUB_UNAVAILABLE', 'unknown'],
    ['the response is not JSON', { status: 201, text: '<html>' }, 'GITHUB_UNEXPECTED_ANSWER', 'unknown'],
  ] as const)('is sent once when %s', async (_name, reply, code, effect) => {
    const github = new ScriptedGitHub().reply(reply);
    await expect(github.repository().releases.uploadAsset({ uploadUrl }, wheel())).rejects.toMatchObject({
      code,
      effect,
    });
    expect(github.calls).toHaveLength(1);
  });

  it('with a name that GitHub would change is not sent', async () => {
    const github = new ScriptedGitHub();
    for (const name of ['demo-1.0+local.whl', 'a b.txt', '.hidden', 'dot.', '']) {
      await expect(
        github.repository().releases.uploadAsset({ uploadUrl }, { ...wheel(), name }),
      ).rejects.toMatchObject({
        code: 'GITHUB_BAD_ARGUMENT',
      });
    }
    expect(github.calls).toEqual([]);
  });
});

describe('an upload over HTTP', () => {
  it.each([
    ['shrank', ['he'], 5],
    ['grew', ['hello', ' world'], 5],
  ])('ends when the file %s since it was measured', async (_name, content, size) => {
    await using server = await listen();
    const repository = new GitHubRepository({
      http: new HttpClient(),
      owner: 'heroku',
      repo: 'demo',
      endpoints: { apiUrl: server.url, graphqlUrl: `${server.url}/graphql` },
      clock: new VirtualClock(),
    });
    await expect(
      repository.releases.uploadAsset({ uploadUrl: `${server.url}/assets` }, wheel(content, size)),
    ).rejects.toMatchObject({
      code: 'GITHUB_UPLOAD_DIFFERS',
      effect: 'unknown',
    });
  });
});

/** Starts a server that answers after it received the whole body. */
async function listen() {
  const server = createServer((request, response) => {
    request.on('error', () => undefined);
    request.on('end', () =>
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(restAsset())),
    );
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
