import { HttpClient, type Redactor } from '@heroku-release/release-kit';
import { fetchTransport, VirtualClock } from '@heroku-release/release-kit/testing';
import { GitHubRepository } from '../src/index.ts';

/** A received request with its body. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A response, or `break` for a connection that breaks. */
export type Reply =
  { status: number; json?: unknown; text?: string; headers?: Record<string, string> } | 'break';

/** Serves responses in the given order, and fails when it receives more requests than that. */
export class ScriptedGitHub {
  readonly received: Received[] = [];
  readonly clock = new VirtualClock();
  readonly http: HttpClient;
  readonly #replies: Reply[] = [];

  constructor() {
    this.http = new HttpClient({ transport: fetchTransport((request) => this.#respond(request)) });
  }

  /** Adds responses to the queue. */
  reply(...replies: Reply[]): this {
    this.#replies.push(...replies);
    return this;
  }

  /** Adds the response to a GraphQL query with this `repository`. */
  data(repository: unknown): this {
    return this.reply({ status: 200, json: { data: { repository } } });
  }

  /** The client under test. */
  repository(options: { token?: string; redactor?: Redactor } = {}): GitHubRepository {
    return new GitHubRepository({
      http: this.http,
      owner: 'heroku',
      repo: 'demo',
      token: 'ghs_marked',
      endpoints: { apiUrl: 'http://127.0.0.1:1/api/v3', graphqlUrl: 'http://127.0.0.1:1/api/graphql' },
      clock: this.clock,
      ...options,
    });
  }

  /** `METHOD path?query` of every received request. Throws when responses are left in the queue. */
  get calls(): string[] {
    if (this.#replies.length > 0) throw new Error(`${this.#replies.length} responses were not requested`);
    return this.received.map(({ method, url }) => `${method} ${url.pathname}${url.search}`);
  }

  /** The body of the n-th request as JSON. */
  json(index: number): unknown {
    return JSON.parse(this.received.at(index)?.body ?? '') as unknown;
  }

  async #respond(request: Request): Promise<Response> {
    this.received.push({
      method: request.method,
      url: new URL(request.url),
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    });
    const reply = this.#replies.shift();
    if (reply === undefined) throw new Error(`no response left for ${request.method} ${request.url}`);
    if (reply === 'break') throw new TypeError('socket hang up');
    const body = reply.text ?? (reply.json === undefined ? null : JSON.stringify(reply.json));
    const type: Record<string, string> =
      reply.json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
    return new Response(body, { status: reply.status, headers: { ...type, ...reply.headers } });
  }
}
