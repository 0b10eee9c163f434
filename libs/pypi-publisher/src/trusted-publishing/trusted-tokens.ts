import type { Clock, HttpClient, HttpResponse, Random, Redactor } from '@heroku-release/release-kit';
import * as z from 'zod';
import { PypiError } from '../errors.ts';
import { errorText, readStart } from '../http/response-text.ts';
import { backoffMs, isTransientError, isTransientStatus } from '../http/retry.ts';
import { decodeClaims, diagnoseClaims } from './identity-claims.ts';

/** Dependencies of {@link TrustedTokens}. */
export interface TrustedTokensOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly redactor: Redactor;
  /** The origin that exchanges identity tokens for upload tokens. */
  readonly oidcUrl: string;
  /** Requests an identity token with this audience from the CI service; called again for every exchange. */
  readonly identityToken: (audience: string) => Promise<string>;
  /** Receives every token as soon as it exists, for CI services that mask values at run time. */
  readonly onSecret?: ((value: string) => void) | undefined;
  readonly userAgent: string;
}

const audienceAnswer = z.object({ audience: z.string().min(1) });
const minted = z.object({ token: z.string().min(1), expires: z.number().optional() });
const refusal = z.object({
  errors: z.array(z.object({ code: z.string(), description: z.string().default('') })).min(1),
});

const ATTEMPTS = 4;
const TIMEOUT_MS = 15_000;
const BODY_LIMIT = 64 * 1024;
/** PyPI's tokens are valid for 15 minutes; a token is replaced when less than 5 minutes are left. */
const LIFE_MS = 15 * 60_000;
const MARGIN_MS = 5 * 60_000;

/**
 * Upload tokens from trusted publishing: the identity token of a CI run is exchanged for a token that is valid for 15 minutes. Nothing is
 * exchanged before the first upload, because an exchange may create the project of a pending publisher.
 */
export class TrustedTokens {
  readonly #options: TrustedTokensOptions;
  readonly #origin: string;
  #audience: string | undefined;
  #token: { readonly value: string; readonly expiresMs: number } | undefined;

  constructor(options: TrustedTokensOptions) {
    this.#options = options;
    this.#origin = new URL(options.oidcUrl).origin;
  }

  /**
   * A token that is valid for at least five more minutes, exchanged now if necessary.
   *
   * Errors: `PYPI_TRUSTED_PUBLISHING_UNAVAILABLE` (the index does not offer it or does not respond),
   * `PYPI_TRUSTED_PUBLISHING_REFUSED` (no publisher matches; the hint shows the decoded claims), and the errors of `identityToken`.
   */
  async token(signal?: AbortSignal): Promise<string> {
    const { clock } = this.#options;
    if (this.#token === undefined || this.#token.expiresMs - clock.now() < MARGIN_MS) {
      this.#token = await this.#mint(signal);
    }
    return this.#token.value;
  }

  /** Drops the token after the index called it expired. */
  forget(): void {
    this.#token = undefined;
  }

  async #mint(signal?: AbortSignal): Promise<{ value: string; expiresMs: number }> {
    const { clock, random } = this.#options;
    this.#audience ??= await this.#audienceOfIndex(signal);
    let reused = false;
    for (let attempt = 1; ; attempt += 1) {
      // Each exchange needs a new identity token: an earlier one may have succeeded although its response was lost.
      const jwt = await this.#options.identityToken(this.#audience);
      this.#hide(jwt);
      const answer = await this.#exchange(jwt);
      if (answer.kind === 'minted') return answer;
      if (answer.kind === 'refused') {
        if (answer.code !== 'invalid-reuse-token' || reused) {
          throw refused(answer, jwt, this.#options.redactor);
        }
        reused = true;
        continue;
      }
      if (attempt >= ATTEMPTS) throw unavailable(this.#origin, answer.because, answer.cause);
      await clock.sleep(backoffMs(attempt, random), signal);
    }
  }

  async #audienceOfIndex(signal?: AbortSignal): Promise<string> {
    const { clock, random } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#getAudience(signal);
      if (answer.kind === 'audience') return answer.audience;
      if (attempt >= ATTEMPTS) throw unavailable(this.#origin, answer.because, answer.cause);
      await clock.sleep(backoffMs(attempt, random), signal);
    }
  }

  async #getAudience(
    signal?: AbortSignal,
  ): Promise<{ kind: 'audience'; audience: string } | TransientFailure> {
    const url = `${this.#origin}/_/oidc/audience`;
    return await catchTransient(async () => {
      const response = await this.#options.http.send({
        ...this.#request(url),
        method: 'GET',
        signal,
      });
      const body = await jsonOf(response);
      if (response.status === 403) throw unavailable(this.#origin, 'the index has switched it off');
      if (response.status === 404) throw unavailable(this.#origin, 'the index does not offer it');
      const parsed = audienceAnswer.safeParse(body);
      if (response.status === 200 && parsed.success) {
        return { kind: 'audience', audience: parsed.data.audience };
      }
      if (response.status !== 200 && !isTransientStatus(response.status)) {
        throw unavailable(this.#origin, `${url} responds with status ${response.status}`);
      }
      return { kind: 'transient', because: `${url} responds with status ${response.status}` };
    });
  }

  async #exchange(jwt: string): Promise<Minted | Refused | TransientFailure> {
    const url = `${this.#origin}/_/oidc/mint-token`;
    return await catchTransient(async () => {
      const response = await this.#options.http.send({
        ...this.#request(url),
        method: 'POST',
        headers: { ...this.#request(url).headers, 'content-type': 'application/json' },
        body: JSON.stringify({ token: jwt }),
      });
      const body = await jsonOf(response);
      const success = minted.safeParse(body);
      if (response.status === 200 && success.success) {
        const value = success.data.token.trim();
        this.#hide(value);
        const { expires } = success.data;
        const expiresMs = expires === undefined ? this.#options.clock.now() + LIFE_MS : expires * 1000;
        return { kind: 'minted', value, expiresMs };
      }
      const failure = refusal.safeParse(body);
      const [first] = failure.success ? failure.data.errors : [];
      if (first !== undefined && !isTransientStatus(response.status)) {
        return { kind: 'refused', code: first.code, description: first.description };
      }
      if (response.status !== 200 && response.status !== 422 && !isTransientStatus(response.status)) {
        throw unavailable(this.#origin, `${url} responds with status ${response.status}`);
      }
      return { kind: 'transient', because: `${url} responds with status ${response.status}` };
    });
  }

  #request(url: string) {
    return {
      service: 'pypi',
      url,
      timeoutMs: TIMEOUT_MS,
      maxBytes: BODY_LIMIT,
      headers: { accept: 'application/json', 'user-agent': this.#options.userAgent },
    };
  }

  #hide(secret: string): void {
    this.#options.redactor.add(secret);
    this.#options.onSecret?.(secret);
  }
}

interface Minted {
  readonly kind: 'minted';
  readonly value: string;
  readonly expiresMs: number;
}

/** The index understood the exchange and declined it. */
interface Refused {
  readonly kind: 'refused';
  readonly code: string;
  readonly description: string;
}

interface TransientFailure {
  readonly kind: 'transient';
  readonly because: string;
  readonly cause?: unknown;
}

async function catchTransient<T>(
  request: () => Promise<T | TransientFailure>,
): Promise<T | TransientFailure> {
  try {
    return await request();
  } catch (cause) {
    if (!isTransientError(cause)) throw cause;
    return { kind: 'transient', because: cause.message, cause };
  }
}

async function jsonOf(response: HttpResponse): Promise<unknown> {
  try {
    return JSON.parse(await readStart(response)) as unknown;
  } catch {
    return undefined;
  }
}

function unavailable(origin: string, because: string, cause?: unknown): PypiError {
  return new PypiError(
    'PYPI_TRUSTED_PUBLISHING_UNAVAILABLE',
    `trusted publishing at ${origin} is not available: ${because}`,
    { cause, hint: 'Nothing was uploaded. Check the OIDC URL, or run the command again later.' },
  );
}

const MEANINGS: Readonly<Record<string, string>> = {
  'not-enabled':
    'The index has switched off trusted publishing for this CI service. Run the command again later.',
  'invalid-token':
    'The index rejected the identity token because of its signature, expiry or audience, or because of a wrong clock.',
  'invalid-pending-publisher':
    'The pending publisher was outdated and has been removed. Register a normal publisher in the project.',
  'invalid-publisher':
    'No registered publisher matches this run. Compare its registration with the claims below.',
  'invalid-payload':
    'The index could not use the identity token or create the project of a pending publisher.',
  'invalid-reuse-token': 'The index reported twice in a row that the identity token had been used before.',
};

function refused(answer: Refused, jwt: string, redactor: Redactor): PypiError {
  const meaning = MEANINGS[answer.code] ?? 'The index refused the identity token.';
  const description = redactor.text(errorText(answer.description));
  return new PypiError(
    'PYPI_TRUSTED_PUBLISHING_REFUSED',
    `the index does not trust this run: ${answer.code}: ${description}`,
    { hint: `${meaning}\n${diagnoseClaims(decodeClaims(jwt))}` },
  );
}
