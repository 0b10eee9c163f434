/** A request body that is sent while it is read, with its exact length, so that memory use does not grow with the file. */
export interface StreamedBody {
  readonly length: number;
  /** Called once per attempt. */
  open(): AsyncIterable<Uint8Array>;
}

/** One request. It is neither retried nor redirected: both are decisions of the client for that service. */
export interface HttpRequest {
  /** The external service, for request counts and fault points: `github`, `pypi`, `tps`, `identity`, `artifact-storage`. */
  readonly service: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | StreamedBody | undefined;
  /** Milliseconds for the whole exchange, default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Size limit of the response body in bytes, default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** Aborts a read. Leave it out for writes: a write in flight is finished. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the request can change anything in the service; default: every method but GET and HEAD. `false` for a GraphQL query. */
  readonly writes?: boolean | undefined;
}

/**
 * A response with any status. Read its body, or call `discard`: a body that is left alone keeps its connection until the request times
 * out, although it does not keep the process alive.
 */
export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body. Errors: `HTTP_TOO_LARGE`. */
  bytes(): Promise<Uint8Array>;
  /** The whole body as UTF-8. Errors: `HTTP_TOO_LARGE`. */
  text(): Promise<string>;
  /** @throws SyntaxError when the body is not JSON */
  json(): Promise<unknown>;
  /** The body as it arrives. Call only one of `stream`, `bytes`, `text` and `json`, and only once. */
  stream(): AsyncIterable<Uint8Array>;
  /**
   * Releases the connection without the body: a short rest is drained, so that the connection can be used again; for a long or slow one
   * the connection is closed. Takes at most a quarter of a second and never rejects. Does nothing after the body was read.
   */
  discard(): Promise<void>;
}

/** Sends one request over the network. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;
