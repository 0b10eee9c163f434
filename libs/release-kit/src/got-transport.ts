import { Buffer } from 'node:buffer';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import got, { RequestError, TimeoutError } from 'got';
import type { Request as GotRequest, Response as GotResponse } from 'got';
import { bufferedResponse } from './http-response.ts';
import { KitError } from './kit-error.ts';
import type { HttpRequest, HttpResponse, Transport } from './transport.ts';

const NOTHING_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Sends requests with got: no retry, no redirect, no status that throws. */
export const gotTransport: Transport = async (request) => {
  const { body } = request;
  const streamed = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
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
  const connection = connectionOf(stream);
  const responded = new Promise<GotResponse>((resolve, reject) => {
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
  try {
    const response = await responded;
    connection()?.unref();
    return bufferedResponse(
      response.statusCode,
      headersOf(response),
      read(stream, connection, request),
      request.maxBytes,
    );
  } catch (error) {
    throw transportError(error, request);
  }
};

/**
 * Finds the socket of a request for as long as the request owns it. A response that is never read must not keep the process alive
 * until its timeout, so its socket is unreferenced until reading begins. Once the body has been received, the agent has the socket
 * back and may use it for another request.
 */
function connectionOf(stream: GotRequest): () => Socket | undefined {
  let sent: ClientRequest | undefined;
  stream.once('request', (request: ClientRequest) => {
    sent = request;
  });
  return () => (sent?.destroyed === false ? (sent.socket ?? undefined) : undefined);
}

async function* read(
  stream: AsyncIterable<unknown>,
  connection: () => Socket | undefined,
  request: HttpRequest,
): AsyncIterable<Uint8Array> {
  connection()?.ref();
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw transportError(error, request);
  }
}

function headersOf(response: GotResponse): HttpResponse['headers'] {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function transportError(error: unknown, request: HttpRequest): unknown {
  if (!(error instanceof RequestError)) return error;
  const { origin, pathname } = new URL(request.url);
  const what = `${request.method} ${origin}${pathname}`;
  const reads = request.writes === false || request.method === 'GET' || request.method === 'HEAD';
  const effect = reads ? 'none' : 'unknown';
  if (error instanceof TimeoutError) {
    return new KitError('HTTP_TIMEOUT', `${what}: no response within ${request.timeoutMs ?? 60_000} ms`, {
      effect,
      hint: 'Run the command again; it checks the current state first and continues where it stopped.',
    });
  }
  const code = error.code;
  if (NOTHING_SENT.has(code)) {
    return new KitError('HTTP_UNREACHABLE', `${what}: cannot connect (${code})`, {
      hint: `Check the network and the endpoint ${origin}.`,
    });
  }
  return new KitError('HTTP_BROKEN', `${what}: the connection broke (${code})`, {
    effect,
    hint: 'Run the command again; it checks the current state first and continues where it stopped.',
  });
}
