import { isTransportError } from '@heroku-release/release-kit';
import type { Clock, HttpClient, HttpResponse, Random, Redactor } from '@heroku-release/release-kit';
import { retryAfterMs } from '../http/retry.ts';
import { ensureUnchanged } from '../distribution/distribution.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { PypiError } from '../errors.ts';
import { readSome, serverText } from '../http/error-text.ts';
import { classifyAnswer } from './upload-answer.ts';
import type { UploadAnswer } from './upload-answer.ts';
import { uploadForm } from './upload-form.ts';

/** How an {@link UploadClient} is made. */
export interface UploadClientOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** An index may repeat the token in what it says. */
  readonly redactor: Redactor;
  /** Taken verbatim. */
  readonly uploadUrl: string;
  readonly userAgent: string;
}

/** The credentials of one request. */
export interface UploadCredentials {
  /** `__token__` for a token. */
  readonly username: string;
  readonly password: string;
}

/** An answer, and how long the index wants us to stay away. */
export type TimedAnswer = UploadAnswer & {
  readonly retryAfterMs?: number | undefined;
  /** The error of the wire, where there was no answer. */
  readonly cause?: unknown;
};

const REDIRECTS = 3;
/** PyPI's workers are given 240 s for one upload; on top, a slow line of 20 kB/s. */
const ANSWER_MS = 300_000;
const BYTES_PER_MS = 20;
const ACCEPT = 'application/json;q=0.9, text/plain;q=0.8, text/html;q=0.7';

/**
 * Sends one file over the legacy upload API, once. A session-based API (PEP 694) would stand beside it under the same method.
 */
export class UploadClient {
  readonly #options: UploadClientOptions;

  constructor(options: UploadClientOptions) {
    this.#options = options;
  }

  /**
   * Sends the file and classifies what came back; a broken connection is an answer too: `doubtful`.
   *
   * Errors: `PYPI_FILE_CHANGED`, `PYPI_UPLOAD_URL_WRONG` (a redirect to another place).
   */
  async send(
    distribution: Distribution,
    credentials: UploadCredentials,
    attestations?: readonly unknown[],
  ): Promise<TimedAnswer> {
    await ensureUnchanged(distribution);
    let response: HttpResponse;
    try {
      response = await this.#post(distribution, credentials, attestations);
    } catch (cause) {
      // A file that shrank while it was sent breaks the connection; the reason is the file.
      await ensureUnchanged(distribution);
      if (!isTransportError(cause) || (cause as { code?: unknown }).code === 'HTTP_INSECURE') throw cause;
      return { kind: 'doubtful', because: cause instanceof Error ? cause.message : 'no answer', cause };
    }
    const { clock, redactor } = this.#options;
    const said = redactor.text(serverText(await readSome(response)));
    return {
      ...classifyAnswer(response.status, said),
      retryAfterMs: retryAfterMs(response, clock),
    };
  }

  async #post(
    distribution: Distribution,
    credentials: UploadCredentials,
    attestations: readonly unknown[] | undefined,
  ): Promise<HttpResponse> {
    const { http, random, uploadUrl, userAgent } = this.#options;
    const { username, password } = credentials;
    let url = uploadUrl;
    for (let hop = 0; ; hop += 1) {
      const form = uploadForm(distribution, { boundary: random.hex(16), attestations });
      const response = await http.send({
        side: 'pypi',
        method: 'POST',
        url,
        body: form.body,
        timeoutMs: ANSWER_MS + Math.ceil(distribution.size / BYTES_PER_MS),
        headers: {
          accept: ACCEPT,
          authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
          'content-type': form.contentType,
          'user-agent': userAgent,
        },
      });
      if (response.status < 300 || response.status >= 400) return response;
      url = redirectTarget(response, url, hop);
    }
  }
}

/** Only 307 and 308 to the same origin are followed: another origin must not get the token. */
function redirectTarget(response: HttpResponse, from: string, hop: number): string {
  const { location } = response.headers;
  const target = location === undefined ? undefined : new URL(location, from);
  const allowed = response.status === 307 || response.status === 308;
  if (target !== undefined && allowed && target.origin === new URL(from).origin && hop < REDIRECTS) {
    return target.href;
  }
  const where = target === undefined ? 'nowhere' : `${target.origin}${target.pathname}`;
  throw new PypiError('PYPI_UPLOAD_URL_WRONG', `the upload URL redirects (${response.status}) to ${where}`, {
    hint: 'Nothing was sent on. If that is the right place, set it as the upload URL.',
  });
}
