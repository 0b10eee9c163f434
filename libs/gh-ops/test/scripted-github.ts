import { HttpClient, type Redactor } from '@heroku-release/release-kit';
import { fetchTransport, VirtualClock } from '@heroku-release/release-kit/testing';
import { GitHubRepository } from '../src/index.ts';

/** What came in, with its body read. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer: JSON with a status, or `break` for a connection that breaks. */
export type Reply =
  { status: number; json?: unknown; text?: string; headers?: Record<string, string> } | 'break';

/** Serves answers in the order they were written down, and fails loudly when more is asked than was. */
export class ScriptedGitHub {
  readonly received: Received[] = [];
  readonly clock = new VirtualClock();
  readonly http: HttpClient;
  readonly #replies: Reply[] = [];

  constructor() {
    this.http = new HttpClient({ transport: fetchTransport((request) => this.#answer(request)) });
  }

  /** Adds answers to those that wait. */
  reply(...replies: Reply[]): this {
    this.#replies.push(...replies);
    return this;
  }

  /** Adds an answer with data to a GraphQL query. */
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

  /** `METHOD path?query` of everything received, and nothing left to answer. */
  get calls(): string[] {
    if (this.#replies.length > 0) throw new Error(`${this.#replies.length} answers were not asked for`);
    return this.received.map(({ method, url }) => `${method} ${url.pathname}${url.search}`);
  }

  /** The body of the n-th request as JSON. */
  json(index: number): unknown {
    return JSON.parse(this.received.at(index)?.body ?? '') as unknown;
  }

  async #answer(request: Request): Promise<Response> {
    this.received.push({
      method: request.method,
      url: new URL(request.url),
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    });
    const reply = this.#replies.shift();
    if (reply === undefined) throw new Error(`no answer left for ${request.method} ${request.url}`);
    if (reply === 'break') throw new TypeError('socket hang up');
    const body = reply.text ?? (reply.json === undefined ? null : JSON.stringify(reply.json));
    const type: Record<string, string> =
      reply.json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
    return new Response(body, { status: reply.status, headers: { ...type, ...reply.headers } });
  }
}
