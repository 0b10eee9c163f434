import { ServerResponse, createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ConnectionReset } from './faults.ts';
import { truncatedBody } from './truncated-response.ts';

/** Answers requests in process. */
export interface RequestHandler {
  /** Answers one request. `env` carries the server's own objects, such as the outgoing response. */
  fetch(request: Request, env?: object): Promise<Response>;
}

/** A server on a loopback port. */
export interface LoopbackServer {
  /** Origin without a trailing slash, such as `http://127.0.0.1:40001`. */
  readonly origin: string;
  /** Closes all connections and stops the server. A second call does nothing. */
  close(): Promise<void>;
}

/** Serves `service` over HTTP on a free loopback port. A {@link ConnectionReset} destroys the caller's socket. */
export async function serveOnLoopback(service: RequestHandler): Promise<LoopbackServer> {
  const listener = getRequestListener(
    async (request, env) => {
      try {
        const response = await service.fetch(request, env);
        // The adapter drops the reason phrase, where some services put their message.
        if (response.statusText !== '') env.outgoing.statusMessage = response.statusText;
        const half = truncatedBody(response);
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
