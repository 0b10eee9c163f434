import { Hono } from 'hono';
import type { Context } from 'hono';
import type { SandboxClock } from './clock.ts';
import { cutOff } from './truncated-response.ts';
import { ConnectionReset } from './faults.ts';
import type { Faults } from './faults.ts';

/** One request as a far side saw it. */
export interface LoggedRequest {
  /** Name of the side: `github`, `pypi`, `tps` or `identity`. */
  readonly side: string;
  /** The operation's name, or `unknown` for a route that does not exist. */
  readonly operation: string;
  /** HTTP method. */
  readonly method: string;
  /** Path of the address without its query. */
  readonly path: string;
  /** HTTP status of the answer, or `reset` where the connection was broken. */
  readonly status: number | 'reset';
  /** Who asked, when the side can tell: the label of a token. */
  readonly by?: string;
}

/** What all sides share. */
export interface World {
  /** The time of all sides. */
  readonly clock: SandboxClock;
  /** Faults that wait for their operation. */
  readonly faults: Faults;
  /** Every request, oldest first. */
  readonly log: LoggedRequest[];
}

/** A handler of one operation. */
export type Handler = (context: Context) => Response | Promise<Response>;

/**
 * One far side: named operations on routes. Every call is logged and may suffer a scripted fault; a route nobody declared fails
 * loudly with 404 and is logged as `unknown`.
 */
export class Service {
  /** The side's name in the log. */
  readonly name: string;
  readonly #world: World;
  readonly #app = new Hono({ strict: true });

  /** @param notFound how the real service answers a route it does not have */
  constructor(name: string, world: World, notFound: Handler) {
    this.name = name;
    this.#world = world;
    this.#app.onError((error) => {
      throw error;
    });
    this.#app.notFound(async (context) => {
      const response = await notFound(context);
      this.#note(context, 'unknown', response.status);
      return response;
    });
  }

  /** Declares an operation, such as `github.pulls.create`, on a route in Hono's syntax. */
  on(method: string, path: string, operation: string, handler: Handler): void {
    this.#app.on(method, path, async (context) => {
      const fault = this.#world.faults.take(operation);
      if (fault?.delayMs !== undefined) await this.#world.clock.sleep(fault.delayMs);
      const real = fault === undefined || fault.land === true ? await handler(context) : undefined;
      if (fault === undefined) {
        const response = real ?? new Response(null, { status: 500 });
        this.#note(context, operation, response.status);
        return response;
      }
      if (fault.then === 'reset') {
        this.#note(context, operation, 'reset');
        throw new ConnectionReset(operation);
      }
      if (fault.then === 'answer' || fault.then === 'truncate') {
        const response = real ?? (await handler(context));
        this.#note(context, operation, response.status);
        return fault.then === 'answer' ? response : await cutOff(response, operation);
      }
      this.#note(context, operation, fault.then.status);
      return new Response(fault.then.body ?? '', {
        status: fault.then.status,
        ...(fault.then.headers === undefined ? {} : { headers: fault.then.headers }),
      });
    });
  }

  /** Answers one request in process. Rejects with {@link ConnectionReset} where the caller's connection breaks. */
  async fetch(request: Request, env: object = {}): Promise<Response> {
    return await this.#app.fetch(request, env);
  }

  #note(context: Context, operation: string, status: number | 'reset'): void {
    const by = (context.get('by' as never) as string | undefined) ?? undefined;
    this.#world.log.push({
      side: this.name,
      operation,
      method: context.req.method,
      path: new URL(context.req.url).pathname,
      status,
      ...(by === undefined ? {} : { by }),
    });
  }
}
