import { getEventListeners } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandRunner } from './command-runner.ts';
import { HttpClient } from './http-client.ts';

let origin = '';
let close: () => Promise<void> = () => Promise.resolve();
const received: string[] = [];
/** Bodies that the server has begun and not ended. */
const pending: ServerResponse[] = [];
const connections: Socket[] = [];

/** Responds as soon as a request begins, then stops reading and keeps the connection open. */
class DeafServer implements AsyncDisposable {
  readonly #sockets: Socket[] = [];
  readonly #server = createTcpServer((socket) => {
    this.#sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.pause().write('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno');
    });
  });

  static async start(): Promise<DeafServer> {
    const server = new DeafServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

beforeEach(async () => {
  connections.length = 0;
  received.length = 0;
  pending.length = 0;
  const server = createServer((request, response) => {
    received.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (request.url === '/reset') return void request.socket.destroy();
    if (request.url === '/redirect') return void response.writeHead(302, { location: '/elsewhere' }).end();
    if (request.url === '/down') return void response.writeHead(503, { 'retry-after': '7' }).end('down');
    if (request.url === '/compressed') {
      const body = gzipSync('down');
      const headers = { 'content-encoding': 'gzip', 'content-length': body.length };
      return void response.writeHead(503, headers).end(body);
    }
    if (request.url === '/long') return void response.writeHead(503).end(Buffer.alloc(1_000_000));
    if (request.url === '/pending') {
      pending.push(response);
      return void response.writeHead(503).write('do');
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('x-length', request.headers['content-length'] ?? 'none');
      response.end(Buffer.concat(chunks));
    });
  });
  server.on('connection', (socket) => connections.push(socket));
  // A connection that is kept open must not keep the client alive either.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterEach(async () => {
  await close();
});

describe('HttpClient', () => {
  it('sends once and returns every status, redirects too', async () => {
    const http = new HttpClient();
    const down = await http.send({ service: 'x', method: 'GET', url: `${origin}/down` });
    const moved = await http.send({ service: 'x', method: 'GET', url: `${origin}/redirect` });
    expect([down.status, down.headers['retry-after'], moved.status]).toEqual([503, '7', 302]);
    expect(received).toEqual(['GET /down', 'GET /redirect']);
    expect(http.sent).toEqual([
      { service: 'x', method: 'GET', path: '/down' },
      { service: 'x', method: 'GET', path: '/redirect' },
    ]);
  });

  it('streams a body with its exact length', async () => {
    const http = new HttpClient();
    const response = await http.send({
      service: 'x',
      method: 'POST',
      url: `${origin}/echo`,
      body: {
        length: 6,
        open: async function* () {
          yield Buffer.from('abc');
          yield Buffer.from('def');
        },
      },
    });
    expect(response.headers['x-length']).toBe('6');
    expect(await response.text()).toBe('abcdef');
  });

  it.each([
    { method: 'GET', effect: 'none' },
    { method: 'POST', effect: 'unknown' },
  ] as const)('a broken $method has effect $effect', async ({ method, effect }) => {
    const sent = new HttpClient().send({ service: 'x', method, url: `${origin}/reset` });
    await expect(sent).rejects.toMatchObject({ code: 'HTTP_BROKEN', effect });
  });

  it('reports that nothing was sent when nothing listens', async () => {
    await close();
    const sent = new HttpClient().send({ service: 'x', method: 'POST', url: `${origin}/` });
    await expect(sent).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE', effect: 'none' });
  });

  it('refuses plain http to anywhere but this machine', async () => {
    const sent = new HttpClient().send({ service: 'x', method: 'GET', url: 'http://example.test/' });
    await expect(sent).rejects.toMatchObject({ code: 'HTTP_INSECURE' });
  });

  it('reads no further than the limit', async () => {
    const response = await new HttpClient().send({
      service: 'x',
      method: 'POST',
      url: `${origin}/echo`,
      body: 'abcdef',
      maxBytes: 5,
    });
    await expect(response.bytes()).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' });
  });

  it('uses a connection again after a body that was read, uploaded, or discarded', async () => {
    const http = new HttpClient();
    const upload = { length: 3, open: () => Readable.from([Buffer.from('abc')]) };
    for (let n = 0; n < 3; n += 1) {
      const down = await http.send({ service: 'x', method: 'GET', url: `${origin}/down` });
      if (n === 1) await down.discard();
      else expect(await down.text()).toBe('down');
      const echo = await http.send({ service: 'x', method: 'POST', url: `${origin}/echo`, body: upload });
      expect(await echo.text()).toBe('abc');
      // The agent takes a connection back in the next turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(connections).toHaveLength(1);
  });

  it.each([
    ['a body that never ends', '/pending'],
    ['a long body', '/long'],
  ])('closes the connection when %s is discarded', async (_name, path) => {
    const response = await new HttpClient().send({ service: 'x', method: 'GET', url: `${origin}${path}` });
    const closed = new Promise((resolve) => connections[0]?.once('close', resolve));
    await response.discard();
    await closed;
    expect(await response.text()).toBe('');
  });

  it('reports a broken connection when a response is read that was left alone during its upload', async () => {
    await using server = await DeafServer.start();
    const uploadEnded = Promise.withResolvers<undefined>();
    const open = async function* () {
      try {
        for (let n = 0; n < 50; n += 1) yield await Promise.resolve(Buffer.alloc(1_000_000));
      } finally {
        uploadEnded.resolve(undefined);
      }
    };
    const body = { length: 50_000_000, open };
    const response = await new HttpClient().send({ service: 'x', method: 'POST', url: server.url, body });
    await uploadEnded.promise;
    await expect(response.text()).rejects.toMatchObject({ code: 'HTTP_BROKEN', effect: 'unknown' });
  });

  it('discards nothing after the body was read', async () => {
    const response = await new HttpClient().send({ service: 'x', method: 'GET', url: `${origin}/down` });
    expect(await response.text()).toBe('down');
    await response.discard();
  });

  it.each(['GET', 'POST'] as const)('leaves no listener on the signal after a %s', async (method) => {
    const { signal } = new AbortController();
    const body = method === 'POST' ? 'hello' : undefined;
    const http = new HttpClient();
    const read = await http.send({ service: 'x', method, url: `${origin}/down`, signal, body });
    await read.text();
    const discarded = await http.send({ service: 'x', method, url: `${origin}/down`, signal, body });
    await discarded.discard();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('works as fetch for other libraries', async () => {
    const http = new HttpClient();
    const response = await http.asFetch('github')(`${origin}/echo`, { method: 'POST', body: 'hello' });
    expect(await response.text()).toBe('hello');
    expect(http.sent).toEqual([{ service: 'github', method: 'POST', path: '/echo' }]);
  });

  it('as fetch, shows no encoding or length of a body that is decompressed already', async () => {
    const response = await new HttpClient().asFetch('github')(`${origin}/compressed`);
    expect([...response.headers.keys()]).not.toContain('content-encoding');
    expect([...response.headers.keys()]).not.toContain('content-length');
    expect(await response.text()).toBe('down');
  });
});

describe('a process that gets a response', () => {
  /** Runs a child process that sends a request and prints how long it lives after its last event. */
  async function run(
    url: string,
    more: { request?: string; after?: string; onLine?: (line: string) => void },
  ) {
    const program = `
      import { HttpClient } from ${JSON.stringify(join(import.meta.dirname, 'http-client.ts'))};
      const url = ${JSON.stringify(url)};
      let uploadEnded = false;
      const response = await new HttpClient().send({ service: 'x', method: 'GET', url, ${more.request ?? ''} });
      console.log(response.status);
      ${more.after ?? ''}
      const last = performance.now();
      process.on('exit', () => {
        console.log(Math.round(performance.now() - last));
        if (uploadEnded) console.log('the upload ended');
      });
    `;
    const commands = new CommandRunner({ env: { PATH: process.env['PATH'] } });
    const output = await commands.output({
      command: process.execPath,
      args: ['--input-type=module', '--eval', program],
      onLine: more.onLine,
    });
    return output.trimEnd().split('\n');
  }

  const upload = `
    method: 'POST',
    body: {
      length: 50_000_000,
      open: async function* () {
        try {
          for (let n = 0; n < 50; n += 1) yield Buffer.alloc(1_000_000);
        } finally {
          uploadEnded = true;
        }
      },
    },
  `;

  it.each([
    ['reads the response', 'await response.text();'],
    ['discards the response', 'await response.discard();'],
    ['leaves the response alone', ''],
  ])('ends when it %s of a server that has stopped reading the upload', async (_name, after) => {
    await using server = await DeafServer.start();
    const [status, livedMs, ended] = await run(server.url, { request: upload, after });
    expect(status).toBe('403');
    expect(Number(livedMs)).toBeLessThan(1000);
    // Nothing of the upload is left behind in a program that goes on.
    expect(ended).toBe('the upload ended');
  });

  it.each([
    ['a short body', '/down', ''],
    ['a compressed body', '/compressed', ''],
    ['a body that never ends', '/pending', ''],
    ['a body, before the upload was read', '/down', upload],
  ])('ends although it never reads %s', async (_name, path, request) => {
    const [status, livedMs] = await run(`${origin}${path}`, { request });
    expect(status).toBe('503');
    expect(Number(livedMs)).toBeLessThan(1000);
  });

  it.each([
    ['a short body', '/down'],
    ['a compressed body', '/compressed'],
    ['a body that ends later', '/pending'],
  ])('lives until it has read %s', async (_name, path) => {
    const after = 'console.log(await response.text());';
    const onLine = (line: string) => {
      if (line === '503') pending[0]?.end('wn');
    };
    const [, body, livedMs] = await run(`${origin}${path}`, { after, onLine });
    expect(body).toBe('down');
    expect(Number(livedMs)).toBeLessThan(1000);
  });
});
