import { isTransportError } from '@heroku-release/release-kit';
import type { Clock, HttpClient, HttpResponse, Random } from '@heroku-release/release-kit';
import { backoffMs, isPassing, retryAfterMs } from '../http/retry.ts';
import { PypiError } from '../errors.ts';
import { INDEX_ACCEPT, parseIndexPage } from './index-page.ts';
import type { IndexFile } from './index-page.ts';
import { normalizeProjectName } from '../distribution/project-name.ts';

/** How an {@link IndexClient} is made. */
export interface IndexClientOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** The simple index. */
  readonly indexUrl: string;
  readonly userAgent: string;
}

/** How one page is read. */
export interface IndexReadOptions {
  /** How often a passing failure is tried, default 4. */
  readonly attempts?: number;
  readonly signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 30_000;
const PATIENCE_MS = 120_000;
const REDIRECTS = 5;

/** Reads project pages of a simple index, without credentials. */
export class IndexClient {
  readonly #options: IndexClientOptions;

  constructor(options: IndexClientOptions) {
    this.#options = options;
  }

  /**
   * The files of a project; none when the index does not know it. Passing failures are retried by the clock, two minutes in all.
   *
   * Errors: `PYPI_INDEX_UNAVAILABLE`, `PYPI_INDEX_INVALID`.
   */
  async files(name: string, options: IndexReadOptions = {}): Promise<IndexFile[]> {
    const { clock, random } = this.#options;
    const url = new URL(`${normalizeProjectName(name)}/`, withSlash(this.#options.indexUrl)).href;
    const attempts = options.attempts ?? 4;
    let patience = PATIENCE_MS;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#get(url, options.signal);
      if ('page' in answer) return answer.page;
      const wait = backoffMs(attempt, random, answer.retryAfterMs);
      patience -= wait;
      if (attempt >= attempts || patience < 0) throw unavailable(url, answer.because, answer.cause);
      await clock.sleep(wait, options.signal);
    }
  }

  async #get(url: string, signal?: AbortSignal): Promise<Page | Passing> {
    try {
      const { response, finalUrl } = await this.#follow(url, signal);
      if (response.status === 404) return { page: [] };
      if (isPassing(response.status)) {
        const asked = retryAfterMs(response, this.#options.clock);
        return {
          because: `status ${response.status}`,
          ...(asked === undefined ? {} : { retryAfterMs: asked }),
        };
      }
      if (response.status !== 200) throw unavailable(url, `status ${response.status}`);
      return {
        page: parseIndexPage(await response.text(), response.headers['content-type'] ?? '', finalUrl),
      };
    } catch (cause) {
      if (!isTransportError(cause) || isInsecure(cause)) throw cause;
      return { because: cause instanceof Error ? cause.message : 'the connection broke', cause };
    }
  }

  async #follow(
    url: string,
    signal: AbortSignal | undefined,
  ): Promise<{ response: HttpResponse; finalUrl: string }> {
    let at = url;
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const response = await this.#options.http.send({
        side: 'pypi',
        method: 'GET',
        url: at,
        timeoutMs: TIMEOUT_MS,
        headers: {
          accept: INDEX_ACCEPT,
          'cache-control': 'no-cache',
          'user-agent': this.#options.userAgent,
        },
        ...(signal === undefined ? {} : { signal }),
      });
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) {
        return { response, finalUrl: at };
      }
      const next = new URL(location, at);
      if (at.startsWith('https:') && next.protocol !== 'https:') {
        throw unavailable(url, `it redirects from https to ${next.origin}`);
      }
      at = next.href;
    }
    throw unavailable(url, `more than ${REDIRECTS} redirects`);
  }
}

interface Page {
  readonly page: IndexFile[];
}

interface Passing {
  readonly because: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

function isInsecure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'HTTP_INSECURE';
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function unavailable(url: string, because: string, cause?: unknown): PypiError {
  return new PypiError('PYPI_INDEX_UNAVAILABLE', `the index page ${url} cannot be read: ${because}`, {
    cause,
    hint: 'Nothing is uploaded without a look at the index. Check the index URL, or run the command again later.',
  });
}
