import type { Context } from 'hono';
import type { World } from '../service/service.ts';
import { Service } from '../service/service.ts';

/** A token of the service. */
export interface TpsToken {
  /** The token's text. */
  readonly token: string;
  /** Components it is good for; absent: all. */
  readonly components?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAtMs?: number;
}

/** A change freeze by the sandbox's clock. */
export interface Moratorium {
  /** Milliseconds since the epoch; default: from now on. */
  readonly fromMs?: number;
  /** Milliseconds since the epoch; the freeze ends at that very millisecond. */
  readonly untilMs: number;
  /** One component only; absent: all. */
  readonly component?: string;
}

/** A release lock as it stands. */
export interface TpsLock {
  /** Slug. */
  readonly component: string;
  /** Commit whose release holds the lock. */
  readonly sha: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** Milliseconds since the epoch of the last granted request. */
  readonly updatedAtMs: number;
}

/** A change record. */
export interface TpsRecord {
  /** Slug. */
  readonly component: string;
  /** Commit that was released. */
  readonly sha: string;
  /** Who released. */
  readonly actorEmail: string;
  /** Such as `production`. */
  readonly stage: string;
  /** In the releaser's words. */
  readonly description: string;
  /** UUID of an app; libraries have none. */
  readonly appId?: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** Options of {@link TpsSide}. */
export interface TpsSeed {
  /** Slugs the service knows. */
  readonly components?: readonly string[];
  /** Default: none, so every request is 401. */
  readonly tokens?: readonly TpsToken[];
  /** Freezes declared from the start. */
  readonly moratoriums?: readonly Moratorium[];
  /** Locks that are held from the start. */
  readonly locks?: readonly Pick<TpsLock, 'component' | 'sha'>[];
  /** The word before the token. Default `Bearer`; the service of before November 2024 took `Token`. */
  readonly authScheme?: 'Bearer' | 'Token';
}

/** An answer that ends a request early. */
class Stop extends Error {
  readonly status: number;

  constructor(status: number, body: string) {
    super(body);
    this.status = status;
  }
}

type Body = Readonly<Record<string, unknown>>;

const plainText = (status: number, body: string): Response =>
  new Response(status === 204 ? null : body, {
    status,
    ...(status === 204 ? {} : { headers: { 'content-type': 'text/plain; charset=utf-8' } }),
  });

/** The value of a key that must be a non-empty text. */
function text(body: Body, key: string): string {
  const value = body[key];
  if (typeof value !== 'string' || value.trim() === '')
    throw new Stop(422, `${key} must be a non-empty string\n`);
  return value;
}

function object(body: Body, key: string): Body {
  const value = body[key];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Stop(422, `${key} must be an object\n`);
  }
  return value as Body;
}

function commitSha(body: Body): string {
  const sha = text(body, 'sha');
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new Stop(422, 'sha must be a full commit SHA in lower case\n');
  return sha;
}

/** The release lock and the change record. Operations: `tps.lock`, `tps.record`. */
export class TpsSide {
  /** Answers HTTP. */
  readonly service: Service;
  /** Change records in the order they were made; a repeated one is there twice. */
  readonly records: TpsRecord[] = [];
  /** Every freeze that was declared, past ones too. */
  readonly moratoriums: Moratorium[] = [];
  /** Tokens by their text. */
  readonly tokens = new Map<string, TpsToken>();
  /** Slugs that the service knows. */
  readonly components = new Set<string>();
  readonly #world: World;
  readonly #origin: () => string;
  readonly #scheme: 'Bearer' | 'Token';
  readonly #locks = new Map<string, TpsLock>();

  constructor(world: World, origin: () => string, seed: TpsSeed = {}) {
    this.#world = world;
    this.#origin = origin;
    this.#scheme = seed.authScheme ?? 'Bearer';
    this.service = new Service('tps', world, (context) =>
      plainText(404, `there is no ${context.req.method} ${new URL(context.req.url).pathname} here\n`),
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

  /** The base address, for `TPS_BASE_URL`. */
  get baseUrl(): string {
    return this.#origin();
  }

  /** The locks as they stand, one per component. */
  get locks(): readonly TpsLock[] {
    return [...this.#locks.values()];
  }

  /** Makes a component known. A second call does nothing. */
  addComponent(slug: string): void {
    this.components.add(slug);
  }

  /** Adds a token, or replaces the one of the same text. */
  addToken(token: TpsToken): void {
    this.tokens.set(token.token, token);
  }

  /** Declares a change freeze; without `fromMs` it begins now. */
  moratorium(window: Moratorium): void {
    this.moratoriums.push({ fromMs: this.#world.clock.now(), ...window });
  }

  /** Lets the release of `sha` hold the component's lock. */
  holdLock(component: string, sha: string): void {
    const now = this.#world.clock.now();
    this.components.add(component);
    this.#locks.set(component, { component, sha, createdAtMs: now, updatedAtMs: now });
  }

  /** Ends a lock. No call of the service does that; people do. */
  releaseLock(component: string): void {
    this.#locks.delete(component);
  }

  async #answer(handle: () => Promise<Response>): Promise<Response> {
    try {
      return await handle();
    } catch (error) {
      if (error instanceof Stop) return plainText(error.status, error.message);
      throw error;
    }
  }

  #authenticate(context: Context): TpsToken {
    const match = /^(\S+) (\S+)$/.exec(context.req.header('authorization') ?? '');
    const token = match?.[1] === this.#scheme ? this.tokens.get(match[2] ?? '') : undefined;
    if (token === undefined || (token.expiresAtMs ?? Infinity) <= this.#world.clock.now()) {
      throw new Stop(401, 'unauthorized\n');
    }
    return token;
  }

  #authorise(token: TpsToken, component: string): void {
    if (!this.components.has(component)) throw new Stop(404, `unknown component ${component}\n`);
    if (token.components?.includes(component) === false) {
      throw new Stop(403, `this token has no rights for ${component}\n`);
    }
  }

  async #body(context: Context): Promise<Body> {
    if (!/^application\/json(?:\s*;|$)/i.test(context.req.header('content-type') ?? '')) {
      throw new Stop(415, 'send application/json\n');
    }
    let body: unknown;
    try {
      body = JSON.parse(await context.req.text());
    } catch {
      throw new Stop(400, 'the body is no JSON\n');
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new Stop(400, 'the body is no object\n');
    return body as Body;
  }

  async #lock(context: Context): Promise<Response> {
    const token = this.#authenticate(context);
    const lock = object(await this.#body(context), 'lock');
    const component = text(lock, 'component_slug');
    context.set('by' as never, component as never);
    this.#authorise(token, component);
    const sha = commitSha(lock);
    const now = this.#world.clock.now();
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
      throw new Stop(422, 'component_slug differs from the address\n');
    const release = object(body, 'release');
    const actorEmail = text(release, 'actor_email');
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(actorEmail))
      throw new Stop(422, 'actor_email must be an address\n');
    const appId = release['app_id'] === undefined ? undefined : text(release, 'app_id');
    if (appId !== undefined && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(appId)) {
      throw new Stop(422, 'app_id must be a UUID\n');
    }
    this.records.push({
      component,
      sha: commitSha(release),
      actorEmail,
      stage: text(release, 'stage'),
      description: text(release, 'description'),
      atMs: this.#world.clock.now(),
      ...(appId === undefined ? {} : { appId }),
    });
    return plainText(204, '');
  }
}
