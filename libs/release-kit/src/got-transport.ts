import { Buffer } from 'node:buffer';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { clearTimeout, setTimeout } from 'node:timers';
import got from 'got';
import type { Request as GotRequest, Response as GotResponse } from 'got';
import { transportError } from './got-error.ts';
import { bufferedResponse } from './http-response.ts';
import type { HttpRequest, HttpResponse, StreamedBody, Transport } from './transport.ts';

/** How long a response may be left alone while its request is still being sent. */
const UNREAD_UPLOAD_MS = 500;

/** Sends requests with got: no retry, no redirect, no status that throws. */
export const gotTransport: Transport = async (request) => await new Exchange(request).response();

/** One request and its response. */
class Exchange {
  readonly #request: HttpRequest;
  readonly #stream: GotRequest;
  readonly #responded: Promise<GotResponse>;
  #sent: ClientRequest | undefined;

  constructor(request: HttpRequest) {
    this.#request = request;
    const { body } = request;
    const streamed = isStreamed(body);
    const stream = got.stream(request.url, {
      method: request.method,
      headers: {
        ...request.headers,
        ...(streamed ? { 'content-length': String(body.length) } : {}),
      },
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      timeout: { request: request.timeoutMs ?? 60_000 },
      signal: request.signal,
      body: streamed ? undefined : body instanceof Uint8Array ? Buffer.from(body) : body,
    });
    this.#stream = stream;
    stream.once('request', (sent: ClientRequest) => {
      this.#sent = sent;
    });
    this.#responded = new Promise<GotResponse>((resolve, reject) => {
      stream.once('response', resolve);
      stream.once('error', reject);
    });
    if (streamed) {
      // A server may respond and close before it has read the whole body; then the response counts, not the broken pipe.
      pipeline(Readable.from(body.open()), stream, () => undefined);
    } else if (body === undefined && !['GET', 'HEAD'].includes(request.method)) {
      // Otherwise got waits for a body to be written.
      stream.end();
    }
  }

  async response(): Promise<HttpResponse> {
    try {
      const response = await this.#responded;
      // A response that is never read must not keep the process alive until its timeout.
      this.#socket()?.unref();
      const leftAlone = setTimeout(() => {
        // A write that the server does not accept keeps the process alive although the socket is unreferenced.
        if (this.#isSending()) this.#stream.destroy();
      }, UNREAD_UPLOAD_MS).unref();
      return bufferedResponse({
        status: response.statusCode,
        headers: headersOf(response),
        body: this.#read(leftAlone),
        cancel: () => this.#stream.destroy(),
        maxBytes: this.#request.maxBytes,
      });
    } catch (error) {
      throw transportError(error, this.#request);
    }
  }

  async *#read(leftAlone: NodeJS.Timeout): AsyncIterable<Uint8Array> {
    clearTimeout(leftAlone);
    this.#socket()?.ref();
    try {
      for await (const chunk of this.#stream) yield chunk as Uint8Array;
    } catch (error) {
      throw transportError(error, this.#request);
    } finally {
      this.#release();
    }
  }

  /**
   * Ends the exchange, with its timers and abort listeners. A server may respond and then stop reading a body that is still being sent;
   * nothing else would ever end that request. Once all bytes have left, the request is about to end by itself, and its connection can
   * be used again.
   */
  #release(): void {
    const stream = this.#stream;
    const ending = isStreamed(this.#request.body) && !this.#isSending() && !stream.writableFinished;
    if (ending) stream.once('finish', () => stream.destroy());
    else stream.destroy();
  }

  /** Whether bytes of the body have not left this machine. */
  #isSending(): boolean {
    const { transferred, total = 0 } = this.#stream.uploadProgress;
    return transferred < total;
  }

  /**
   * The socket, for as long as the request owns it. Once the body has been received, the agent has the socket back and may use it for
   * another request.
   */
  #socket(): Socket | undefined {
    return this.#sent?.destroyed === false ? (this.#sent.socket ?? undefined) : undefined;
  }
}

function isStreamed(body: HttpRequest['body']): body is StreamedBody {
  return body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
}

function headersOf(response: GotResponse): HttpResponse['headers'] {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
