import { ServerResponse, createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { halfOf } from './truncated-response.ts';
import { ConnectionReset } from './faults.ts';

/** Something that answers requests in process. */
export interface Answers {
  /** Answers one request; `env` is what the server hands on. */
  fetch(request: Request, env?: object): Promise<Response>;
}

/** A server on loopback, on a port of its own. */
export interface Host {
  /** Origin without a trailing slash, such as `http://127.0.0.1:40001`. */
  readonly origin: string;
  /** Ends all connections and the server. A second call does nothing. */
  close(): Promise<void>;
}

/** Serves `service` over HTTP on loopback; a {@link ConnectionReset} destroys the caller's socket. */
export async function serveOnLoopback(service: Answers): Promise<Host> {
  const listener = getRequestListener(
    async (request, env) => {
      try {
        const response = await service.fetch(request, env);
        // The adapter drops the reason phrase, which some services put their message into.
        if (response.statusText !== '') env.outgoing.statusMessage = response.statusText;
        const half = halfOf(response);
        const { outgoing } = env;
        if (half === undefined || !(outgoing instanceof ServerResponse)) return response;
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.write(half, () => outgoing.destroy());
        return RESPONSE_ALREADY_SENT;
      } catch (error) {
        if (!(error instanceof ConnectionReset)) throw error;
        env.outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
    { overrideGlobalObjects: false },
  );
  const server: Server = createServer((incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  let closed = false;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      if (closed) return;
      closed = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
