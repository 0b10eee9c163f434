import type { FaultPoints } from './fault-points.ts';
import { noFaults } from './fault-points.ts';
import { gotTransport } from './got-transport.ts';
import { KitError } from './kit-error.ts';

/** A body that is sent as it is read, with its exact length, so that memory use does not grow with the file. */
export interface StreamedBody {
  readonly length: number;
  /** Called once for every attempt. */
  open(): AsyncIterable<Uint8Array>;
}

/** One request. There is no automatic retry and no redirect: both are decisions of the client that knows the far side. */
export interface HttpRequest {
  /** The far side, for counting and for fault points: `github`, `pypi`, `tps`, `identity`, `artifact-storage`. */
  readonly side: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | StreamedBody;
  /** Milliseconds for the whole exchange, default 60,000. */
  readonly timeoutMs?: number;
  /** The largest body that is read, default 64 MiB. */
  readonly maxBytes?: number;
  /** Ends a read early. A write in flight is finished: whoever sends a write leaves this out. */
  readonly signal?: AbortSignal;
  /** Whether the request can change the far side; default: every method but GET and HEAD. A GraphQL query says `false`. */
  readonly writes?: boolean;
}

/** An answer, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body. Errors: `HTTP_TOO_LARGE`. */
  bytes(): Promise<Uint8Array>;
  /** The whole body as UTF-8. Errors: `HTTP_TOO_LARGE`. */
  text(): Promise<string>;
  /** @throws SyntaxError when the body is not JSON */
  json(): Promise<unknown>;
  /** The body as it arrives. Only one of `stream`, `bytes`, `text` and `json` may be called, and only once. */
  stream(): AsyncIterable<Uint8Array>;
}

/** Carries one request over the wire. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** What was asked of a far side, for reports and for tests that count. */
export interface SentRequest {
  readonly side: string;
  readonly method: string;
  /** The path without its query: queries may hold signatures. */
  readonly path: string;
}

/** How an {@link HttpClient} is made. */
export interface HttpClientOptions {
  readonly faults?: FaultPoints;
  /** Default: got, without retries and redirects. */
  readonly transport?: Transport;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The only door to the network: counts requests, names fault points, and refuses plain http except to loopback.
 *
 * Errors: `HTTP_INSECURE`, `HTTP_UNREACHABLE` (nothing was sent), `HTTP_BROKEN` and `HTTP_TIMEOUT` (a write may have landed, the
 * error's effect is `unknown`), `HTTP_TOO_LARGE`.
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

  /** Sends one request and answers with whatever came back, errors of the far side included. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
      throw new KitError('HTTP_INSECURE', `${url.origin} is not https`, {
        hint: 'Plain http is allowed only to this machine (loopback). Check the endpoint variables.',
      });
    }
    const writes = request.writes ?? !['GET', 'HEAD'].includes(request.method);
    const point = {
      door: 'http',
      name: `${request.side} ${request.method} ${url.pathname}`,
      writes,
    } as const;
    return await this.#faults.around(point, async () => {
      this.#sent.push({ side: request.side, method: request.method, path: url.pathname });
      return await this.#transport(request);
    });
  }

  /**
   * The same door in the shape of `fetch`, for libraries that bring their own requests (Octokit). Bodies are text or bytes; the
   * answer is read whole.
   */
  asFetch(side: string): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
      const response = await this.send({
        side,
        method: request.method as HttpRequest['method'],
        url: request.url,
        headers: Object.fromEntries(request.headers),
        writes: !['GET', 'HEAD'].includes(request.method) && !isGraphqlQuery(request.url, body),
        ...(body === undefined ? {} : { body }),
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

/** Whether an error came from the wire rather than from the far side's answer. */
export function isTransportError(error: unknown): error is KitError {
  return error instanceof KitError && error.code.startsWith('HTTP_');
}
