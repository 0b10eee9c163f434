import type { Clock, HttpClient, Random, Redactor } from '@heroku-release/release-kit';
import { Octokit } from '@octokit/rest';
import type { z } from 'zod';
import type { Answer } from './response.ts';
import type { GitHubEndpoints } from '../endpoints.ts';
import { GitHubError } from '../errors.ts';
import { hintFor } from './hints.ts';
import { checkedOwnerOrName } from './arguments.ts';
import { brokenCall, type Doing, refusalOf } from './response-error.ts';
import { answerOfQuery } from './query-data.ts';
import { retryReads } from './retry-reads.ts';
import { GH_OPS_VERSION } from './version.ts';

/** How a `GitHubRepository` is made. */
export interface GitHubRepositoryOptions {
  /** The door that requests go through, under the side `github`. */
  readonly http: HttpClient;
  /** A user or an organisation. */
  readonly owner: string;
  readonly repo: string;
  /** Any kind GitHub takes; without one only public reads work. */
  readonly token?: string | undefined;
  readonly endpoints: Pick<GitHubEndpoints, 'apiUrl' | 'graphqlUrl'>;
  readonly clock: Clock;
  /** Spreads the waits between tries; without it they are exact. */
  readonly random?: Random | undefined;
  /** Learns the signed links of downloads. */
  readonly redactor?: Redactor | undefined;
  /** Ends a wait between two tries; requests under way are finished. */
  readonly signal?: AbortSignal | undefined;
}

/** One call over Octokit: what it does in words, the statuses that mean success, and the shape of the answer. */
export interface Call<T> {
  readonly what: string;
  readonly expect: readonly number[];
  readonly answers: z.ZodType<T>;
  /** See {@link Doing}. */
  readonly makesRef?: boolean;
  send(octokit: Octokit, at: { owner: string; repo: string }): Promise<Answer>;
}

/** One GraphQL query. */
export interface Query<T> {
  readonly what: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answers: z.ZodType<T>;
}

/** `2022-11-28` is the one version that every supported server accepts. */
const API_VERSION = '2022-11-28';
const MEDIA_TYPE = 'application/vnd.github+json';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** One repository over Octokit: headers, retries of reads, errors in our words, answers parsed. */
export class GitHubConnection {
  readonly options: GitHubRepositoryOptions;
  readonly octokit: Octokit;
  readonly at: { owner: string; repo: string };

  constructor(options: GitHubRepositoryOptions) {
    this.options = options;
    this.at = { owner: checkedOwnerOrName(options.owner), repo: checkedOwnerOrName(options.repo) };
    this.octokit = new Octokit({
      baseUrl: options.endpoints.apiUrl,
      userAgent: `gh-ops/${GH_OPS_VERSION}`,
      request: { fetch: options.http.asFetch('github') },
      log: silent,
      ...(options.token === undefined ? {} : { auth: options.token }),
    });
    this.octokit.hook.before('request', (request) => {
      request.headers['x-github-api-version'] = API_VERSION;
      if (request.headers.accept !== 'application/octet-stream') request.headers.accept = MEDIA_TYPE;
    });
  }

  /** `owner/name`. */
  get fullName(): string {
    return `${this.at.owner}/${this.at.repo}`;
  }

  /** The headers of a request that does not go through Octokit. */
  headers(): Record<string, string> {
    const { token } = this.options;
    return {
      accept: MEDIA_TYPE,
      'user-agent': `gh-ops/${GH_OPS_VERSION}`,
      'x-github-api-version': API_VERSION,
      ...(token === undefined ? {} : { authorization: `token ${token}` }),
    };
  }

  /** A read: repeated while GitHub is unavailable or limits the rate. */
  async read<T>(call: Call<T>): Promise<T> {
    return await this.repeated(async () => await this.#call(call, false));
  }

  /** A read whose absence is an answer. */
  async find<T>(call: Call<T>): Promise<T | undefined> {
    try {
      return await this.read(call);
    } catch (error) {
      if (error instanceof GitHubError && error.code === 'GITHUB_NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** A write: sent once. */
  async write<T>(call: Call<T>): Promise<T> {
    return await this.#call(call, true);
  }

  /** A GraphQL query: a read. Errors beside partial data count as errors. */
  async query<T>(query: Query<T>): Promise<T> {
    return await this.repeated(async () => {
      const doing = this.doing(query.what, false);
      const answer = await this.send(doing, [200], (octokit) =>
        octokit.request({
          method: 'POST',
          url: this.options.endpoints.graphqlUrl,
          query: query.query,
          variables: query.variables,
        }),
      );
      return this.parsed(query.answers, answerOfQuery(answer, doing), doing);
    });
  }

  /** Sends through Octokit and turns whatever goes wrong into an error of ours. */
  async send(doing: Doing, expect: readonly number[], send: Call<never>['send']): Promise<Answer> {
    let answer: Answer;
    try {
      answer = await send(this.octokit, this.at);
    } catch (error) {
      throw brokenCall(error, doing);
    }
    if (!expect.includes(answer.status)) throw refusalOf(answer, doing);
    return answer;
  }

  /** The policy for reads around something that is more than one request. */
  async repeated<T>(read: () => Promise<T>): Promise<T> {
    return await retryReads(this.options, read);
  }

  /** What is being done now, for errors. */
  doing(what: string, writes: boolean, makesRef?: boolean): Doing {
    return { what: `${what} in ${this.fullName}`, writes, makesRef, now: this.options.clock.now() };
  }

  /** The error for a query that shows no repository. */
  unseen(): GitHubError {
    return new GitHubError('GITHUB_NOT_FOUND', `cannot see the repository ${this.fullName}`, {
      hint: hintFor('GITHUB_NOT_FOUND'),
    });
  }

  /** Unknown in, a value of ours out, or a complaint that names the fields and never their values. */
  parsed<T>(schema: z.ZodType<T>, data: unknown, doing: Doing): T {
    const result = schema.safeParse(data);
    if (result.success) return result.data;
    const fields = result.error.issues.map((issue) => `${issue.path.join('.') || 'answer'} (${issue.code})`);
    throw new GitHubError(
      'GITHUB_UNEXPECTED_ANSWER',
      `cannot ${doing.what}: the answer of GitHub lacks or changes ${fields.slice(0, 5).join(', ')}`,
      { effect: doing.writes ? 'unknown' : 'none', hint: hintFor('GITHUB_UNEXPECTED_ANSWER') },
    );
  }

  async #call<T>(call: Call<T>, writes: boolean): Promise<T> {
    const doing = this.doing(call.what, writes, call.makesRef);
    const answer = await this.send(doing, call.expect, (octokit, at) => call.send(octokit, at));
    return this.parsed(call.answers, answer.data, doing);
  }
}
