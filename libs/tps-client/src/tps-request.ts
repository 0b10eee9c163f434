/** One request to TPS. */
export interface TpsRequest {
  readonly method: 'PUT' | 'POST';
  /** Path below the base URL, percent-encoded, such as `/api/ctc`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body: object;
  /** Statuses of transient failures beside 408, 425, 429 and 5xx. */
  readonly alsoTransient?: readonly number[] | undefined;
  /** Milliseconds for which transient failures are retried; 0 sends the request once. */
  readonly budgetMs: number;
  /** Aborts the wait between attempts; a request in flight is finished. */
  readonly signal?: AbortSignal | undefined;
  /** Called before every wait. */
  readonly onRetry?: ((retry: TpsRetry) => void) | undefined;
}

/** Why and when a request is retried. */
export interface TpsRetry {
  /** The reason for people, redacted. */
  readonly because: string;
  /** Milliseconds until the next attempt. */
  readonly waitMs: number;
  /** When the first attempt began, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** When the retries end, in milliseconds since the Unix epoch. */
  readonly givesUpAt: number;
}

/** The final answer of TPS. */
export interface TpsAnswer {
  /** Neither a redirect nor a transient failure. */
  readonly status: number;
  /** The body for people: redacted, one line, at most 2 KB. Nothing depends on it. */
  readonly body: string;
  /** Milliseconds until the next request, if TPS sent `Retry-After`. */
  readonly retryAfterMs?: number | undefined;
  /** Whether an earlier attempt of this request may have taken effect, too. */
  readonly doubtful: boolean;
}

/** Describes an answer: `TPS answered 409: moratorium until Monday`. */
export function describeAnswer(status: number, body: string): string {
  return body === '' ? `TPS answered ${status}` : `TPS answered ${status}: ${body}`;
}
