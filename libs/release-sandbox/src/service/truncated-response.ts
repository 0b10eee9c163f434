import { ConnectionReset } from './faults.ts';

const halves = new WeakMap<Response, Uint8Array>();

/** The head and the first half of an answer; in process, reading on meets a {@link ConnectionReset}. */
export async function cutOff(response: Response, operation: string): Promise<Response> {
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
  const cut = new Response(body, { status: response.status, headers });
  halves.set(cut, half);
  return cut;
}

/** What a server must still send of an answer that was cut off, before it breaks the connection; `undefined` for whole answers. */
export const halfOf = (response: Response): Uint8Array | undefined => halves.get(response);
