import type { FaultPoints } from './fault-points.ts';
import { noFaults } from './fault-points.ts';
import { gotTransport } from './got-transport.ts';
import { KitError } from './kit-error.ts';
import type { HttpRequest, HttpResponse, Transport } from './transport.ts';

/** A request that was sent, for reports and for tests that count requests. */
export interface SentRequest {
  readonly service: string;
  readonly method: string;
  /** The path without its query, which may contain a signature. */
  readonly path: string;
}

/** Options of {@link HttpClient}. */
export interface HttpClientOptions {
  readonly faults?: FaultPoints | undefined;
  /** Default: got, without retries and redirects. */
  readonly transport?: Transport | undefined;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The only way to the network: records every request, passes a fault point for each, and refuses plain http except to loopback.
 *
 * Errors: `HTTP_INSECURE`, `HTTP_UNREACHABLE` (nothing was sent), `HTTP_BROKEN` and `HTTP_TIMEOUT` (a write may have taken effect, so
 * the error's effect is `unknown`), `HTTP_TOO_LARGE`.
 */
export class HttpClient {
  readonly #faults: FaultPoints;
  readonly #transport: Transport;
  readonly #sent: SentRequest[] = [];

  constructor(options: HttpClientOptions = {}) {
    this.#faults = options.faults ?? noFaults;
    this.#transport = options.transport ?? gotTransport;
  }

  /** Every request so far, in order. */
  get sent(): readonly SentRequest[] {
    return this.#sent;
  }

  /** Sends one request and returns the response, whatever its status. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
      throw new KitError('HTTP_INSECURE', `${url.origin} is not https`, {
        hint: 'Plain http is allowed only to this machine (loopback). Check the endpoint variables.',
      });
    }
    const writes = request.writes ?? !['GET', 'HEAD'].includes(request.method);
    const point = {
      boundary: 'http',
      name: `${request.service} ${request.method} ${url.pathname}`,
      writes,
    } as const;
    return await this.#faults.around(point, async () => {
      this.#sent.push({ service: request.service, method: request.method, path: url.pathname });
      return await this.#transport(request);
    });
  }

  /**
   * This client as a `fetch` function, for libraries that make their own requests (Octokit). Bodies are text or bytes; the
   * response is read whole.
   */
  asFetch(service: string): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
      const response = await this.send({
        service,
        method: request.method as HttpRequest['method'],
        url: request.url,
        headers: Object.fromEntries(request.headers),
        writes: !['GET', 'HEAD'].includes(request.method) && !isGraphqlQuery(request.url, body),
        body,
      });
      const bytes = await response.bytes();
      const empty = [204, 205, 304].includes(response.status);
      return new Response(empty ? null : Buffer.from(bytes), {
        status: response.status,
        headers: response.headers,
      });
    };
  }
}

function isGraphqlQuery(url: string, body: Uint8Array | undefined): boolean {
  if (!new URL(url).pathname.endsWith('/graphql') || body === undefined) return false;
  return !/"query"\s*:\s*"\s*mutation\b/.test(new TextDecoder().decode(body));
}

/** Whether an error came from the network rather than from the response of the service. */
export function isTransportError(error: unknown): error is KitError {
  return error instanceof KitError && error.code.startsWith('HTTP_');
}
