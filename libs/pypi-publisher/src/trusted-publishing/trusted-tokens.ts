import { isTransportError } from '@heroku-release/release-kit';
import type { Clock, HttpClient, HttpResponse, Random, Redactor } from '@heroku-release/release-kit';
import * as z from 'zod';
import { backoffMs, isPassing } from '../http/retry.ts';
import { PypiError } from '../errors.ts';
import { decodeClaims, diagnoseClaims } from './identity-claims.ts';
import { readSome, serverText } from '../http/error-text.ts';

/** How {@link TrustedTokens} are made. */
export interface TrustedTokensOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly redactor: Redactor;
  /** The origin that mints upload tokens. */
  readonly oidcUrl: string;
  /** Asks the CI service for an identity token with this audience; called anew for every exchange. */
  readonly identityToken: (audience: string) => Promise<string>;
  /** Told every token as soon as it is known, for CI services that mask values at run time. */
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
/** PyPI's tokens live 15 minutes; one is replaced when it has less than 5 left. */
const LIFE_MS = 15 * 60_000;
const MARGIN_MS = 5 * 60_000;

/**
 * Upload tokens by trusted publishing: an identity token of the CI run is exchanged for a token that lives 15 minutes. The first one is
 * minted when it is first needed; a dry run must not ask, since minting may create the project of a pending publisher.
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
   * A token with at least five minutes to live, minted now if need be.
   *
   * Errors: `PYPI_TRUSTED_PUBLISHING_UNAVAILABLE` (the index does not offer it, or does not answer),
   * `PYPI_TRUSTED_PUBLISHING_REFUSED` (no publisher matches; the hint shows the decoded claims), and what `identityToken` throws.
   */
  async token(signal?: AbortSignal): Promise<string> {
    const { clock } = this.#options;
    if (this.#token === undefined || this.#token.expiresMs - clock.now() < MARGIN_MS) {
      this.#token = await this.#mint(signal);
    }
    return this.#token.value;
  }

  /** Takes the token out of use, after the index called it expired. */
  forget(): void {
    this.#token = undefined;
  }

  async #mint(signal?: AbortSignal): Promise<{ value: string; expiresMs: number }> {
    const { clock, random } = this.#options;
    this.#audience ??= await this.#askAudience(signal);
    let reused = false;
    for (let attempt = 1; ; attempt += 1) {
      // Always a fresh identity token: the first exchange may have succeeded and only its answer been lost.
      const jwt = await this.#options.identityToken(this.#audience);
      this.#hide(jwt);
      const answer = await this.#exchange(jwt);
      if (answer.kind === 'minted') return answer;
      if (answer.kind === 'refused') {
        if (answer.code !== 'invalid-reuse-token' || reused)
          throw refused(answer, jwt, this.#options.redactor);
        reused = true;
        continue;
      }
      if (attempt >= ATTEMPTS) throw unavailable(this.#origin, answer.because, answer.cause);
      await clock.sleep(backoffMs(attempt, random), signal);
    }
  }

  async #askAudience(signal?: AbortSignal): Promise<string> {
    const { clock, random } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#getAudience(signal);
      if (answer.kind === 'audience') return answer.audience;
      if (attempt >= ATTEMPTS) throw unavailable(this.#origin, answer.because, answer.cause);
      await clock.sleep(backoffMs(attempt, random), signal);
    }
  }

  async #getAudience(signal?: AbortSignal): Promise<{ kind: 'audience'; audience: string } | Passing> {
    const url = `${this.#origin}/_/oidc/audience`;
    return await passing(async () => {
      const response = await this.#options.http.send({
        ...this.#common(url),
        method: 'GET',
        ...(signal === undefined ? {} : { signal }),
      });
      if (response.status === 403 || response.status === 404) {
        throw unavailable(this.#origin, response.status === 403 ? 'it is switched off' : 'it is not offered');
      }
      const parsed = audienceAnswer.safeParse(await jsonOf(response));
      if (response.status === 200 && parsed.success) {
        return { kind: 'audience', audience: parsed.data.audience };
      }
      if (response.status !== 200 && !isPassing(response.status)) {
        throw unavailable(this.#origin, `${url} answers with status ${response.status}`);
      }
      return { kind: 'passing', because: `${url} answers with status ${response.status}` };
    });
  }

  async #exchange(jwt: string): Promise<Minted | Refused | Passing> {
    const url = `${this.#origin}/_/oidc/mint-token`;
    return await passing(async () => {
      const response = await this.#options.http.send({
        ...this.#common(url),
        method: 'POST',
        headers: { ...this.#common(url).headers, 'content-type': 'application/json' },
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
      if (first !== undefined && !isPassing(response.status)) {
        return { kind: 'refused', code: first.code, description: first.description };
      }
      if (response.status !== 200 && response.status !== 422 && !isPassing(response.status)) {
        throw unavailable(this.#origin, `${url} answers with status ${response.status}`);
      }
      return { kind: 'passing', because: `${url} answers with status ${response.status}` };
    });
  }

  #common(url: string) {
    return {
      side: 'pypi',
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

interface Refused {
  readonly kind: 'refused';
  readonly code: string;
  readonly description: string;
}

interface Passing {
  readonly kind: 'passing';
  readonly because: string;
  readonly cause?: unknown;
}

async function passing<T>(request: () => Promise<T | Passing>): Promise<T | Passing> {
  try {
    return await request();
  } catch (cause) {
    const insecure = cause instanceof Error && 'code' in cause && cause.code === 'HTTP_INSECURE';
    if (!isTransportError(cause) || insecure) throw cause;
    return {
      kind: 'passing',
      because: cause instanceof Error ? cause.message : 'the connection broke',
      cause,
    };
  }
}

async function jsonOf(response: HttpResponse): Promise<unknown> {
  try {
    return JSON.parse(await readSome(response)) as unknown;
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
    'The index has switched trusted publishing off for this CI service; run the command again later.',
  'invalid-token': 'The index did not accept the identity token: signature, expiry, audience or clock.',
  'invalid-pending-publisher':
    'The pending publisher was stale and has been removed; register a normal publisher in the project.',
  'invalid-publisher':
    'No registered publisher matches this run. Compare its registration with the claims below.',
  'invalid-payload':
    'The index could not use the identity token or create the project of a pending publisher.',
  'invalid-reuse-token': 'The index had seen the identity token before, twice in a row.',
};

function refused(answer: Refused, jwt: string, redactor: Redactor): PypiError {
  const meaning = MEANINGS[answer.code] ?? 'The index refused the identity token.';
  const said = redactor.text(serverText(answer.description));
  return new PypiError(
    'PYPI_TRUSTED_PUBLISHING_REFUSED',
    `the index does not trust this run: ${answer.code}: ${said}`,
    { hint: `${meaning}\n${diagnoseClaims(decodeClaims(jwt))}` },
  );
}
