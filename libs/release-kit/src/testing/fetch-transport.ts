import { Buffer } from 'node:buffer';
import { bufferedResponse } from '../http-response.ts';
import { KitError } from '../kit-error.ts';
import type { Transport } from '../transport.ts';

/** Makes a transport from a function with the signature of `fetch`, so that a sandbox in the same process can serve an HttpClient. */
export function fetchTransport(serve: (request: Request) => Response | Promise<Response>): Transport {
  return async (request) => {
    const { body } = request;
    const whole =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array
        ? body
        : Buffer.concat(await Array.fromAsync(body.open()));
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await serve(
        new Request(request.url, {
          method: request.method,
          redirect: 'manual',
          headers: request.headers ?? {},
          body: typeof whole === 'object' ? Buffer.from(whole) : (whole ?? null),
        }),
      );
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      const reads = request.writes === false || request.method === 'GET' || request.method === 'HEAD';
      throw new KitError('HTTP_BROKEN', `${request.method} ${request.url}: the connection broke`, {
        cause,
        effect: reads ? 'none' : 'unknown',
      });
    }
    return bufferedResponse({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: once(bytes),
      cancel: () => undefined,
      maxBytes: request.maxBytes,
    });
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of one chunk
async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
