import type { Clock, HttpClient, HttpResponse, Random } from '@heroku-release/release-kit';
import { normalizeProjectName } from '../distribution/project-name.ts';
import { PypiError } from '../errors.ts';
import { backoffMs, isTransientError, isTransientStatus, retryAfterMs } from '../http/retry.ts';
import type { IndexFile } from './index-file.ts';
import { INDEX_ACCEPT, parseIndexPage } from './index-page.ts';

/** Dependencies of an {@link IndexClient}. */
export interface IndexClientOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** The simple index. */
  readonly indexUrl: string;
  readonly userAgent: string;
}

/** Options for reading one page. */
export interface IndexReadOptions {
  /** Attempts before a transient failure becomes an error, default 4. */
  readonly attempts?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 30_000;
const RETRY_BUDGET_MS = 120_000;
const REDIRECTS = 5;

/** Reads project pages of a simple index, without credentials. */
export class IndexClient {
  readonly #options: IndexClientOptions;

  constructor(options: IndexClientOptions) {
    this.#options = options;
  }

  /**
   * Lists the files of a project; an unknown project has none. Transient failures are retried, with at most two minutes of waiting in all.
   *
   * Errors: `PYPI_INDEX_UNAVAILABLE`, `PYPI_INDEX_INVALID`.
   */
  async listFiles(name: string, options: IndexReadOptions = {}): Promise<IndexFile[]> {
    const { clock, random } = this.#options;
    const url = new URL(`${normalizeProjectName(name)}/`, withSlash(this.#options.indexUrl)).href;
    const attempts = options.attempts ?? 4;
    let budget = RETRY_BUDGET_MS;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#get(url, options.signal);
      if ('page' in result) return result.page;
      const wait = backoffMs(attempt, random, result.retryAfterMs);
      budget -= wait;
      if (attempt >= attempts || budget < 0) throw unavailable(url, result.because, result.cause);
      await clock.sleep(wait, options.signal);
    }
  }

  async #get(url: string, signal?: AbortSignal): Promise<Page | TransientFailure> {
    try {
      const { response, finalUrl } = await this.#follow(url, signal);
      if (response.status === 200) {
        const contentType = response.headers['content-type'] ?? '';
        return { page: parseIndexPage(await response.text(), contentType, finalUrl) };
      }
      await response.discard();
      if (response.status === 404) return { page: [] };
      const because = `status ${response.status}`;
      if (!isTransientStatus(response.status)) throw unavailable(url, because);
      return { because, retryAfterMs: retryAfterMs(response, this.#options.clock) };
    } catch (cause) {
      if (!isTransientError(cause)) throw cause;
      return { because: cause.message, cause };
    }
  }

  async #follow(
    url: string,
    signal: AbortSignal | undefined,
  ): Promise<{ response: HttpResponse; finalUrl: string }> {
    let at = url;
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const response = await this.#options.http.send({
        service: 'pypi',
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
      await response.discard();
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

interface TransientFailure {
  readonly because: string;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function unavailable(url: string, because: string, cause?: unknown): PypiError {
  return new PypiError('PYPI_INDEX_UNAVAILABLE', `the index page ${url} cannot be read: ${because}`, {
    cause,
    hint: 'Nothing is uploaded before the index has been checked. Check the index URL, or run the command again later.',
  });
}
