import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { Service } from '../service/service.ts';
import type { SandboxContext } from '../service/service.ts';
import { OWNER_URL_PREFIX } from './endpoints.ts';
import { SigningKey, parseToken, isSignatureValid } from './json-web-token.ts';
import type { PublishedKey } from './json-web-token.ts';

/** Claims of a job, as GitHub Actions puts them into identity tokens. */
export interface JobClaims {
  /** `owner/name`. */
  readonly repository: string;
  /** Login of the repository's owner. */
  readonly repository_owner: string;
  /** Id of the owner's account, as text. */
  readonly repository_owner_id: string;
  /** Id of the repository, as text. */
  readonly repository_id?: string;
  /** The workflow file that defines the job: `owner/repo/.github/workflows/file.yml@refs/tags/v1`. */
  readonly job_workflow_ref: string;
  /** The workflow file that started the run, in the same form. */
  readonly workflow_ref: string;
  /** Full ref name of the run. */
  readonly ref: string;
  /** Commit SHA of the run. */
  readonly sha: string;
  /** Name of the event that started the run. */
  readonly event_name: string;
  /** Subject, such as `repo:owner/name:environment:pypi`. */
  readonly sub: string;
  /** Deployment environment of the job, if any. */
  readonly environment?: string;
  /** Id of the run, as text. */
  readonly run_id?: string;
  /** Attempt of the run, as text, starting at 1. */
  readonly run_attempt?: string;
  /** Login of the account that started the run. */
  readonly actor?: string;
  /** Further claims. The issuer sets `iss`, `aud`, `exp`, `iat`, `nbf` and `jti` itself. */
  readonly [claim: string]: string | undefined;
}

/** Environment of a job with `id-token: write`. */
export interface IdentityRequest {
  /** Value of `ACTIONS_ID_TOKEN_REQUEST_URL`. It already has a query, so append `&audience=`. */
  readonly url: string;
  /** Value of `ACTIONS_ID_TOKEN_REQUEST_TOKEN`. */
  readonly token: string;
}

/** An issuer that a package index trusts. */
export interface TrustedIssuer {
  /** The `iss` claim of its tokens. */
  readonly issuer: string;
  /** Public keys that verify its tokens. */
  readonly keys: readonly PublishedKey[];
}

/** Options of {@link IdentitySandbox}. */
export interface IdentitySeed {
  /** The `iss` claim. Default: the origin of the service. */
  readonly issuer?: string;
  /** Lifetime of a token in milliseconds. Default: 5 minutes, as at GitHub. */
  readonly lifeMs?: number;
}

/** The identity issuer of GitHub Actions. Operations: `identity.token`, `identity.keys`, `identity.configuration`. */
export class IdentitySandbox implements TrustedIssuer {
  /** The HTTP interface. */
  readonly service: Service;
  /** Claims of every token that was issued, oldest first. */
  readonly issued: Readonly<Record<string, unknown>>[] = [];
  readonly #sandbox: SandboxContext;
  readonly #origin: () => string;
  readonly #seed: IdentitySeed;
  /** Created on demand: generating an RSA key takes a tenth of a second. */
  #signingKey: SigningKey | undefined;
  readonly #jobs = new Map<string, JobClaims>();

  constructor(sandbox: SandboxContext, origin: () => string, seed: IdentitySeed = {}) {
    this.#sandbox = sandbox;
    this.#origin = origin;
    this.#seed = seed;
    this.service = new Service('identity', sandbox, (context) => context.json({ message: 'Not Found' }, 404));
    this.service.on('GET', '/.well-known/jwks', 'identity.keys', (context) =>
      context.json({ keys: this.keys }),
    );
    this.service.on('GET', '/.well-known/openid-configuration', 'identity.configuration', (context) =>
      context.json({
        issuer: this.issuer,
        jwks_uri: `${this.#origin()}/.well-known/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['id_token'],
        subject_types_supported: ['public', 'pairwise'],
      }),
    );
    this.service.on('GET', '/idtoken', 'identity.token', (context) => this.#answer(context));
  }

  /** The `iss` claim of every token. */
  get issuer(): string {
    return this.#seed.issuer ?? this.#origin();
  }

  get #key(): SigningKey {
    this.#signingKey ??= new SigningKey(randomUUID());
    return this.#signingKey;
  }

  /** Public keys that verify the tokens. */
  get keys(): readonly PublishedKey[] {
    return [this.#key.published];
  }

  /** Lets a job request identity tokens with these claims, as `id-token: write` does. */
  requestToken(claims: JobClaims): IdentityRequest {
    const token = randomBytes(32).toString('hex');
    this.#jobs.set(token, { ...claims });
    return { url: `${this.#origin()}/idtoken?api-version=2.0`, token };
  }

  /** Withdraws the permission that {@link requestToken} gave, as the end of the job does. */
  revoke(token: string): void {
    this.#jobs.delete(token);
  }

  /** Issues a signed token without a request. `overrides` replaces any claim, even `iss` and `exp`; `undefined` omits one. */
  issue(claims: JobClaims, audience: string, overrides: Readonly<Record<string, unknown>> = {}): string {
    const now = Math.floor(this.#sandbox.clock.now() / 1000);
    const body = {
      ...claims,
      iss: this.issuer,
      aud: audience,
      jti: randomUUID(),
      iat: now,
      nbf: now,
      exp: now + Math.floor((this.#seed.lifeMs ?? 300_000) / 1000),
      ...overrides,
    };
    this.issued.push(body);
    return this.#key.sign(body);
  }

  /** The claims of a valid token; `undefined` if it has expired or another issuer signed it. */
  verify(token: string): Readonly<Record<string, unknown>> | undefined {
    const parsed = parseToken(token);
    if (parsed === undefined || !isSignatureValid(parsed, this.keys)) return undefined;
    const { exp } = parsed.claims;
    if (typeof exp !== 'number' || exp * 1000 <= this.#sandbox.clock.now()) return undefined;
    return parsed.claims;
  }

  #answer(context: Context): Response {
    const bearer = /^bearer ([0-9a-f]+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const claims = bearer === undefined ? undefined : this.#jobs.get(bearer);
    if (claims === undefined) return context.json({ message: 'Unauthorized' }, 401);
    // GitHub defaults to the URL of the repository's owner.
    const audience = context.req.query('audience') ?? `${OWNER_URL_PREFIX}${claims.repository_owner}`;
    if (audience === '') return context.json({ message: 'the audience is empty' }, 400);
    context.set('by' as never, `job of ${claims.repository}` as never);
    const value = this.issue(claims, audience);
    return context.json({ count: value.length, value });
  }
}
