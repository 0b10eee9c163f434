import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Response of a {@link ScriptedServer} to one request; `reset` reads the request and breaks the connection. */
export type ScriptedAnswer =
  | 'reset'
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
      /** Breaks the connection after the body, although `content-length` announces a longer one. */
      readonly breaksOff?: boolean;
    };

/** A request as the server received it; the body is parsed JSON. */
export interface ArrivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** A loopback server for tests of clients: each request gets the next entry of a script, and the last entry repeats. */
export class ScriptedServer implements AsyncDisposable {
  /** Every request so far, in order. */
  readonly arrived: ArrivedRequest[] = [];
  readonly #script: readonly ScriptedAnswer[];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  private constructor(script: readonly ScriptedAnswer[]) {
    this.#script = script;
  }

  /** Starts a server on a free port. */
  static async start(...script: readonly ScriptedAnswer[]): Promise<ScriptedServer> {
    const server = new ScriptedServer(script);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** `http://127.0.0.1:<port>` */
  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Closes every connection and the server. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks = (await request.toArray()) as Buffer[];
    const next = this.#script[Math.min(this.arrived.length, this.#script.length - 1)] ?? 'reset';
    this.arrived.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
    });
    if (next === 'reset') return void request.socket.destroy();
    if (next.breaksOff !== true) {
      return void response.writeHead(next.status, next.headers ?? {}).end(next.body ?? '');
    }
    response.writeHead(next.status, { 'content-length': '9999' });
    response.write(next.body ?? '', () => request.socket.destroy());
  }
}
