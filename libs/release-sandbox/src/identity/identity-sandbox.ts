import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { World } from '../service/service.ts';
import { Service } from '../service/service.ts';
import { OWNER_URL_PREFIX } from './endpoints.ts';
import { SigningKey, openToken, signatureHolds } from './json-web-token.ts';
import type { PublishedKey } from './json-web-token.ts';

/** The claims of a job that may ask for identity tokens, as GitHub Actions issues them. */
export interface JobClaims {
  /** `owner/name`. */
  readonly repository: string;
  /** Login of the owner. */
  readonly repository_owner: string;
  /** Number of the owner's account, as text. */
  readonly repository_owner_id: string;
  /** Number of the repository, as text. */
  readonly repository_id?: string;
  /** `owner/repo/.github/workflows/file.yml@refs/tags/v1` of the file that holds the job. */
  readonly job_workflow_ref: string;
  /** The same of the entry workflow. */
  readonly workflow_ref: string;
  /** Full name of the ref that the run is for. */
  readonly ref: string;
  /** Commit that the run is for. */
  readonly sha: string;
  /** Event that started the run. */
  readonly event_name: string;
  /** Subject, such as `repo:owner/name:environment:pypi`. */
  readonly sub: string;
  /** Deployment environment of the job, if it has one. */
  readonly environment?: string;
  /** Number of the run, as text. */
  readonly run_id?: string;
  /** Number of the attempt, as text, from 1. */
  readonly run_attempt?: string;
  /** Login of who started the run. */
  readonly actor?: string;
  /** More claims, as they are; `iss`, `aud`, `exp`, `iat`, `nbf` and `jti` are the issuer's. */
  readonly [claim: string]: string | undefined;
}

/** What a job with `id-token: write` finds in its environment. */
export interface IdentityRequest {
  /** For `ACTIONS_ID_TOKEN_REQUEST_URL`; has a query already, so `audience` is appended. */
  readonly url: string;
  /** For `ACTIONS_ID_TOKEN_REQUEST_TOKEN`. */
  readonly token: string;
}

/** What an index needs to know about an issuer that it trusts. */
export interface TrustedIssuer {
  /** The `iss` claim of its tokens. */
  readonly issuer: string;
  /** Keys that its tokens can be verified with. */
  readonly keys: readonly PublishedKey[];
}

/** Options of {@link IdentitySide}. */
export interface IdentitySeed {
  /** The `iss` claim. Default: the side's own origin. */
  readonly issuer?: string;
  /** Life of a token in milliseconds. Default 5 minutes, as GitHub's. */
  readonly lifeMs?: number;
}

/** The identity issuer of GitHub Actions. Operations: `identity.token`, `identity.keys`, `identity.configuration`. */
export class IdentitySide implements TrustedIssuer {
  /** Answers HTTP. */
  readonly service: Service;
  /** The claims of every token that was handed out, oldest first. */
  readonly issued: Readonly<Record<string, unknown>>[] = [];
  readonly #world: World;
  readonly #origin: () => string;
  readonly #seed: IdentitySeed;
  /** Made on first need: an RSA key takes a tenth of a second. */
  #signingKey: SigningKey | undefined;
  readonly #jobs = new Map<string, JobClaims>();

  constructor(world: World, origin: () => string, seed: IdentitySeed = {}) {
    this.#world = world;
    this.#origin = origin;
    this.#seed = seed;
    this.service = new Service('identity', world, (context) => context.json({ message: 'Not Found' }, 404));
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

  /** The public keys that the tokens can be verified with. */
  get keys(): readonly PublishedKey[] {
    return [this.#key.published];
  }

  /** Gives a job the right to ask for identity tokens with these claims, as `id-token: write` does. */
  requestToken(claims: JobClaims): IdentityRequest {
    const token = randomBytes(32).toString('hex');
    this.#jobs.set(token, { ...claims });
    return { url: `${this.#origin()}/idtoken?api-version=2.0`, token };
  }

  /** Ends the right that {@link requestToken} gave, as the end of the job does. */
  revoke(token: string): void {
    this.#jobs.delete(token);
  }

  /** A signed token without a request. `overrides` may break any claim, `iss` and `exp` too; `undefined` leaves one out. */
  issue(claims: JobClaims, audience: string, overrides: Readonly<Record<string, unknown>> = {}): string {
    const now = Math.floor(this.#world.clock.now() / 1000);
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

  /** The claims of a token that this issuer signed and that has not expired; else `undefined`. */
  verify(token: string): Readonly<Record<string, unknown>> | undefined {
    const opened = openToken(token);
    if (opened === undefined || !signatureHolds(opened, this.keys)) return undefined;
    const { exp } = opened.claims;
    if (typeof exp !== 'number' || exp * 1000 <= this.#world.clock.now()) return undefined;
    return opened.claims;
  }

  #answer(context: Context): Response {
    const bearer = /^bearer ([0-9a-f]+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const claims = bearer === undefined ? undefined : this.#jobs.get(bearer);
    if (claims === undefined) return context.json({ message: 'Unauthorized' }, 401);
    // Without an audience GitHub uses the URL of the repository's owner.
    const audience = context.req.query('audience') ?? `${OWNER_URL_PREFIX}${claims.repository_owner}`;
    if (audience === '') return context.json({ message: 'the audience is empty' }, 400);
    context.set('by' as never, `job of ${claims.repository}` as never);
    const value = this.issue(claims, audience);
    return context.json({ count: value.length, value });
  }
}
