import { Buffer } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import got, { RequestError, TimeoutError } from 'got';
import type { Response as GotResponse } from 'got';
import { bufferedResponse } from './http-response.ts';
import type { HttpRequest, HttpResponse, Transport } from './http-client.ts';
import { KitError } from './kit-error.ts';

const NOTHING_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The wire, over got: no retry, no redirect, no status that throws. */
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
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    ...(body === undefined || streamed ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
  });
  const answered = new Promise<GotResponse>((resolve, reject) => {
    stream.once('response', resolve);
    stream.once('error', reject);
  });
  if (streamed) {
    // A server may answer and close before it has read the whole body; the answer then counts, not the broken pipe.
    pipeline(Readable.from(body.open()), stream, () => undefined);
  } else if (body === undefined && !['GET', 'HEAD'].includes(request.method)) {
    // Without this got waits for somebody to write the body.
    stream.end();
  }
  try {
    const response = await answered;
    return bufferedResponse(
      response.statusCode,
      headersOf(response),
      read(stream, request),
      request.maxBytes,
    );
  } catch (error) {
    throw wireError(error, request);
  }
};

async function* read(stream: AsyncIterable<unknown>, request: HttpRequest): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw wireError(error, request);
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

function wireError(error: unknown, request: HttpRequest): unknown {
  if (!(error instanceof RequestError)) return error;
  const { origin, pathname } = new URL(request.url);
  const what = `${request.method} ${origin}${pathname}`;
  const reads = request.writes === false || request.method === 'GET' || request.method === 'HEAD';
  const effect = reads ? 'none' : 'unknown';
  if (error instanceof TimeoutError) {
    return new KitError('HTTP_TIMEOUT', `${what}: no answer within ${request.timeoutMs ?? 60_000} ms`, {
      effect,
      hint: 'Run the command again; it looks first and continues where it stopped.',
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
    hint: 'Run the command again; it looks first and continues where it stopped.',
  });
}
