import type { Context } from 'hono';
import { Service } from '../service/service.ts';
import type { SandboxContext } from '../service/service.ts';

/** An API token. */
export interface TpsToken {
  /** Value of the token. */
  readonly token: string;
  /** Components that it may release. Default: all. */
  readonly components?: readonly string[] | undefined;
  /** Expiry in milliseconds since the epoch. Default: never. */
  readonly expiresAtMs?: number | undefined;
}

/** A change freeze, by the sandbox's clock. */
export interface Moratorium {
  /** Start in milliseconds since the epoch. Default: now. */
  readonly fromMs?: number | undefined;
  /** End in milliseconds since the epoch; requests at this millisecond are granted again. */
  readonly untilMs: number;
  /** The only component that is frozen. Default: all. */
  readonly component?: string | undefined;
}

/** A release lock. */
export interface TpsLock {
  /** Slug of the component. */
  readonly component: string;
  /** Commit whose release holds the lock. */
  readonly sha: string;
  /** Time of the first granted request, in milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** Time of the last granted request, in milliseconds since the epoch. */
  readonly updatedAtMs: number;
}

/** A change record. */
export interface TpsRecord {
  /** Slug of the component. */
  readonly component: string;
  /** Commit that was released. */
  readonly sha: string;
  /** Email address of the person who released. */
  readonly actorEmail: string;
  /** Stage, such as `production`. */
  readonly stage: string;
  /** Free text. */
  readonly description: string;
  /** UUID of an app; libraries have none. */
  readonly appId?: string | undefined;
  /** Time of the request in milliseconds since the epoch. */
  readonly atMs: number;
}

/** Options of {@link TpsSandbox}. */
export interface TpsSeed {
  /** Slugs of the components. Default: none. */
  readonly components?: readonly string[] | undefined;
  /** Default: none, so every request is answered 401. */
  readonly tokens?: readonly TpsToken[] | undefined;
  /** Change freezes. Default: none. */
  readonly moratoriums?: readonly Moratorium[] | undefined;
  /** Locks that are already held. Default: none. */
  readonly locks?: readonly Pick<TpsLock, 'component' | 'sha'>[] | undefined;
  /** Scheme of the Authorization header. Default `Bearer`; before November 2024 the service took `Token`. */
  readonly authScheme?: 'Bearer' | 'Token' | undefined;
}

/** A refused request: status and body. */
class TpsRefusal extends Error {
  readonly status: number;

  constructor(status: number, body: string) {
    super(body);
    this.status = status;
  }
}

type Body = Readonly<Record<string, unknown>>;

const plainText = (status: number, body: string): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });

/** The value of a key that must be a non-empty string. */
function text(body: Body, key: string): string {
  const value = body[key];
  if (typeof value !== 'string' || value.trim() === '')
    throw new TpsRefusal(422, `${key} must be a non-empty string\n`);
  return value;
}

function object(body: Body, key: string): Body {
  const value = body[key];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TpsRefusal(422, `${key} must be an object\n`);
  }
  return value as Body;
}

function commitSha(body: Body): string {
  const sha = text(body, 'sha');
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new TpsRefusal(422, 'sha must be a full commit SHA in lower case\n');
  return sha;
}

/** The release lock and the change record. Operations: `tps.lock`, `tps.record`. */
export class TpsSandbox {
  /** The HTTP interface. */
  readonly service: Service;
  /** Change records in the order of their requests; a repeated request adds a second one. */
  readonly records: TpsRecord[] = [];
  /** All change freezes, including past ones. */
  readonly moratoriums: Moratorium[] = [];
  /** Tokens by their value. */
  readonly tokens = new Map<string, TpsToken>();
  /** Slugs of the components. */
  readonly components = new Set<string>();
  readonly #sandbox: SandboxContext;
  readonly #origin: () => string;
  readonly #scheme: 'Bearer' | 'Token';
  readonly #locks = new Map<string, TpsLock>();

  constructor(sandbox: SandboxContext, origin: () => string, seed: TpsSeed = {}) {
    this.#sandbox = sandbox;
    this.#origin = origin;
    this.#scheme = seed.authScheme ?? 'Bearer';
    this.service = new Service('tps', sandbox, (context) =>
      plainText(404, `no route ${context.req.method} ${new URL(context.req.url).pathname}\n`),
    );
    this.service.on('PUT', '/api/ctc', 'tps.lock', (context) => this.#answer(() => this.#lock(context)));
    this.service.on('POST', '/api/component/:slug/releases', 'tps.record', (context) =>
      this.#answer(() => this.#record(context)),
    );
    for (const component of seed.components ?? []) this.components.add(component);
    for (const token of seed.tokens ?? []) this.addToken(token);
    for (const window of seed.moratoriums ?? []) this.moratorium(window);
    for (const { component, sha } of seed.locks ?? []) this.holdLock(component, sha);
  }

  /** The base URL, for `TPS_BASE_URL`. */
  get baseUrl(): string {
    return this.#origin();
  }

  /** The current locks, one per component. */
  get locks(): readonly TpsLock[] {
    return [...this.#locks.values()];
  }

  /** Adds a token, or replaces the one with the same value. */
  addToken(token: TpsToken): void {
    this.tokens.set(token.token, token);
  }

  /** Declares a change freeze. */
  moratorium(window: Moratorium): void {
    this.moratoriums.push({ fromMs: this.#sandbox.clock.now(), ...window });
  }

  /** Locks the component for the release of `sha`. */
  holdLock(component: string, sha: string): void {
    const now = this.#sandbox.clock.now();
    this.components.add(component);
    this.#locks.set(component, { component, sha, createdAtMs: now, updatedAtMs: now });
  }

  /** Removes a lock. The API has no call for this; people do it by hand. */
  releaseLock(component: string): void {
    this.#locks.delete(component);
  }

  async #answer(handle: () => Promise<Response>): Promise<Response> {
    try {
      return await handle();
    } catch (error) {
      if (error instanceof TpsRefusal) return plainText(error.status, error.message);
      throw error;
    }
  }

  #authenticate(context: Context): TpsToken {
    const match = /^(\S+) (\S+)$/.exec(context.req.header('authorization') ?? '');
    const token = match?.[1] === this.#scheme ? this.tokens.get(match[2] ?? '') : undefined;
    if (token === undefined || (token.expiresAtMs ?? Infinity) <= this.#sandbox.clock.now()) {
      throw new TpsRefusal(401, 'unauthorized\n');
    }
    return token;
  }

  #authorise(token: TpsToken, component: string): void {
    if (!this.components.has(component)) throw new TpsRefusal(404, `unknown component ${component}\n`);
    if (token.components?.includes(component) === false) {
      throw new TpsRefusal(403, `this token may not release ${component}\n`);
    }
  }

  async #body(context: Context): Promise<Body> {
    if (!/^application\/json(?:\s*;|$)/i.test(context.req.header('content-type') ?? '')) {
      throw new TpsRefusal(415, 'send application/json\n');
    }
    let body: unknown;
    try {
      body = JSON.parse(await context.req.text());
    } catch {
      throw new TpsRefusal(400, 'the body is not JSON\n');
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new TpsRefusal(400, 'the body is not an object\n');
    return body as Body;
  }

  async #lock(context: Context): Promise<Response> {
    const token = this.#authenticate(context);
    const lock = object(await this.#body(context), 'lock');
    const component = text(lock, 'component_slug');
    context.set('by' as never, component as never);
    this.#authorise(token, component);
    const sha = commitSha(lock);
    const now = this.#sandbox.clock.now();
    const freeze = this.moratoriums.find(
      (window) =>
        (window.fromMs ?? -Infinity) <= now &&
        now < window.untilMs &&
        (window.component === undefined || window.component === component),
    );
    if (freeze !== undefined) {
      return plainText(409, `a moratorium is in force until ${new Date(freeze.untilMs).toISOString()}\n`);
    }
    const held = this.#locks.get(component);
    if (held !== undefined && held.sha !== sha)
      return plainText(409, `the release of ${held.sha} holds the lock\n`);
    this.#locks.set(component, { component, sha, createdAtMs: held?.createdAtMs ?? now, updatedAtMs: now });
    return held === undefined ? plainText(201, 'lock created\n') : plainText(200, 'lock updated\n');
  }

  async #record(context: Context): Promise<Response> {
    const token = this.#authenticate(context);
    const body = await this.#body(context);
    const component = context.req.param('slug') ?? '';
    context.set('by' as never, component as never);
    this.#authorise(token, component);
    if (text(body, 'component_slug') !== component)
      throw new TpsRefusal(422, 'component_slug differs from the URL\n');
    const release = object(body, 'release');
    const actorEmail = text(release, 'actor_email');
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(actorEmail))
      throw new TpsRefusal(422, 'actor_email must be an email address\n');
    const appId = release['app_id'] === undefined ? undefined : text(release, 'app_id');
    if (appId !== undefined && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(appId)) {
      throw new TpsRefusal(422, 'app_id must be a UUID\n');
    }
    this.records.push({
      component,
      sha: commitSha(release),
      actorEmail,
      stage: text(release, 'stage'),
      description: text(release, 'description'),
      atMs: this.#sandbox.clock.now(),
      appId,
    });
    return new Response(null, { status: 204 });
  }
}
