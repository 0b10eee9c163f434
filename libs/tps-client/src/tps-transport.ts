import {
  type Clock,
  effectOf,
  type HttpClient,
  isTransportError,
  type KitError,
  type Random,
  Redactor,
} from '@heroku-release/release-kit';
import { parseTpsBaseUrl } from './endpoints.ts';
import { TpsError } from './errors.ts';
import { parseRetryAfter } from './retry-after.ts';
import { shownBody } from './shown-body.ts';
import { describeAnswer, type TpsAnswer, type TpsRequest } from './tps-request.ts';

/** Options of {@link TpsTransport}. */
export interface TpsTransportOptions {
  readonly http: HttpClient;
  /** See `tpsEndpointFromEnv`. */
  readonly baseUrl: string;
  /** The API token; surrounding white space is removed. It is registered in the redactor. */
  readonly token: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The authentication scheme, default `Bearer`; TPS expected `Token` before November 2024. */
  readonly authScheme?: 'Bearer' | 'Token' | undefined;
  /** Redacts what is shown of answers; pass the redactor of the program, so that its other secrets are hidden, too. */
  readonly redactor?: Redactor | undefined;
  /** Milliseconds for one attempt, default 30,000. */
  readonly timeoutMs?: number | undefined;
}

type Attempt =
  | { readonly kind: 'answer'; readonly answer: Omit<TpsAnswer, 'doubtful'> }
  | {
      readonly kind: 'transient';
      readonly because: string;
      readonly doubtful: boolean;
      readonly retryAfterMs?: number | undefined;
      readonly cause?: unknown;
    };

const FIRST_WAIT_MS = 1000;
const MAX_WAIT_MS = 15_000;

/**
 * Sends authorised JSON requests to TPS. Retries transient failures (408, 425, 429, 5xx, broken connections) with exponential backoff
 * from 1 to 15 s and jitter, or after `Retry-After` if that is longer. Both requests that TPS offers may be repeated: requesting a lock
 * again is harmless, and a duplicate change record is better than a missing one.
 *
 * Errors: `TPS_ENDPOINT_INVALID` and `TPS_TOKEN_MISSING` from the constructor; `TPS_REDIRECTED` and `TPS_UNAVAILABLE` from `send`.
 */
export class TpsTransport {
  readonly #options: TpsTransportOptions;
  readonly #baseUrl: string;
  readonly #authorization: string;
  readonly #redactor: Redactor;

  constructor(options: TpsTransportOptions) {
    const token = options.token.trim();
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new TpsError('TPS_TOKEN_MISSING', 'the TPS token is missing or malformed', {
        hint: 'Set TPS_API_TOKEN (or TPS_API_TOKEN_PARAM) from the environment change_management.',
      });
    }
    this.#options = options;
    this.#baseUrl = parseTpsBaseUrl(options.baseUrl);
    this.#authorization = `${options.authScheme ?? 'Bearer'} ${token}`;
    this.#redactor = options.redactor ?? new Redactor();
    this.#redactor.add(token);
  }

  /** Sends a request and retries transient failures. Every other status but a redirect is returned to the caller. */
  async send(request: TpsRequest): Promise<TpsAnswer> {
    const { clock } = this.#options;
    const since = clock.now();
    const givesUpAt = since + request.budgetMs;
    let doubtful = false;
    for (let tries = 0; ; tries += 1) {
      request.signal?.throwIfAborted();
      const attempt = await this.#attempt(request, doubtful);
      if (attempt.kind === 'answer') return { ...attempt.answer, doubtful };
      doubtful ||= attempt.doubtful;
      const waitMs = Math.max(this.#backoff(tries), attempt.retryAfterMs ?? 0);
      if (clock.now() + waitMs > givesUpAt) throw this.#unavailable(request, attempt, doubtful);
      request.onRetry?.({ because: attempt.because, waitMs, since, givesUpAt });
      await clock.sleep(waitMs, request.signal);
    }
  }

  async #attempt(request: TpsRequest, doubtful: boolean): Promise<Attempt> {
    let response;
    try {
      response = await this.#options.http.send({
        service: 'tps',
        method: request.method,
        url: `${this.#baseUrl}${request.path}`,
        headers: {
          authorization: this.#authorization,
          accept: '*/*',
          'content-type': 'application/json',
          'user-agent': 'heroku-release',
        },
        body: JSON.stringify(request.body),
        timeoutMs: this.#options.timeoutMs ?? 30_000,
      });
    } catch (cause) {
      if (!isTransient(cause)) throw cause;
      const because = `TPS cannot be reached (${cause.code})`;
      return { kind: 'transient', because, doubtful: effectOf(cause) === 'unknown', cause };
    }
    const { status } = response;
    const body = await shownBody(response, this.#redactor);
    const retryAfterMs = parseRetryAfter(response.headers['retry-after'], this.#options.clock.now());
    if (status >= 300 && status < 400) throw this.#redirected(request, status, doubtful);
    if (status >= 500 || [408, 425, 429, ...(request.alsoTransient ?? [])].includes(status)) {
      // A gateway that gave up (502, 504) or a late failure may hide a request that succeeded.
      const mayHaveLanded = status >= 500 || status === 408;
      return {
        kind: 'transient',
        because: describeAnswer(status, body),
        doubtful: mayHaveLanded,
        retryAfterMs,
      };
    }
    return {
      kind: 'answer',
      answer: { status, body, retryAfterMs },
    };
  }

  #backoff(tries: number): number {
    const full = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries, 10));
    return Math.round(full / 2 + (full / 2) * this.#options.random.fraction());
  }

  #unavailable(request: TpsRequest, failure: Attempt & { kind: 'transient' }, doubtful: boolean): TpsError {
    return new TpsError('TPS_UNAVAILABLE', `${request.method} ${request.path}: ${failure.because}`, {
      hint: 'TPS is unavailable. Run the command again later; it continues where it stopped.',
      cause: failure.cause,
      effect: doubtful ? 'unknown' : 'none',
    });
  }

  #redirected(request: TpsRequest, status: number, doubtful: boolean): TpsError {
    const message = `${request.method} ${request.path}: TPS answered with a redirect (${status}), which is not followed`;
    return new TpsError('TPS_REDIRECTED', message, {
      hint: 'Check TPS_BASE_URL or TPS_HOSTNAME: it must point to TPS itself.',
      // A redirect after a write may mean that the write is done.
      effect: doubtful || request.method === 'POST' ? 'unknown' : 'none',
    });
  }
}

function isTransient(error: unknown): error is KitError {
  return isTransportError(error) && error.code !== 'HTTP_INSECURE';
}
