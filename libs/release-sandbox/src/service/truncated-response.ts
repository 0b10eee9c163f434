import { ConnectionReset } from './faults.ts';

const bodies = new WeakMap<Response, Uint8Array>();

/** Keeps the head and the first half of a response. In process, reading past that half fails with {@link ConnectionReset}. */
export async function truncateResponse(response: Response, operation: string): Promise<Response> {
  const whole = new Uint8Array(await response.arrayBuffer());
  const half = whole.slice(0, Math.floor(whole.length / 2));
  let sent = half.length === 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent) controller.error(new ConnectionReset(operation));
      else controller.enqueue(half);
      sent = true;
    },
  });
  const headers = new Headers(response.headers);
  headers.set('content-length', String(whole.length));
  const truncated = new Response(body, { status: response.status, headers });
  bodies.set(truncated, half);
  return truncated;
}

/** The bytes that a server sends before it breaks the connection; `undefined` for a complete response. */
export const truncatedBody = (response: Response): Uint8Array | undefined => bodies.get(response);
