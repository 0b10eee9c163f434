import { type Clock, type HttpClient, isTransportError, KitError } from '@heroku-release/release-kit';
import { effectOf, type Random, Redactor } from '@heroku-release/release-kit';
import { parseTpsBaseUrl } from './endpoints.ts';
import { TpsError } from './errors.ts';
import { parseRetryAfter } from './retry-after.ts';
import { shownBody } from './shown-body.ts';
import { said, type TpsAnswer, type TpsRequest } from './tps-call.ts';

/** How a {@link TpsTransport} is made. */
export interface TpsTransportOptions {
  readonly http: HttpClient;
  /** See `tpsEndpointFromEnv`. */
  readonly baseUrl: string;
  /** The API token; white space around it is dropped. It is registered in the redactor. */
  readonly token: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The word before the token, default `Bearer`; `Token` is what TPS took before November 2024. */
  readonly authScheme?: 'Bearer' | 'Token';
  /** Cleans what is shown of answers; pass the program's own so that its other secrets are known too. */
  readonly redactor?: Redactor;
  /** Milliseconds for one exchange, default 30,000. */
  readonly timeoutMs?: number;
}

type Attempt =
  | { readonly kind: 'answer'; readonly answer: Omit<TpsAnswer, 'doubtful'> }
  | {
      readonly kind: 'trouble';
      readonly because: string;
      readonly doubtful: boolean;
      readonly retryAfterMs?: number | undefined;
      readonly cause?: unknown;
    };

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Authorised JSON calls to TPS. Repeats passing trouble (408, 425, 429, 5xx, broken connections) with a doubling wait from 1 to
 * 15 s, spread by chance, or the longer one that `Retry-After` asks for. Both calls that TPS has may be repeated: asking for a
 * lock again is harmless, and a change record that is there twice beats one that is missing.
 *
 * Errors: `TPS_ENDPOINT_INVALID` and `TPS_TOKEN_MISSING` when made; `TPS_REDIRECTED`, `TPS_UNAVAILABLE` when sent.
 */
export class TpsTransport {
  readonly #options: TpsTransportOptions;
  readonly #baseUrl: string;
  readonly #authorization: string;
  readonly #redactor: Redactor;

  constructor(options: TpsTransportOptions) {
    const token = options.token.trim();
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new TpsError('TPS_TOKEN_MISSING', 'there is no usable TPS token', {
        hint: 'Set TPS_API_TOKEN (or TPS_API_TOKEN_PARAM) from the environment change_management.',
      });
    }
    this.#options = options;
    this.#baseUrl = parseTpsBaseUrl(options.baseUrl);
    this.#authorization = `${options.authScheme ?? 'Bearer'} ${token}`;
    this.#redactor = options.redactor ?? new Redactor();
    this.#redactor.add(token);
  }

  /** Sends a call until TPS gives an answer that is not passing trouble; the caller judges its status. */
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
      request.onTrouble?.({ because: attempt.because, waitMs, since, givesUpAt });
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
      if (!isPassing(cause)) throw cause;
      const because = `TPS cannot be reached (${cause.code})`;
      return { kind: 'trouble', because, doubtful: effectOf(cause) === 'unknown', cause };
    }
    const { status } = response;
    const body = await shownBody(response, this.#redactor);
    const retryAfterMs = parseRetryAfter(response.headers['retry-after'], this.#options.clock.now());
    if (status >= 300 && status < 400) throw this.#redirected(request, status, doubtful);
    if (status >= 500 || [408, 425, 429, ...(request.alsoPassing ?? [])].includes(status)) {
      // A gateway that gave up (502, 504) or a late failure may hide a call that went through.
      const mayHaveLanded = status >= 500 || status === 408;
      return { kind: 'trouble', because: said(status, body), doubtful: mayHaveLanded, retryAfterMs };
    }
    return {
      kind: 'answer',
      answer: { status, body, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    };
  }

  #backoff(tries: number): number {
    const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries, 10));
    return Math.round(full / 2 + (full / 2) * this.#options.random.fraction());
  }

  #unavailable(request: TpsRequest, trouble: Attempt & { kind: 'trouble' }, doubtful: boolean): TpsError {
    return new TpsError('TPS_UNAVAILABLE', `${request.method} ${request.path}: ${trouble.because}`, {
      hint: 'TPS is in trouble. Run the command again later; it continues where it stopped.',
      cause: trouble.cause,
      effect: doubtful ? 'unknown' : 'none',
    });
  }

  #redirected(request: TpsRequest, status: number, doubtful: boolean): TpsError {
    const message = `${request.method} ${request.path}: TPS answered with a redirect (${status}), which is not followed`;
    return new TpsError('TPS_REDIRECTED', message, {
      hint: 'Check TPS_BASE_URL or TPS_HOSTNAME: it must name the service itself.',
      // A redirect after a write may mean "done, look there".
      effect: doubtful || request.method === 'POST' ? 'unknown' : 'none',
    });
  }
}

function isPassing(error: unknown): error is KitError {
  return isTransportError(error) && error.code !== 'HTTP_INSECURE';
}
