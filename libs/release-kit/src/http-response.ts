import { Buffer } from 'node:buffer';
import { KitError } from './kit-error.ts';
import type { HttpResponse } from './transport.ts';

const DEFAULT_LIMIT = 64 * 1024 * 1024;

/** Makes an {@link HttpResponse} whose body is read at most once and never beyond `maxBytes` (default 64 MiB). */
export function bufferedResponse(
  status: number,
  headers: HttpResponse['headers'],
  body: AsyncIterable<Uint8Array>,
  maxBytes = DEFAULT_LIMIT,
): HttpResponse {
  const stream = () => limited(body, maxBytes);
  const bytes = async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream()) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  };
  const text = async () => new TextDecoder().decode(await bytes());
  return { status, headers, stream, bytes, text, json: async () => JSON.parse(await text()) as unknown };
}

async function* limited(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  let total = 0;
  for await (const chunk of body) {
    total += chunk.byteLength;
    if (total > maxBytes) {
      throw new KitError('HTTP_TOO_LARGE', `the response is larger than ${maxBytes} bytes`, {
        effect: 'unknown',
      });
    }
    yield chunk;
  }
}
