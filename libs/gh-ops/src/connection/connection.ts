import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { GitHubError } from '../errors.ts';
import { checkedOwnerOrName } from './arguments.ts';
import type { Call, Query, RepositoryName, Send } from './call.ts';
import { hintFor } from './hints.ts';
import type { GitHubRepositoryOptions } from './options.ts';
import { queryData } from './query-data.ts';
import type { ApiResponse } from './response.ts';
import { errorFromResponse, errorFromThrown, type Operation } from './response-error.ts';
import { retryReads } from './retry-reads.ts';
import { GH_OPS_VERSION } from './version.ts';

/** `2022-11-28` is the only version that every supported server accepts. */
const API_VERSION = '2022-11-28';
const MEDIA_TYPE = 'application/vnd.github+json';
const USER_AGENT = `gh-ops/${GH_OPS_VERSION}`;

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Octokit for one repository: sets the headers, retries reads, turns failures into a `GitHubError` and parses responses. */
export class GitHubConnection {
  readonly options: GitHubRepositoryOptions;
  /** `owner/name`. */
  readonly fullName: string;
  readonly #at: RepositoryName;
  readonly #octokit: Octokit;

  constructor(options: GitHubRepositoryOptions) {
    this.options = options;
    this.#at = { owner: checkedOwnerOrName(options.owner), repo: checkedOwnerOrName(options.repo) };
    this.fullName = `${this.#at.owner}/${this.#at.repo}`;
    this.#octokit = new Octokit({
      baseUrl: options.endpoints.apiUrl,
      userAgent: USER_AGENT,
      request: { fetch: options.http.asFetch('github') },
      log: silent,
      auth: options.token,
    });
    this.#octokit.hook.before('request', (request) => {
      request.headers['x-github-api-version'] = API_VERSION;
      if (request.headers.accept !== 'application/octet-stream') request.headers.accept = MEDIA_TYPE;
    });
  }

  /** The headers of a request that does not go through Octokit. */
  headers(): Record<string, string> {
    const headers: Record<string, string> = {
      accept: MEDIA_TYPE,
      'user-agent': USER_AGENT,
      'x-github-api-version': API_VERSION,
    };
    if (this.options.token !== undefined) headers['authorization'] = `token ${this.options.token}`;
    return headers;
  }

  /** Sends a read, and retries it while GitHub is unavailable or limits the rate. */
  async read<T>(call: Call<T>): Promise<T> {
    return await this.withRetries(async () => await this.#call(call, false));
  }

  /** Sends a read that returns undefined for a 404. */
  async find<T>(call: Call<T>): Promise<T | undefined> {
    try {
      return await this.read(call);
    } catch (error) {
      if (error instanceof GitHubError && error.code === 'GITHUB_NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** Sends a write, once. */
  async write<T>(call: Call<T>): Promise<T> {
    return await this.#call(call, true);
  }

  /** Sends a GraphQL query and returns its `repository`. A read; errors beside partial data count as errors. */
  async query<T>({ action, query, variables, schema }: Query<T>): Promise<T> {
    const { owner, repo } = this.#at;
    const { repository } = await this.withRetries(async () => {
      const operation = this.operation(action);
      const response = await this.send(operation, [200], (octokit) =>
        octokit.request({
          method: 'POST',
          url: this.options.endpoints.graphqlUrl,
          query,
          variables: { owner, name: repo, ...variables },
        }),
      );
      return this.parse(
        z.object({ repository: schema.nullable() }),
        queryData(response, operation),
        operation,
      );
    });
    if (repository === null) throw this.notFound(`cannot see the repository ${this.fullName}`);
    return repository;
  }

  /** Sends one request through Octokit, without retries. Every failure becomes one of our errors. */
  async send(operation: Operation, expect: readonly number[], send: Send): Promise<ApiResponse> {
    let response: ApiResponse;
    try {
      response = await send(this.#octokit, this.#at);
    } catch (error) {
      throw errorFromThrown(error, operation);
    }
    if (!expect.includes(response.status)) throw errorFromResponse(response, operation);
    return response;
  }

  /** Retries a read that takes more than one request. */
  async withRetries<T>(read: () => Promise<T>): Promise<T> {
    return await retryReads(this.options, read);
  }

  /** An operation that begins now. Default: a read. */
  operation(action: string, { writes = false, createsRef }: OperationFlags = {}): Operation {
    return {
      action: `${action} in ${this.fullName}`,
      writes,
      createsRef,
      now: this.options.clock.now(),
    };
  }

  /** The error for something that a query did not find. */
  notFound(message: string): GitHubError {
    return new GitHubError('GITHUB_NOT_FOUND', message, { hint: hintFor('GITHUB_NOT_FOUND') });
  }

  /** Parses a response. The error names the invalid fields and never their values. */
  parse<T>(schema: z.ZodType<T>, data: unknown, operation: Operation): T {
    const result = schema.safeParse(data);
    if (result.success) return result.data;
    const fields = result.error.issues.map(
      (issue) => `${issue.path.join('.') || 'response'} (${issue.code})`,
    );
    throw new GitHubError(
      'GITHUB_UNEXPECTED_ANSWER',
      `cannot ${operation.action}: missing or unexpected in GitHub's response: ${fields.slice(0, 5).join(', ')}`,
      { effect: operation.writes ? 'unknown' : 'none', hint: hintFor('GITHUB_UNEXPECTED_ANSWER') },
    );
  }

  async #call<T>(call: Call<T>, writes: boolean): Promise<T> {
    const operation = this.operation(call.action, { writes, createsRef: call.createsRef });
    const response = await this.send(operation, call.expect, call.send);
    return this.parse(call.schema, response.data, operation);
  }
}

/** Facts of an {@link Operation} besides its action. */
export interface OperationFlags {
  readonly writes?: boolean | undefined;
  readonly createsRef?: boolean | undefined;
}
