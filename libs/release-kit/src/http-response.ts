import { Buffer } from 'node:buffer';
import { clearTimeout, setTimeout } from 'node:timers';
import { KitError } from './kit-error.ts';
import type { HttpResponse } from './transport.ts';

const DEFAULT_LIMIT = 64 * 1024 * 1024;
/** A discarded body is drained while that is cheaper than a new connection. */
const DRAINED_BYTES = 64 * 1024;
const DRAINED_MS = 250;

/** A response as a transport receives it. */
export interface ReceivedResponse extends Pick<HttpResponse, 'status' | 'headers'> {
  /** Can be read once. Ending the iteration early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection, even while the body is being read. */
  readonly cancel: () => void;
  /** Default 64 MiB. */
  readonly maxBytes?: number | undefined;
}

/** Makes an {@link HttpResponse} whose body is read at most once and never beyond `maxBytes`. */
export function bufferedResponse(received: ReceivedResponse): HttpResponse {
  const { status, headers, body, cancel, maxBytes = DEFAULT_LIMIT } = received;
  const stream = () => limited(body, maxBytes);
  const bytes = async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream()) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  };
  const text = async () => new TextDecoder().decode(await bytes());
  return {
    status,
    headers,
    stream,
    bytes,
    text,
    json: async () => JSON.parse(await text()) as unknown,
    discard: async () => {
      await drain(body, cancel);
    },
  };
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

async function drain(body: AsyncIterable<Uint8Array>, cancel: () => void): Promise<void> {
  const timer = setTimeout(cancel, DRAINED_MS);
  let drained = 0;
  try {
    for await (const chunk of body) {
      drained += chunk.byteLength;
      if (drained > DRAINED_BYTES) break;
    }
  } catch {
    // The connection is closed, which is all that a discarded body needs.
  } finally {
    clearTimeout(timer);
  }
}
