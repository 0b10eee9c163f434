import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** An unusual answer, instead of storing the file and answering 200. */
export interface OddAnswer {
  /** Whether the file is stored nevertheless. Default `false`. */
  readonly land?: boolean;
  /** The socket is destroyed without an answer. */
  readonly reset?: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The answer never ends after its body. */
  readonly open?: boolean;
}

/** One received request. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * A small index on loopback with scripted answers: uploads at `/legacy/`, project pages at `/simple/<name>/`, token exchange at `/_/oidc/`.
 * Requests without a scripted answer succeed.
 */
export class OddIndex {
  readonly seen: SeenRequest[] = [];
  /** Settle when the client has closed the connection of an {@link OddAnswer.open} answer, one for each. */
  readonly closed: Promise<unknown>[] = [];
  /** Stored files: SHA-256 by name. */
  readonly files = new Map<string, string>();
  /** Scripted answers in order, by `METHOD path`. */
  readonly #script = new Map<string, OddAnswer[]>();
  origin = '';
  minted = 0;

  /** Scripts the answers to the next requests, one each. */
  next(where: string, ...answers: readonly OddAnswer[]): this {
    this.#script.set(where, [...(this.#script.get(where) ?? []), ...answers]);
    return this;
  }

  /** The number of scripted answers that were not requested. A test that leaves some has not tested them. */
  get unused(): number {
    return [...this.#script.values()].reduce((sum, answers) => sum + answers.length, 0);
  }

  /** The requests in order, as `METHOD path`. */
  get log(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  get endpoints() {
    return { uploadUrl: `${this.origin}/legacy/`, indexUrl: `${this.origin}/simple/`, oidcUrl: this.origin };
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = new URL(request.url ?? '/', this.origin).pathname;
    const method = request.method ?? 'GET';
    const body = Buffer.concat(chunks);
    this.seen.push({ method, path, headers: request.headers, body });
    const odd = this.#script.get(`${method} ${path}`)?.shift();
    if (method === 'POST' && path === '/legacy/' && (odd === undefined || odd.land === true))
      this.#store(body);
    if (odd?.reset === true) {
      request.socket.destroy();
      return;
    }
    const plain = odd?.status === undefined ? this.#plainly(method, path) : odd;
    response.writeHead(plain.status ?? 200, { 'content-type': 'text/plain', ...plain.headers });
    if (plain.open === true) {
      this.closed.push(once(response, 'close'));
      response.write(plain.body ?? '');
    } else response.end(plain.body ?? '');
  }

  #plainly(method: string, path: string): OddAnswer {
    const json = (value: unknown, type = 'application/json') => ({
      headers: { 'content-type': type },
      body: JSON.stringify(value),
    });
    if (method === 'POST' && path === '/legacy/') return {};
    if (path === '/_/oidc/audience') return json({ audience: 'pypi' });
    if (path === '/_/oidc/mint-token') {
      this.minted += 1;
      return json({ success: true, token: `pypi-minted-token-number-${this.minted}` });
    }
    if (path === '/simple/demo/' && this.files.size > 0) {
      const files = [...this.files].map(([filename, sha256]) => ({
        filename,
        url: `../${filename}`,
        hashes: { sha256 },
      }));
      return json({ meta: { 'api-version': '1.4' }, files }, 'application/vnd.pypi.simple.v1+json');
    }
    return { status: 404 };
  }

  #store(body: Buffer): void {
    const { filename, content } = contentOf(body);
    this.files.set(filename, createHash('sha256').update(content).digest('hex'));
  }
}

/** Parses an upload form as a server does. */
export function contentOf(body: Buffer): { filename: string; content: Buffer; fields: [string, string][] } {
  const boundary = Buffer.from(`\r\n${body.subarray(0, body.indexOf('\r\n')).toString()}`);
  const fields: [string, string][] = [];
  let at = boundary.length;
  for (;;) {
    const end = body.indexOf(boundary, at);
    const headEnd = body.indexOf('\r\n\r\n', at);
    const head = body.subarray(at, headEnd).toString();
    const content = body.subarray(headEnd + 4, end);
    const filename = /filename="([^"]*)"/.exec(head)?.[1];
    if (filename !== undefined) return { filename, content, fields };
    fields.push([/name="([^"]*)"/.exec(head)?.[1] ?? '', content.toString()]);
    at = end + boundary.length + 2;
  }
}

const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts an {@link OddIndex}; it is stopped after the tests of the file. */
export async function startOddIndex(): Promise<OddIndex> {
  const index = new OddIndex();
  const server = createServer((request, response) => {
    index.answer(request, response).catch(() => response.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  index.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return index;
}
