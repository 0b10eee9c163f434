import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request: answer, or read it and break the connection. */
export type Scripted =
  | 'reset'
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
      /** The connection breaks after the body, which was announced to be longer. */
      readonly breaksOff?: boolean;
    };

/** One request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** A loopback server that answers by a script, one entry a request, the last one again and again. */
export class ScriptedTps implements AsyncDisposable {
  readonly arrived: Arrived[] = [];
  readonly #script: readonly Scripted[];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(script: readonly Scripted[]) {
    this.#script = script;
  }

  static async start(...script: readonly Scripted[]): Promise<ScriptedTps> {
    const tps = new ScriptedTps(script);
    await new Promise<void>((resolve) => tps.#server.listen(0, '127.0.0.1', resolve));
    return tps;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

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
