import { Hono } from 'hono';
import type { Context } from 'hono';
import type { SandboxClock } from './clock.ts';
import { truncateResponse } from './truncated-response.ts';
import { ConnectionReset } from './faults.ts';
import type { Faults } from './faults.ts';

/** One request that a service received. */
export interface LoggedRequest {
  /** `github`, `pypi`, `tps` or `identity`. */
  readonly service: string;
  /** Name of the operation, or `unknown` for a route that does not exist. */
  readonly operation: string;
  /** HTTP method. */
  readonly method: string;
  /** Path of the URL, without its query. */
  readonly path: string;
  /** HTTP status of the response, or `reset` if the connection was broken. */
  readonly status: number | 'reset';
  /** The caller, if the service identified it: the label of a token, for example. */
  readonly by?: string | undefined;
}

/** State that all services of one sandbox share. */
export interface SandboxContext {
  /** The clock of all services. */
  readonly clock: SandboxClock;
  /** Faults for coming calls. */
  readonly faults: Faults;
  /** Every request, oldest first. */
  readonly log: LoggedRequest[];
}

/** Handles one operation. */
export type Handler = (context: Context) => Response | Promise<Response>;

/**
 * The HTTP interface of one service: named operations on routes. Every call is logged and takes the next fault of its operation. A route
 * that was not declared is answered by `notFound` and logged as `unknown`.
 */
export class Service {
  /** Name of the service in the log. */
  readonly name: string;
  readonly #sandbox: SandboxContext;
  readonly #app = new Hono({ strict: true });

  /** @param notFound answers a route that does not exist, as the real service would */
  constructor(name: string, sandbox: SandboxContext, notFound: Handler) {
    this.name = name;
    this.#sandbox = sandbox;
    this.#app.onError((error) => {
      throw error;
    });
    this.#app.notFound(async (context) => {
      const response = await notFound(context);
      this.#record(context, 'unknown', response.status);
      return response;
    });
  }

  /** Declares an operation, such as `github.pulls.create`, on a route in Hono's syntax. */
  on(method: string, path: string, operation: string, handler: Handler): void {
    this.#app.on(method, path, async (context) => {
      const fault = this.#sandbox.faults.take(operation);
      if (fault?.delayMs !== undefined) await this.#sandbox.clock.sleep(fault.delayMs);
      const real = fault === undefined || fault.land === true ? await handler(context) : undefined;
      if (fault === undefined) {
        const response = real ?? new Response(null, { status: 500 });
        this.#record(context, operation, response.status);
        return response;
      }
      if (fault.then === 'reset') {
        this.#record(context, operation, 'reset');
        throw new ConnectionReset(operation);
      }
      if (fault.then === 'answer' || fault.then === 'truncate') {
        const response = real ?? (await handler(context));
        this.#record(context, operation, response.status);
        return fault.then === 'answer' ? response : await truncateResponse(response, operation);
      }
      this.#record(context, operation, fault.then.status);
      return new Response(fault.then.body ?? null, {
        status: fault.then.status,
        headers: fault.then.headers ?? {},
      });
    });
  }

  /** Answers one request in process. Rejects with {@link ConnectionReset} if a fault breaks the connection. */
  async fetch(request: Request, env: object = {}): Promise<Response> {
    return await this.#app.fetch(request, env);
  }

  #record(context: Context, operation: string, status: number | 'reset'): void {
    const by = context.get('by' as never) as string | undefined;
    this.#sandbox.log.push({
      service: this.name,
      operation,
      method: context.req.method,
      path: new URL(context.req.url).pathname,
      status,
      by,
    });
  }
}
