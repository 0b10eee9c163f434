import type { Clock, HttpClient, HttpResponse, Random } from '@heroku-release/release-kit';
import { KitError } from '@heroku-release/release-kit';
import { normalizeProjectName } from '../distribution/project-name.ts';
import { PypiError } from '../errors.ts';
import { backoffMs, isTransientError, isTransientStatus, retryAfterMs } from '../http/retry.ts';
import { followRedirects } from './follow-redirects.ts';
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

/** Options of {@link IndexClient.downloadFile}. */
export interface FileDownloadOptions extends IndexReadOptions {
  /** Bytes, default 512 MiB. */
  readonly maxBytes?: number | undefined;
}

const PAGE_TIMEOUT_MS = 30_000;
const FILE_TIMEOUT_MS = 15 * 60_000;
const DEFAULT_MAX_BYTES = 512 * 1024 * 1024;
const RETRY_BUDGET_MS = 120_000;

/** Reads a simple index: project pages and files, without credentials. */
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
    const url = new URL(`${normalizeProjectName(name)}/`, withSlash(this.#options.indexUrl)).href;
    const headers = { accept: INDEX_ACCEPT, 'cache-control': 'no-cache' };
    const page = { what: `the index page ${url}`, url, headers, timeoutMs: PAGE_TIMEOUT_MS };
    const files = await this.#read(page, options, async (response, finalUrl) =>
      parseIndexPage(await response.text(), response.headers['content-type'] ?? '', finalUrl),
    );
    return files ?? [];
  }

  /**
   * Downloads a file of a project page and passes its bytes to `receive` as a stream. After a broken connection the download starts again
   * with a new stream. Returns the result of `receive`; undefined when the index lists the file but does not have it.
   *
   * Errors: `PYPI_INDEX_UNAVAILABLE`; `PYPI_INDEX_INVALID` when there are more than `maxBytes` bytes.
   */
  async downloadFile<T>(
    { filename, url }: Pick<IndexFile, 'filename' | 'url'>,
    receive: (stream: AsyncIterable<Uint8Array>) => Promise<T>,
    options: FileDownloadOptions = {},
  ): Promise<T | undefined> {
    const { maxBytes = DEFAULT_MAX_BYTES } = options;
    const file = { what: `the file ${filename} of the index`, url, timeoutMs: FILE_TIMEOUT_MS, maxBytes };
    return await this.#read({ ...file, headers: {} }, options, async (response) => {
      try {
        return await receive(response.stream());
      } catch (cause) {
        if (!(cause instanceof KitError) || cause.code !== 'HTTP_TOO_LARGE') throw cause;
        throw new PypiError('PYPI_INDEX_INVALID', `${file.what} has more than ${maxBytes} bytes`, {
          cause,
          hint: 'Do not install it: the index serves another file than was expected.',
        });
      }
    });
  }

  /** Sends a GET until it succeeds, and parses the response; undefined for a 404. */
  async #read<T>(
    request: ReadRequest,
    options: IndexReadOptions,
    parse: (response: HttpResponse, finalUrl: string) => Promise<T>,
  ): Promise<T | undefined> {
    const { clock, random } = this.#options;
    const attempts = options.attempts ?? 4;
    let budget = RETRY_BUDGET_MS;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#get(request, options.signal, parse);
      if ('parsed' in result) return result.parsed;
      const wait = backoffMs(attempt, random, result.retryAfterMs);
      budget -= wait;
      if (attempt >= attempts || budget < 0) throw unavailable(request.what, result.because, result.cause);
      await clock.sleep(wait, options.signal);
    }
  }

  async #get<T>(
    { what, headers, ...request }: ReadRequest,
    signal: AbortSignal | undefined,
    parse: (response: HttpResponse, finalUrl: string) => Promise<T>,
  ): Promise<{ readonly parsed: T | undefined } | TransientFailure> {
    const { http, clock, userAgent } = this.#options;
    try {
      const all = { ...request, headers: { ...headers, 'user-agent': userAgent }, signal };
      const followed = await followRedirects(http, all);
      if (typeof followed === 'string') throw unavailable(what, followed);
      const { response, finalUrl } = followed;
      if (response.status === 200) return { parsed: await parse(response, finalUrl) };
      await response.discard();
      if (response.status === 404) return { parsed: undefined };
      const because = `status ${response.status}`;
      if (!isTransientStatus(response.status)) throw unavailable(what, because);
      return { because, retryAfterMs: retryAfterMs(response, clock) };
    } catch (cause) {
      if (!isTransientError(cause)) throw cause;
      return { because: cause.message, cause };
    }
  }
}

interface ReadRequest {
  /** For messages. */
  readonly what: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
}

interface TransientFailure {
  readonly because: string;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function unavailable(what: string, because: string, cause?: unknown): PypiError {
  return new PypiError('PYPI_INDEX_UNAVAILABLE', `${what} cannot be read: ${because}`, {
    cause,
    hint: 'Nothing was changed on the index. Check its URL, or run the command again later.',
  });
}
